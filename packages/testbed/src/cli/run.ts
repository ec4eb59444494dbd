/** One call of the command line, from its words to its exit status. */
import { CommanderError } from 'commander';
import type { Sessions } from '../api/session.js';
import { errorCode } from '../errors.js';
import { program } from './program.js';
import { reportError } from './report.js';
import type { Terminal } from './terminal.js';

export interface RunOptions {
  readonly terminal: Terminal;
  readonly sessions: Sessions;
  readonly signal: AbortSignal;
  readonly version?: string;
}

/** Status of a command line that means nothing: nothing was tried. */
const USAGE = 2;
/** Status of a program that SIGINT ended, as a shell says it. */
const INTERRUPTED = 130;

/** Runs one command line (without the program's own name); returns the exit status. */
export async function run(words: readonly string[], options: RunOptions): Promise<number> {
  const { terminal, sessions, signal } = options;
  const at = words.indexOf('--');
  const tail = at < 0 ? undefined : words.slice(at + 1);
  let status = 0;
  const context = { terminal, sessions, signal, tail };
  const finish = (value: number) => {
    status = value;
  };
  const tree = program(context, finish, options.version ?? '0.0.0');
  for (const command of [tree, ...tree.commands, ...tree.commands.flatMap((each) => each.commands)]) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => void terminal.output.write(text),
      writeErr: (text) => void terminal.errors.write(text),
      getOutHelpWidth: () => terminal.output.columns ?? 80,
      getErrHelpWidth: () => terminal.errors.columns ?? 80,
    });
  }
  try {
    await tree.parseAsync(at < 0 ? words : words.slice(0, at), { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : USAGE;
    if (signal.aborted) {
      terminal.errors.write('interrupted; nothing was left behind\n');
      return INTERRUPTED;
    }
    reportError(terminal, error);
    return errorCode(error) === 'USAGE' ? USAGE : 1;
  }
}
