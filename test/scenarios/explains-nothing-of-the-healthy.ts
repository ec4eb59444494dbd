import assert from 'node:assert/strict';
import type { LabSpec } from '@vwifi/testbed';
import { explained } from '../lib/explained.js';
import { scenario } from '../lib/scenario.js';

const security = { security: 'wpa2-psk', passphrase: 'the right one' } as const;
const station = { kind: 'station' } as const;

/** Ten networks, some of them with what would be a cause for somebody else. */
const NETWORKS: Readonly<Record<string, object>> = {
  open: { security: 'open' },
  owe: { security: 'owe' },
  psk: security,
  eleven: { ...security, channel: 11, cipher: 'CCMP-256' },
  sae: { security: 'wpa3-sae', passphrase: 'the right one', cipher: 'GCMP-256' },
  mixed: { security: 'wpa2-wpa3', passphrase: 'the right one' },
  hides: { ...security, hidden: true },
  five: { ...security, channel: 36 },
  apart: { ...security, extra: ['ap_isolate=1'] },
  limit: { ...security, extra: ['max_num_sta=1'] },
};

const LAB = {
  country: 'US',
  nodes: Object.fromEntries(
    Object.entries(NETWORKS).flatMap(([name, more]) => [
      [name, { kind: 'ap', ssid: name, ...more }],
      [`${name}-sta`, { ...station, network: name }],
    ]),
  ),
} as unknown as LabSpec;

export default scenario(
  'of nodes that are as they should be nothing is found, also after they were away',
  { nightly: true },
  async (context) => {
    const it = await explained(context, LAB);
    const healthy = async (when: string) => {
      for (const { name } of it.laboratory.lab.nodes) {
        const { well, findings } = await it.laboratory.explain(name);
        assert.deepEqual({ name, well, findings }, { name, well: true, findings: [] }, when);
      }
    };
    await healthy('as they came up');
    await it.laboratory.ping();
    for (const name of ['psk-sta', 'sae-sta']) {
      await it.control(name, 'REASSOCIATE');
      await it.connected(name);
    }
    await healthy('after pings and another association');
  },
);
