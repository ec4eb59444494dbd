/** A process of a machine at this terminal. */
import { startTimer } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { MachineProcess } from '../machine/machine.js';
import type { Terminal } from './terminal.js';

/** What a process can make something of. Keys of a terminal come as keys. */
const passedOn = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

interface AttachOptions {
  /** The terminal's keys go to the process as they are. */
  readonly raw?: boolean;
  readonly timeoutMs?: number;
}

/** Connects a process to this terminal until it ends; returns its exit status. */
export async function attach(
  terminal: Terminal,
  child: MachineProcess,
  { raw = false, timeoutMs }: AttachOptions = {},
): Promise<number> {
  const { input, output, errors } = terminal;
  const undo: (() => void)[] = [];
  const on = (emitter: NodeJS.EventEmitter, event: string, listener: (...args: never[]) => void) => {
    emitter.on(event, listener as () => void);
    undo.push(() => emitter.off(event, listener as () => void));
  };

  // A reader that has seen enough (`| head -1`) ends the command as a shell would.
  for (const stream of [output, errors]) on(stream, 'error', () => child.kill('SIGPIPE'));
  child.onOutput((stream, data) => written(stream === 'stdout' ? output : errors, data));

  if (raw) {
    input.setRawMode?.(true);
    undo.push(() => input.setRawMode?.(false));
    on(output, 'resize', () => child.resize(output.columns ?? 80, output.rows ?? 24));
  }
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
