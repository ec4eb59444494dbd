/** A laboratory of machines of one's own, and what a person types on a node of it. */
import assert from 'node:assert/strict';
import type { LabSpec, Testbed } from '@vwifi/testbed';

/** An access point and its stations, each in a machine of its own (the fast kernel), on one wire. */
export const onOneWire = (
  ssid: string,
  stations: readonly string[],
  security: 'wpa2-psk' | 'wpa3-sae' = 'wpa2-psk',
): LabSpec => ({
  isolation: 'machine',
  backend: 'uml',
  kernel: 'uml-fast',
  nodes: {
    ap: { kind: 'ap', channel: 1, ssid, security, passphrase: 'all in good time' },
    ...Object.fromEntries(stations.map((name) => [name, { kind: 'station', network: 'ap' } as const])),
  },
});

/** Runs a line of shell on a node, which has to succeed; returns what it printed. */
export const shellOn =
  (testbed: Testbed) =>
  async (node: string, command: string): Promise<string> => {
    const { status, stdout, stderr } = await testbed.node(node).exec(['sh', '-c', command]);
    assert.equal(status, 0, `${node}: ${command}: ${stderr || stdout}`);
    return stdout.trim();
  };

/** The shell's words for a program in Python, without single quotes in it; of the system, whatever else is installed. */
export const python = (code: string): string => `env PATH=/usr/bin:/bin python3 -c '${code}'`;
