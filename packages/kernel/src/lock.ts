import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { KernelError, throwIfAborted } from './failure.js';

/**
 * Runs `work` while holding an exclusive lock on a file. The lock is the kernel's own (flock), held by a helper
 * that ends with this process however it ends: there is no stale lock to clean up.
 * @param onWait called once when another process holds it
 */
export async function withLock<T>(
  file: string,
  work: () => Promise<T>,
  options: { readonly signal?: AbortSignal | undefined; readonly onWait?: (() => void) | undefined } = {},
): Promise<T> {
  await mkdir(dirname(file), { recursive: true });
  let release = await take(file, ['-n'], options.signal);
  if (!release) {
    options.onWait?.();
    release = await take(file, [], options.signal);
  }
  if (!release) throw new KernelError('BUILD_FAILED', `${file}: cannot lock`, 'check who may write there');
  try {
    return await work();
  } finally {
    await release();
  }
}

/** Resolves to the function that releases, or to undefined when the lock is taken (with `-n`). */
async function take(
  file: string,
  flags: readonly string[],
  signal: AbortSignal | undefined,
): Promise<(() => Promise<void>) | undefined> {
  throwIfAborted(signal, file);
  const helper = spawn('flock', [...flags, file, 'sh', '-c', 'echo; exec cat >/dev/null'], {
    stdio: ['pipe', 'pipe', 'ignore'],
    // Ctrl-C at a terminal must not take the lock away while the work still cleans up.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => helper.once('close', () => resolve()));
  const abort = (): void => void helper.kill();
  signal?.addEventListener('abort', abort, { once: true });
  try {
    const taken = await new Promise<boolean>((resolve, reject) => {
      helper.once('error', (cause: NodeJS.ErrnoException) =>
        reject(
          new KernelError(
            'TOOL_MISSING',
            `flock: ${cause.code ?? cause.message}`,
            'install the package util-linux',
            { cause },
          ),
        ),
      );
      helper.stdout.once('data', () => resolve(true));
      helper.once('close', () => resolve(false));
    });
    if (!taken) {
      throwIfAborted(signal, file);
      return undefined;
    }
  } finally {
    signal?.removeEventListener('abort', abort);
  }
  return async () => {
    helper.stdin.end();
    await ended;
  };
}
