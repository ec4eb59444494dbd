/** The commands as a tree. What a command does is imported when it is called. */
import { Command, CommanderError } from 'commander';
import { type Context, STATUS } from '../context.js';
import { COMMANDS } from '../help.js';

export const example = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\nFor example:\n${lines.map((line) => `  ${line}`).join('\n')}`);

const collect = (text: string, before: readonly string[] = []): readonly string[] => [...before, text];

/** A command with the options that all have. */
function leaf(parent: Command, usage: string, description: string): Command {
  return parent
    .command(usage)
    .description(description)
    .option('--json', 'the result as JSON')
    .option('--netns <name>', 'in that network namespace')
    .option('--lab <name>', 'in the running laboratory of that name, from outside');
}

/** A command about what one radio sends to another. */
const directed = (command: Command): Command =>
  command
    .usage('--from SENDER --to RECEIVER [options]')
    .option('--from <sender>', 'number of a radio, or name or address of an interface')
    .option('--to <receiver>', 'the same, of the one that receives');

const branch = (tree: Command, name: string): Command => tree.command(name).description(COMMANDS[name] ?? '');

function radio(tree: Command, context: Context): void {
  const load = () => import('./radio.js');
  const parent = branch(tree, 'radio');
  example(
    leaf(parent, 'ls', 'all radios, in every namespace, with their counters').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool radio ls',
  );
  example(
    leaf(parent, 'add', 'make a radio with an interface in station mode')
      .option('--ifname <name>', 'name of the interface; %d is replaced by a free number')
      .option('--wiphy <name>', 'name of the wiphy')
      .option('--address <mac>', 'address of the interface')
      .option('--tx-power <dBm>', 'transmit power, 0 to 30')
      .option('--bands <list>', '2.4, 5, 6 or 2.4,5; all when left out')
      .option('--personality <kind>', 'legacy, n, ac, ax or be: how modern it is; be when left out')
      .option(
        '--persona <name>',
        'like that device: a name of `persona ls`, or a file that `persona import` takes',
      )
      .option('--driver-sme', 'it connects by itself when it is told to which network, as FullMAC devices do')
      .option('--position <x,y[,z]>', 'where it stands, in metres')
      .option('--count <n>', 'so many of them')
      .option('--owned', 'they go when this command ends: it waits for Ctrl-C')
      .action(async (flags) => (await load()).add(context, flags)),
    'vwifi-tool radio add --ifname sta%d --count 10',
    'vwifi-tool radio add --persona raspberry-pi-4',
  );
  example(
    leaf(parent, 'rm <radio...>', 'remove radios with all their interfaces').action(async (radios, flags) =>
      (await load()).remove(context, radios, flags),
    ),
    'vwifi-tool radio rm vw2 3 00:76:77:30:00:04',
  );
  example(
    leaf(parent, 'set <radio>', 'change a radio')
      .option('--tx-power <dBm>', 'transmit power, 0 to 30')
      .option('--position <x,y[,z]>', 'where it stands from now on, in metres')
      .option('--move <places>', "a way that it goes: '0,0 10,0 10,20', in metres")
      .option('--speed <m/s>', 'with --move: how fast; 1.4 when left out')
      .option('--repeat', 'with --move: after the last place it begins anew')
      .option('--antenna-gain <dBi>', 'of its antenna, sending and receiving')
      .action(async (name, flags) => (await load()).set(context, name, flags)),
    'vwifi-tool radio set vw0 --tx-power 10 --position 3,4',
  );
}

function persona(tree: Command, context: Context): void {
  const load = () => import('./persona.js');
  const parent = branch(tree, 'persona');
  example(
    parent
      .command('ls')
      .description('the devices that are known by name')
      .option('--json', 'the result as JSON')
      .action(async (flags) => (await load()).list(context, flags)),
    'vwifi-tool persona ls',
  );
  example(
    parent
      .command('import <file>')
      .description(
        "a persona like a real card, as JSON: from what `iw phy` prints, or from the library's JSON of a radio",
      )
      .action(async (file) => (await load()).importFrom(context, file)),
    'iw phy >laptop.txt; vwifi-tool persona import laptop.txt >laptop.json',
    'vwifi-tool radio add --persona laptop.json',
  );
}

function deny(tree: Command, context: Context): void {
  const load = () => import('./deny.js');
  const parent = branch(tree, 'deny');
  example(
    leaf(parent, 'ls', 'the pairs that are denied, and what that did').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool deny ls',
  );
  example(
    directed(leaf(parent, 'add [names...]', 'the receiver drops data frames of the sender')).action(
      async (names, flags) => (await load()).add(context, names, flags),
    ),
    'vwifi-tool deny add --from vw1 --to vw2',
  );
  example(
    directed(leaf(parent, 'rm [names...]', 'and no longer does')).action(async (names, flags) =>
      (await load()).remove(context, names, flags),
    ),
    'vwifi-tool deny rm --from vw1 --to vw2',
  );
  example(
    leaf(parent, 'set [pair...]', 'replace the whole list in one step')
      .option('--from <sender>', 'of a pair, with --to; repeatable', collect)
      .option('--to <receiver>', 'of a pair, with --from; repeatable', collect)
      .option('--file <path>', "a pair a line, as 'vw2 denies vw1'; - is standard input")
      .action(async (pairs, flags) => (await load()).set(context, pairs, flags)),
    'vwifi-tool deny set --from vw1 --to vw2 --from vw2 --to vw1',
    "echo 'vw2 denies vw1' | vwifi-tool deny set --file -",
  );
  example(
    leaf(parent, 'clear', 'empty the list').action(async (flags) => (await load()).clear(context, flags)),
    'vwifi-tool deny clear',
  );
}

function link(tree: Command, context: Context): void {
  const load = () => import('./link.js');
  const parent = branch(tree, 'link');
  example(
    leaf(parent, 'ls', 'links that differ from the medium, with their counters').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool link ls',
  );
  example(
    directed(leaf(parent, 'set [names...]', 'what is special from the sender to the receiver'))
      .option('--signal <dBm>', 'what the receiver reads of a sender with 0 dBm')
      .option('--loss <p>', 'of one transmission: 0.3 or 30%')
      .option('--delay <time>', '500us, 5ms, 1s')
      .option('--jitter <time>', 'added to the delay, evenly from 0 to this')
      .option('--rate <bit/s>', 'limit: 500k, 6M, 0 for none')
      .option('--both', 'and the same from the receiver to the sender')
      .action(async (names, flags) => (await load()).set(context, names, flags)),
    'vwifi-tool link set --from vw0 --to vw1 --loss 30% --delay 5ms --both',
  );
  example(
    directed(leaf(parent, 'rm [names...]', 'give the link back to the medium'))
      .option('--both', 'and the one from the receiver to the sender')
      .action(async (names, flags) => (await load()).remove(context, names, flags)),
    'vwifi-tool link rm --from vw0 --to vw1 --both',
  );
}

function fault(tree: Command, context: Context): void {
  const load = () => import('./fault.js');
  const parent = branch(tree, 'fault');
  example(
    leaf(parent, 'ls', 'what is done to which frames, and how often it was').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool fault ls',
  );
  example(
    leaf(
      parent,
      'add <action>',
      'drop, delay, duplicate, corrupt, alter or unacknowledge frames that match from now on',
    )
      .option('--type <type>', 'management or data')
      .option('--subtype <subtype>', 'beacon, authentication, qos-data and others, or a number with --type')
      .option('--eapol <message>', 'of the 4-way handshake 1, 2, 3 or 4; group-1, group-2')
      .option('--bssid <mac>', 'sent in this BSS')
      .option('--from <sender>', 'number of a radio, or name or address of an interface')
      .option('--to <receiver>', 'the same, of the one that receives')
      .option('--nth <n>', 'from the n-th that matches on; alone: this one')
      .option('--every <n>', 'and every n-th')
      .option('--times <n>', 'so many times at most')
      .option('--delay <time>', 'of delay: 500us, 5ms, 1s')
      .option('--octet <n>', 'of alter: which octet of the body is inverted; 0 when left out')
      .action(async (action, flags) => (await load()).add(context, action, flags)),
    'vwifi-tool fault add drop --eapol 3 --to vw1 --times 1',
    'vwifi-tool fault add corrupt --subtype beacon --from vw0',
    'vwifi-tool fault add delay --delay 20ms --type data --every 3',
  );
  example(
    leaf(parent, 'rm <number...>', 'and no longer').action(async (numbers, flags) =>
      (await load()).remove(context, numbers, flags),
    ),
    'vwifi-tool fault rm 1',
  );
  example(
    leaf(parent, 'clear', 'remove all of them').action(async (flags) => (await load()).clear(context, flags)),
    'vwifi-tool fault clear',
  );
}

function jam(tree: Command, context: Context): void {
  const load = () => import('./jam.js');
  const parent = branch(tree, 'jam');
  example(
    leaf(parent, 'ls', 'what jams the air, and for how long still').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool jam ls',
  );
  example(
    leaf(parent, 'start <frequency>', 'noise around this frequency in MHz: nothing is received there')
      .requiredOption('--for <time>', '500ms, 10s: at most an hour')
      .option('--width <MHz>', 'how wide it is; 20 when left out')
      .option('--signal <dBm>', 'of the model dcf: what every receiver reads of it; -30 when left out')
      .action(async (frequency, flags) => (await load()).start(context, frequency, flags)),
    'vwifi-tool jam start 2437 --for 10s',
    'vwifi-tool jam start 5210 --width 80 --for 2s',
  );
  example(
    leaf(parent, 'stop [frequency]', 'end what jams this frequency, or all').action(
      async (frequency, flags) => (await load()).stop(context, frequency, flags),
    ),
    'vwifi-tool jam stop 2437',
  );
}

function underlay(tree: Command, context: Context): void {
  const load = () => import('./underlay.js');
  const parent = branch(tree, 'underlay');
  example(
    leaf(parent, 'ls', 'what carries the air to other kernels').action(async (flags) =>
      (await load()).list(context, flags),
    ),
    'vwifi-tool underlay ls',
  );
  example(
    leaf(parent, 'attach <device>', 'let the air go over an Ethernet device that is up').action(
      async (device, flags) => (await load()).attach(context, device, flags),
    ),
    'vwifi-tool underlay attach eth1',
  );
  example(
    leaf(parent, 'detach <device>', 'and no longer').action(async (device, flags) =>
      (await load()).detach(context, device, flags),
    ),
    'vwifi-tool underlay detach eth1',
  );
  example(
    leaf(parent, 'remotes', 'the interfaces of other kernels').action(async (flags) =>
      (await load()).remotes(context, flags),
    ),
    'vwifi-tool underlay remotes',
  );
}

function medium(tree: Command, context: Context): void {
  const load = () => import('./medium.js');
  const parent = branch(tree, 'medium');
  example(
    leaf(parent, 'get', 'what holds for all links').action(async (flags) =>
      (await load()).get(context, flags),
    ),
    'vwifi-tool medium get',
  );
  example(
    leaf(parent, 'set', 'change it')
      .option('--signal <dBm>', 'what everybody reads of a sender with 0 dBm')
      .option('--loss <p>', 'of one transmission: 0.3 or 30%')
      .option('--seed <number>', 'of every random choice; the same seed gives the same losses')
      .option(
        '--path-loss <exponent>',
        'how fast the signal falls between radios with positions: 2 in free space',
      )
      .option('--sensitivity <dBm>', "frames that arrive weaker are not heard; 'none': all are")
      .option('--path-model <model>', 'how it falls: log-distance, free-space or itu-indoor')
      .option('--wall <from to loss...>', "all walls, each as '0,5 10,5 7dB'; 'none': there are none")
      .option('--shadowing <dB>', 'standard deviation of what a pair loses or gains for good')
      .option('--fading <kind>', 'how signals vary in time: none, rayleigh, rician or rician:9 (dB)')
      .option('--coherence <time>', 'for how long a fading signal stays as it is: 20ms')
      .option('--noise-figure <dB>', 'what receivers add to thermal noise')
      .option('--model <name>', 'ideal: nothing takes time; dcf: stations contend, frames collide')
      .option('--rate-control <name>', 'minstrel: by acknowledgements; ideal: by the signal')
      .option('--rts <octets>', "RTS and CTS go before what is longer; 'none': never")
      .option('--fair-airtime <on|off>', 'peers of a transmitter have equal airtime, or equally many frames')
      .action(async (flags) => (await load()).set(context, flags)),
    'vwifi-tool medium set --loss 1% --seed 42',
  );
}

function watching(tree: Command, context: Context, finish: (status: number) => void): void {
  const described = (name: string) => COMMANDS[name] ?? '';
  example(
    leaf(tree, 'scan <interface>', described('scan'))
      .option('--ssid <name>', 'look for this network, also a hidden one')
      .option('--flush', 'forget what was heard before')
      .action(async (name, flags) => (await import('./scan.js')).scan(context, name, flags)),
    'vwifi-tool scan vw1',
  );
  example(
    leaf(tree, 'station [interface]', described('station')).action(async (name, flags) =>
      (await import('./station.js')).station(context, name, flags),
    ),
    'vwifi-tool station vw0',
  );
  example(
    leaf(tree, 'events', described('events'))
      .option('--count <n>', 'end after so many')
      .action(async (flags) => (await import('./events.js')).events(context, flags)),
    'vwifi-tool events',
    'vwifi-tool events --json --count 5',
  );
  example(
    leaf(tree, 'stats', described('stats'))
      .option('--once', 'the counters as they are, then end')
      .option('--interval <seconds>', 'between two looks', '1')
      .action(async (flags) => (await import('./stats.js')).stats(context, flags)),
    'vwifi-tool stats --interval 0.5',
    'vwifi-tool stats --once --json',
  );
  example(
    leaf(tree, 'capture [interface]', 'the frames of the whole air, or what one interface hears')
      .option('-w, --write <file>', 'into this pcapng file; - is standard output')
      .option('--wireshark', 'into Wireshark, live')
      .option('--channel <n>', 'of this channel only: 6, 36 or 5180')
      .option('--count <n>', 'end after so many frames')
      .option('--seconds <s>', 'end after so long')
      .option('--key <ssid:passphrase>', 'of a network that no laboratory knows; repeatable', collect)
      .action(async (name, flags) => (await import('./capture.js')).capture(context, name, flags)),
    'vwifi-tool capture --lab default -w air.pcapng',
    'vwifi-tool capture vw1 --count 20 --json',
    'vwifi-tool capture --lab default --channel 6 --wireshark',
  );
  example(
    leaf(tree, 'rssi <interface>', described('rssi'))
      .option('--station <mac>', 'which one, where there are several')
      .option('--count <n>', 'so many samples', '60')
      .option('--interval <seconds>', 'between two samples', '0.1')
      .option('--plot <file>', 'also draw it into this file (.svg, .png)')
      .action(async (name, flags) => (await import('./rssi.js')).rssi(context, name, flags)),
    'vwifi-tool rssi vw1 --count 100 --plot rssi.svg',
  );
  example(
    leaf(tree, 'top', described('top'))
      .option('--interval <seconds>', 'between two looks', '1')
      .option('--once', 'one picture, then end')
      .action(async (flags) => (await import('./top.js')).top(context, flags)),
    'vwifi-tool top',
  );
  example(
    leaf(tree, 'doctor', described('doctor')).action(async (flags) =>
      finish(await (await import('./doctor.js')).doctor(context, flags)),
    ),
    'vwifi-tool doctor',
  );
}

/** The tree. `finish` is told the exit status of a command that has one of its own. */
export function program(context: Context, finish: (status: number) => void = () => {}): Command {
  const tree = new Command('vwifi-tool')
    .description('the driver vwifi from a shell')
    .enablePositionalOptions();
  leaf(tree, 'status', COMMANDS.status ?? '');
  radio(tree, context);
  persona(tree, context);
  deny(tree, context);
  link(tree, context);
  fault(tree, context);
  jam(tree, context);
  medium(tree, context);
  underlay(tree, context);
  watching(tree, context, finish);
  example(
    tree
      .command('completion <shell>')
      .description(COMMANDS.completion ?? '')
      .action(async (shell) => (await import('./completion.js')).completion(context, shell, tree)),
    'source <(vwifi-tool completion bash)',
    'vwifi-tool completion fish > ~/.config/fish/completions/vwifi-tool.fish',
  );
  return tree;
}

const everyCommand = (command: Command): Command[] => [command, ...command.commands.flatMap(everyCommand)];

export async function runCommand(words: readonly string[], context: Context): Promise<number> {
  let status = 0;
  const tree = program(context, (value) => {
    status = value;
  });
  for (const command of everyCommand(tree)) {
    command.exitOverride();
    command.configureOutput({
      writeOut: (text) => void context.out.write(text),
      writeErr: (text) => void context.err.write(text.replace(/^error: /, 'vwifi-tool: ')),
    });
  }
  try {
    await tree.parseAsync(words, { from: 'user' });
    return status;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : STATUS.usage;
    throw error;
  }
}
