import { spawn } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { KernelError, throwIfAborted } from './failure.js';

/** How to run one command. */
export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  /** Everything it prints goes there. */
  readonly log?: string;
  /** Called with every line of standard output and standard error. */
  readonly onLine?: (line: string) => void;
}

/** How a command ended. */
export interface RunResult {
  readonly status: number;
  readonly stdout: string;
  /** The last lines of both streams, for an error. */
  readonly tail: readonly string[];
}

const TAIL = 12;

/** depmod and its friends live in folders that an ordinary user's PATH leaves out. */
const withSystemPath = (path = ''): string => [path, '/usr/sbin', '/sbin'].filter(Boolean).join(':');

/** Runs a command to its end, never through a shell. A status other than 0 is a result; not being found is an error. */
export async function run(
  argv: readonly [string, ...string[]],
  options: RunOptions = {},
): Promise<RunResult> {
  const [command, ...args] = argv;
  throwIfAborted(options.signal, command);
  const stdout: string[] = [];
  const tail: string[] = [];
  const log: WriteStream | undefined = options.log
    ? createWriteStream(options.log, { flags: 'a' })
    : undefined;
  const child = spawn(command, args, {
    cwd: options.cwd,
    // English messages, because some are read; and a group of its own, so that make dies with its compilers.
    env: { ...process.env, LC_ALL: 'C', ...options.env, PATH: withSystemPath(process.env.PATH) },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const kill = (): void => {
    if (child.pid !== undefined) {
      try {
        process.kill(-child.pid, 'SIGTERM');
      } catch {
        // It ended by itself in the meantime.
      }
    }
  };
  options.signal?.addEventListener('abort', kill, { once: true });
  const take = (line: string): void => {
    log?.write(`${line}\n`);
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
    options.onLine?.(line);
  };
  createInterface(child.stdout).on('line', (line) => {
    if (!options.log) stdout.push(line);
    take(line);
  });
  createInterface(child.stderr).on('line', take);
  try {
    const status = await new Promise<number>((resolve, reject) => {
      child.once('error', (cause: NodeJS.ErrnoException) =>
        reject(
          cause.code === 'ENOENT'
            ? new KernelError('TOOL_MISSING', `${command}: command not found`, 'run `npx testbed doctor`', {
                cause,
              })
            : cause,
        ),
      );
      child.once('close', (code, signal) => resolve(code ?? (signal ? 128 : 1)));
    });
    throwIfAborted(options.signal, command);
    return { status, stdout: stdout.join('\n'), tail };
  } finally {
    options.signal?.removeEventListener('abort', kill);
    if (log) await new Promise<void>((resolve) => log.end(() => resolve()));
  }
}

/** Runs a command that has to succeed; otherwise an error with its last telling line. */
export async function must(
  argv: readonly [string, ...string[]],
  options: RunOptions & { readonly what: string; readonly next: string; readonly code?: KernelError['code'] },
): Promise<string> {
  const result = await run(argv, options);
  if (result.status === 0) return result.stdout;
  const why = tellingLine(result.tail) ?? `exit status ${result.status}`;
  if (/No space left on device/.test(result.tail.join('\n'))) {
    throw new KernelError(
      'NO_SPACE',
      `${options.what}: no space left on the device`,
      'free some space and try again',
    );
  }
  throw new KernelError(options.code ?? 'BUILD_FAILED', `${options.what}: ${why}`, options.next);
}

/** The first line that names an error, else the last one printed. */
export function tellingLine(lines: readonly string[]): string | undefined {
  const line =
    lines.find((each) => /(^E: |\berror\b|\bfatal\b|\*\*\*|cannot|can't|No such)/i.test(each)) ??
    lines.at(-1);
  return line?.trim();
}

/** Copies a binary without its symbols: `--strip-all`, or `--strip-debug` to leave those that a loader needs. */
export async function strip(
  from: string,
  to: string,
  how: '--strip-all' | '--strip-debug',
  signal: AbortSignal | undefined,
): Promise<void> {
  await must(['strip', how, '-o', to, from], {
    signal,
    what: `strip ${from}`,
    next: 'install the package binutils',
  });
}
