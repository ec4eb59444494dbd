/** What a person types on a node of a laboratory of one's own. */
import assert from 'node:assert/strict';
import type { Testbed } from '@vwifi/testbed';

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
