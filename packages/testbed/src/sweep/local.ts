/** Runs of a sweep on this machine: a process each, so many at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { foldersOf, type Sweep, type SweepRun } from './sweep.js';

/** The words that run one of a sweep. */
export type RunWords = (index: string) => readonly string[];

export interface LocalOptions {
  readonly jobs: number;
  readonly words: RunWords;
  readonly signal: AbortSignal;
  /** A run has ended; `why` is empty where it says that it has a result. */
  readonly onEnded: (run: SweepRun, why: string) => Promise<void>;
}

const lastLine = (text: string): string => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => line.startsWith('error:')) ?? lines.at(-1) ?? '';
};

/** Waits for its end. While its standard input is open it knows that somebody waits: it ends with us, however we do. */
async function ended(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (status, signal) =>
      resolve(status === 0 ? '' : signal ? `ended by ${signal}` : `status ${status}`),
    );
  });
}

/** Runs them all; returns when nobody runs any more, and throws the signal's reason where it fired. */
export async function runHere(
  sweep: Sweep,
  runs: readonly (SweepRun & { readonly key: string })[],
  { jobs, words, signal, onEnded }: LocalOptions,
): Promise<void> {
  const { logs } = foldersOf(sweep);
  await mkdir(logs, { recursive: true });
  const waiting = [...runs];
  const one = async (run: SweepRun & { readonly key: string }): Promise<void> => {
    const path = join(logs, `${run.key}.txt`);
    const log = await open(path, 'w');
    const [program = '', ...rest] = [...words(String(run.index)), '--held'];
    const child = spawn(program, rest, { stdio: ['pipe', log.fd, log.fd] });
    const stop = () => child.kill('SIGTERM');
    signal.addEventListener('abort', stop, { once: true });
    const status = await ended(child).finally(() => signal.removeEventListener('abort', stop));
    child.stdin?.destroy();
    await log.close();
    if (signal.aborted) return;
    const said = status && lastLine(await readFile(path, 'utf8'));
    if (status === '') await rm(path);
    await onEnded(run, status && `${said || status} (all it said: ${path})`);
  };
  await Promise.all(
    Array.from({ length: Math.min(jobs, runs.length) }, async () => {
      for (let run = waiting.shift(); run && !signal.aborted; run = waiting.shift()) await one(run);
    }),
  );
  signal.throwIfAborted();
}
