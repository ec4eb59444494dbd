/** One command line: the manual's options, or a command of the tree. */
import type { Context } from './context.js';
import { errorLine, STATUS, UsageError } from './context.js';
import { COMMANDS } from './help.js';
import { manual } from './manual.js';

/** Options before a command that take a value. */
const WITH_VALUE = ['--lab', '--netns'];

/** Where the command's name stands; undefined without one, as in the manual. */
function commandAt(words: readonly string[]): number | undefined {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (WITH_VALUE.includes(word)) at++;
    else if (!word.startsWith('-')) return at;
    else if (word === '-d' || word === '-s') return undefined;
  }
  return undefined;
}

/** Runs a command line, without the program's own name, and returns the exit status. */
export async function run(words: readonly string[], context: Context): Promise<number> {
  try {
    const at = commandAt(words);
    // `-c 1` is the manual's way to say it: no command.
    if (at === undefined || /^[01]$/.test(words[at] ?? '')) return await manual(words, context);
    const name = words[at] ?? '';
    if (!(name in COMMANDS) && name !== 'help') {
      context.err.write(`vwifi-tool: there is no command ${name}; vwifi-tool help shows what there is\n`);
      return STATUS.usage;
    }
    if (name === 'help' && words.length === 1) return await manual(['--help'], context);
    if (name === 'status') return await manual(words.toSpliced(at, 1), context, { only: 'status' });
    const { runCommand } = await import('./commands/program.js');
    return await runCommand([...words.slice(at), ...words.slice(0, at)], context);
  } catch (error) {
    if (context.signal.aborted) return STATUS.interrupted;
    context.err.write(`${errorLine(error)}\n`);
    return error instanceof UsageError ? STATUS.usage : STATUS.failed;
  }
}
