import { startTimer } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { ExecOptions, ExecResult, MachineProcess } from './machine.js';

/** What is collected is kept in memory, and who prints may be hostile. */
export const COLLECTED_LIMIT = 256 * 2 ** 20;

export const tooMuch = (what: string): TestbedError =>
  new TestbedError('TOO_MUCH', `${what} has more than ${COLLECTED_LIMIT / 2 ** 20} MiB to say`, {
    hint: 'Take it piece by piece (spawn, onOutput), or only a part of it.',
  });

/** Feeds a process, collects its output to its end, and enforces the limits of {@link ExecOptions}. */
export async function collect(
  process: MachineProcess,
  argv: readonly string[],
  options: ExecOptions,
): Promise<ExecResult> {
  const output = { stdout: [] as Uint8Array[], stderr: [] as Uint8Array[] };
  let length = 0;
  let full: (() => void) | undefined;
  process.onOutput((stream, data) => {
    length += data.length;
    if (length > COLLECTED_LIMIT) full?.();
    else output[stream].push(data);
  });
  if (options.input !== undefined) void process.write(Buffer.from(options.input as string));
  process.endInput();

  let timer: Disposable | undefined;
  let abort: (() => void) | undefined;
  const limits = new Promise<never>((_, reject) => {
    const stop = (error: unknown) => {
      process.kill('SIGKILL');
      reject(error);
    };
    if (options.timeoutMs !== undefined) {
      const { timeoutMs } = options;
      const tail = () => {
        const text = Buffer.concat([...output.stdout, ...output.stderr])
          .toString()
          .trimEnd();
        return text === ''
          ? 'it printed nothing'
          : `its last line: ${text.slice(text.lastIndexOf('\n') + 1)}`;
      };
      timer = startTimer(timeoutMs, () =>
        stop(
          new TestbedError(
            'TIMEOUT',
            `${argv.join(' ')} did not end within ${timeoutMs / 1000} s and was killed; ${tail()}`,
            {
              hint: 'Give it more time (timeoutMs), or look why it waits; under virtual time, what loops until a time has passed never ends.',
            },
          ),
        ),
      );
    }
    full = () => stop(tooMuch(argv.join(' ')));
    abort = () => stop(options.signal?.reason);
    if (options.signal?.aborted) abort();
    else options.signal?.addEventListener('abort', abort, { once: true });
  });
  try {
    const exit = await Promise.race([process.exited, limits]);
    return {
      ...exit,
      stdout: Buffer.concat(output.stdout).toString(),
      stderr: Buffer.concat(output.stderr).toString(),
    };
  } finally {
    timer?.[Symbol.dispose]();
    if (abort) options.signal?.removeEventListener('abort', abort);
  }
}
