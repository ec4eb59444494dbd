/** The command line of the manual: status, -d and -s in pairs, -c, -h. */
import type { Context } from './context.js';
import { print, STATUS, toJson, UsageError, withTarget } from './context.js';
import { helpText } from './help.js';
import { moduleState, stateWords } from './status.js';
import type { TargetOptions } from './target.js';

interface Arguments {
  readonly destinations: string[];
  readonly sources: string[];
  clear: boolean;
  help: boolean;
  version: boolean;
  json: boolean;
  lab?: string;
  netns?: string;
}

/** What getopt would say of an argument that is none. */
class BadArgument extends Error {}

const VALUED: Readonly<Record<string, (args: Arguments, value: string) => void>> = {
  '-d': (args, value) => args.destinations.push(value),
  '-s': (args, value) => args.sources.push(value),
  '--lab': (args, value) => {
    args.lab = value;
  },
  '--netns': (args, value) => {
    args.netns = value;
  },
};

const PLAIN: Readonly<Record<string, 'clear' | 'help' | 'version' | 'json'>> = {
  '-c': 'clear',
  '-h': 'help',
  '--help': 'help',
  '--version': 'version',
  '--json': 'json',
};

function parse(words: readonly string[]): Arguments {
  const args: Arguments = {
    destinations: [],
    sources: [],
    clear: false,
    help: false,
    version: false,
    json: false,
  };
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    const plain = PLAIN[word];
    if (plain) {
      args[plain] = true;
      // "1 means to unset the denylist, default as 0".
      if (word === '-c' && /^[01]$/.test(words[at + 1] ?? '')) args.clear = words[++at] === '1';
      continue;
    }
    const [name, value] = splitValue(word, words[at + 1]);
    const take = VALUED[name];
    if (!take) throw new BadArgument(complaint(word));
    if (value === undefined)
      throw new BadArgument(`option requires an argument -- '${name.replace(/^-+/, '')}'`);
    take(args, value);
    if (name === word) at++;
  }
  return args;
}

/** '-dvw2' and '--lab=test' carry their value, '-d' has it in the next word. */
function splitValue(word: string, next: string | undefined): [name: string, value: string | undefined] {
  if (word.startsWith('--')) {
    const equals = word.indexOf('=');
    return equals < 0 ? [word, next] : [word.slice(0, equals), word.slice(equals + 1)];
  }
  return word.length > 2 ? [word.slice(0, 2), word.slice(2)] : [word, next];
}

const complaint = (word: string): string =>
  word.startsWith('--')
    ? `unrecognized option '${word}'`
    : word.startsWith('-')
      ? `invalid option -- '${word.slice(1, 2)}'`
      : `unexpected argument '${word}'`;

async function version(): Promise<string> {
  const { readFileSync } = await import('node:fs');
  const text = readFileSync(new URL('../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

/** Runs it. `only: 'status'` is the command `status`, which takes none of the denylist's options. */
export async function manual(
  words: readonly string[],
  context: Context,
  { only }: { only?: 'status' } = {},
): Promise<number> {
  let args: Arguments;
  try {
    args = parse(words);
  } catch (error) {
    if (!(error instanceof BadArgument)) throw error;
    context.err.write(`vwifi-tool: ${error.message}\nInvalid arguments\n`);
    return STATUS.usage;
  }
  if (args.help) {
    context.out.write(only === 'status' ? STATUS_HELP : helpText());
    return 0;
  }
  if (args.version) {
    print(context, await version());
    return 0;
  }
  const { destinations, sources, clear, json } = args;
  const target: TargetOptions = { lab: args.lab, netns: args.netns };
  const wantsDenylist = destinations.length > 0 || sources.length > 0;
  if (only === 'status' && (wantsDenylist || clear))
    throw new UsageError('status takes neither -d nor -s nor -c');

  const state = await moduleState(context, target);
  print(
    context,
    json ? toJson({ status: stateWords(state), ...state }, 2) : `vwifi status : ${stateWords(state)}`,
  );
  if (state.state !== 'live') return STATUS.failed;
  if (clear && wantsDenylist)
    throw new UsageError('-c empties the denylist, -d and -s fill it: ask for one of the two');
  if (!clear && !wantsDenylist) return 0;
  if (destinations.length !== sources.length) {
    print(context, "Destination number doesn't match with Source number");
    return STATUS.usage;
  }
  if (clear) print(context, 'Unset denylist for vwifi...');
  else {
    print(context, 'denylist:');
    for (const [index, receiver] of destinations.entries())
      print(context, `${receiver} denys ${sources[index]}`);
  }
  print(context, 'Configuring denylist for vwifi...');
  await withTarget(context, target, async (opened) => {
    const { denylist } = await opened.wifi();
    if (clear) await denylist.clear(context);
    else
      await denylist.set(
        destinations.map((receiver, index) => ({ receiver, sender: sources[index] ?? '' })),
        context,
      );
  });
  print(context, 'Message from vwifi: vwifi has received your denylist');
  return 0;
}

const STATUS_HELP = `Usage: vwifi-tool status [options]

whether the driver is loaded: exit status 0 where it is, 1 where it is not

Options:
  --json        the result as JSON
  --lab NAME    of the laboratory of that name

For example:
  vwifi-tool status
`;
