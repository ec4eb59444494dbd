/** What a measuring or testing program is asked to do. */
import { type ParseArgsConfig, parseArgs } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

/**
 * The options' values. Asked for `--help` the program prints it and ends with 0; an option that there is not, or
 * without its value, is one line and status 2. `help` begins with the command, up to ` -- `.
 */
export function readCommandLine<T extends Options>(
  help: string,
  options: T,
  args?: readonly string[],
): Values<T> {
  try {
    const all = { ...options, help: { type: 'boolean' } } as const;
    const { values } = parseArgs({ options: all, ...(args && { args: [...args] }) });
    if (!('help' in values)) return values as Values<T>;
    process.stdout.write(help);
    process.exit(0);
  } catch (error) {
    const [message = ''] = (error as Error).message.split('. ', 1);
    refuse(help, message);
  }
}

/** Ends the program: what it was asked cannot be. */
export function refuse(help: string, message: string): never {
  const [command = ''] = help.split(' --', 1);
  process.stderr.write(`${command}: ${message}; ${command} -- --help shows what there is\n`);
  process.exit(2);
}
