/** A process of a machine at this terminal. */
import { spawnSync } from 'node:child_process';
import { startTimer } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { MachineProcess } from '../machine/machine.js';
import type { Terminal } from './terminal.js';

/** What a process can make something of. Keys of a terminal come as keys. */
const passedOn = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

interface AttachOptions {
  /** The process has a terminal of its own, which ends lines as a terminal wants it. */
  readonly tty?: boolean;
  /** The terminal's keys go to the process as they are. */
  readonly raw?: boolean;
  readonly timeoutMs?: number;
}

/** Connects a process to this terminal until it ends; returns its exit status. */
export async function attach(
  terminal: Terminal,
  child: MachineProcess,
  { tty = false, raw = false, timeoutMs }: AttachOptions = {},
): Promise<number> {
  const { input, output, errors } = terminal;
  const undo: (() => void)[] = [];
  const on = (emitter: NodeJS.EventEmitter, event: string, listener: (...args: never[]) => void) => {
    emitter.on(event, listener as () => void);
    undo.push(() => emitter.off(event, listener as () => void));
  };

  // A reader that has seen enough (`| head -1`) ends the command as a shell would.
  for (const stream of [output, errors]) on(stream, 'error', () => child.kill('SIGPIPE'));
  if (tty && output.isTTY) undo.push(unprocessed(output));
  if (raw) {
    // Node's raw mode is of the keys alone: what is written is processed as before.
    input.setRawMode?.(true);
    undo.push(() => input.setRawMode?.(false));
    on(output, 'resize', () => child.resize(output.columns ?? 80, output.rows ?? 24));
  }
  // Only now: what it has said already comes at once.
  child.onOutput((stream, data) => written(stream === 'stdout' ? output : errors, data));
  for (const signal of passedOn) on(process, signal, () => child.kill(signal));
  on(input, 'data', (data: Uint8Array) => {
    input.pause();
    void child.write(data).then(() => input.resume());
  });
  on(input, 'end', () => child.endInput());
  input.resume();
  undo.push(() => input.pause());

  let late = false;
  using _timer = startTimer(timeoutMs ?? Number.POSITIVE_INFINITY, () => {
    late = true;
    child.kill('SIGKILL');
  });
  try {
    const { status } = await child.exited;
    if (!late) return status;
    throw new TestbedError(
      'EXEC_TIMEOUT',
      `the command did not end within ${(timeoutMs ?? 0) / 1000} s of wall clock, and was killed`,
      {
        hint: 'give it more with --timeout; in virtual time a loop on the clock never ends',
      },
    );
  } finally {
    for (const action of undo.reverse()) action();
  }
}

/**
 * What is written to a terminal arrives as it is: the other terminal has made a carriage return and a line feed of each line's
 * end, and this one would make another of it. Returns what undoes it; nothing changes where there is no `stty`.
 */
function unprocessed(output: Terminal['output']): () => void {
  const { fd } = output as { readonly fd?: number };
  if (fd === undefined) return () => {};
  const stty = (...words: readonly string[]) =>
    spawnSync('stty', words, { stdio: [fd, 'pipe', 'ignore'], encoding: 'utf8' });
  const before = stty('-g').stdout?.trim();
  if (!before) return () => {};
  stty('-opost');
  return () => void stty(before);
}

/** Resolves when the stream takes more: what the terminal cannot take holds the process back. */
function written(stream: Terminal['output'], data: Uint8Array): Promise<void> | void {
  if (stream.destroyed || stream.write(data)) return;
  return new Promise((resolve) => {
    const done = () => {
      stream.off('drain', done);
      stream.off('close', done);
      stream.off('error', done);
      resolve();
    };
    stream.on('drain', done);
    stream.on('close', done);
    stream.on('error', done);
  });
}
