/** What a tool is asked to do. */
import { parseArgs } from 'node:util';

/**
 * The options' values. Asked for `--help` the tool prints it and ends; an option that there is not is one line.
 * `help` begins with the command, up to ` [`.
 *
 * @template {NonNullable<import('node:util').ParseArgsConfig['options']>} T
 * @param {string} help
 * @param {T} options
 * @param {readonly string[]} [args]
 */
export function readCommandLine(help, options, args = process.argv.slice(2)) {
  if (args.includes('--help')) {
    process.stdout.write(help);
    process.exit(0);
  }
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    const [message] = /** @type {Error} */ (error).message.split('. ', 1);
    console.error(`error: ${message}; ${help.split(' [', 1)[0]} --help shows what there is`);
    process.exit(2);
  }
}
