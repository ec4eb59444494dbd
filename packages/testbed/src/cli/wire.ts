/** `testbed wire`: the switch between the nodes' own machines, which loses, delays and records. */
import { resolve } from 'node:path';
import { TestbedError } from '../errors.js';
import type { WireStatus } from '../lab/wire-service.js';
import { type Context, print, printJson, withSession } from './context.js';
import { table } from './tables.js';

export interface WireFlags {
  readonly name?: string;
  readonly loss?: string;
  readonly delay?: string;
  readonly record?: string | boolean;
  readonly json?: boolean;
}

export async function wire(context: Context, node: string | undefined, flags: WireFlags): Promise<void> {
  const loss = flags.loss === undefined ? undefined : part(flags.loss);
  const delayMs = flags.delay === undefined ? undefined : milliseconds(flags.delay);
  if (node !== undefined && loss === undefined && delayMs === undefined)
    throw new TestbedError('USAGE', `nothing is said of what ${node} sends`, {
      hint: `for instance: npx testbed wire ${node} --loss 10%`,
    });
  await withSession(context, flags.name, async (session) => {
    let status = await session.wire({ node, loss, delayMs });
    if (typeof flags.record === 'string') status = await session.record(resolve(flags.record));
    else if (flags.record === false) {
      const { record } = status;
      status = await session.record();
      if (record && !flags.json) print(context, `${record.frames} frames are in ${record.file}`);
    }
    if (flags.json) printJson(context, status);
    else print(context, wireText(status));
  });
}

/** `10%` or `0.1`. */
function part(text: string): number {
  const value = /^\d+(\.\d+)?%$/.test(text)
    ? Number(text.slice(0, -1)) / 100
    : /^[01](\.\d+)?$/.test(text)
      ? Number(text)
      : Number.NaN;
  if (value >= 0 && value <= 1) return value;
  throw new TestbedError('USAGE', `--loss ${text} is not a part of the frames`, {
    hint: 'such as 10% or 0.1',
  });
}

function milliseconds(text: string): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value <= 60_000) return value;
  throw new TestbedError('USAGE', `--delay ${text} is not a number of milliseconds up to 60000`, {
    hint: 'such as 20',
  });
}

function wireText({ ports, record }: WireStatus): string {
  const rows = ports.map((port) => [
    port.plugged ? port.name : `${port.name} (gone)`,
    port.loss ? `${Number((port.loss * 100).toFixed(3))} %` : '-',
    port.delayMs ? `${port.delayMs} ms` : '-',
    String(port.framesIn),
    String(port.bytesIn),
    String(port.lost),
    String(port.framesOut),
    String(port.bytesOut),
    String(port.overrun),
  ]);
  const head = ['MACHINE', 'LOSS', 'DELAY', 'SENT', 'BYTES', 'LOST', 'RECEIVED', 'BYTES', 'MISSED'];
  const missing = record?.missing ? `, ${record.missing} were too many for the disk` : '';
  const state = record?.failed ? `, ended: ${record.failed}` : '';
  const line = record ? `\n\nrecording to ${record.file}: ${record.frames} frames${missing}${state}` : '';
  return `${table(head, rows)}${line}`;
}
