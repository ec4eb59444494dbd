/** `testbed logs`: what a node's daemon says, or the kernel. */

import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import { type Context, namespaceOf, withSession } from './context.js';

/** Between two looks at a log that has not grown. */
const LOOK_AGAIN_MS = 200;

export async function logs(
  context: Context,
  node: string | undefined,
  flags: { readonly name?: string; readonly follow?: boolean },
): Promise<void> {
  const { terminal, signal } = context;
  await withSession(context, flags.name, async (session) => {
    if (node === undefined) {
      const line = (text: string) => void terminal.output.write(`${text}\n`);
      if (flags.follow) await session.machine.followKernelLog(line, signal);
      else for (const text of await session.machine.kernelLog()) line(text);
      return;
    }
    await namespaceOf(session, node);
    const { nodes } = await session.describe();
    const path = nodes[node]?.log ?? '';
    const ended = new AbortController();
    void session.machine.lost.then(() => ended.abort());
    using stop = limited([signal, ended.signal]);
    await copy(path, terminal.output, flags.follow === true, stop);
  });
}

/** Writes a file out, and what is added to it, until the signal. */
async function copy(
  path: string,
  output: NodeJS.WritableStream,
  follow: boolean,
  signal: AbortSignal,
): Promise<void> {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw new TestbedError('NO_LOG', `cannot read the log ${path}: ${error.code}`, {
      hint: 'is the laboratory still up?',
    });
  });
  try {
    const buffer = Buffer.alloc(65536);
    while (!signal.aborted) {
      const { bytesRead } = await file.read(buffer);
      if (bytesRead > 0) output.write(Buffer.from(buffer.subarray(0, bytesRead)));
      else if (!follow) return;
      else await delay(LOOK_AGAIN_MS, undefined, { signal }).catch(() => {});
    }
  } finally {
    await file.close();
  }
}
