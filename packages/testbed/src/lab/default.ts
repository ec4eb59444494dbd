/** The laboratory of `testbed up` without a file: one access point, two stations, WPA2. */
import type { LabSpec } from './schema.js';

export const defaultLab = {
  name: 'default',
  nodes: {
    ap: {
      kind: 'ap',
      ssid: 'test',
      security: 'wpa2-psk',
      passphrase: '12345678',
      cipher: 'CCMP',
      channel: 6,
      address: '10.0.0.1/24',
    },
    sta1: { kind: 'station', network: 'ap', address: '10.0.0.2/24' },
    sta2: { kind: 'station', network: 'ap', address: '10.0.0.3/24' },
  },
} as const satisfies LabSpec;
