/** The command line as a tree of commands. What a command does is imported when it is called. */
import { Command, InvalidArgumentError, Option } from 'commander';
import { UP_TIMEOUT_MS } from '../api/limits.js';
import { nets, type PowerAction } from '../fleet/spec.js';
import type { Context } from './context.js';

const positive = (text: string): number => {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new InvalidArgumentError('It has to be a number above 0.');
};

const whole = (text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It has to be a whole number.');
};

const positiveWhole = (text: string): number => {
  const value = whole(text);
  if (value > 0) return value;
  throw new InvalidArgumentError('It has to be a whole number above 0.');
};

const collected = (text: string, before: readonly string[]): readonly string[] => [...before, text];

const example = (command: Command, ...lines: readonly string[]): Command =>
  command.addHelpText('after', `\nFor example:\n${lines.map((line) => `  ${line}`).join('\n')}`);

const NAME = ['--name <lab>', 'which laboratory, where several are up'] as const;
const JSON_FLAG = ['--json', 'the result as JSON on standard output'] as const;
/** The trace of what fails. */
const KEEP = [
  '--keep',
  'where it fails, its trace in testbed-run/ stays; left out: the last ten do',
] as const;
const NO_KEEP = ['--no-keep', 'where it fails, it leaves no trace'] as const;

/** What can happen to a machine of a node's own. */
const power: readonly (readonly [PowerAction, string, readonly string[]])[] = [
  ['kill', "end a node's own machine, as a power failure does", ['npx testbed restart ap']],
  ['pause', "stop a node's own machine; what is sent to it is lost", ['npx testbed resume ap']],
  ['resume', 'let a paused machine go on', []],
  ['restart', "boot a node's own machine anew, with all that is on it", []],
];

/** Builds the tree. `finish` is told the exit status of a command that has one of its own. */
export function program(context: Context, finish: (status: number) => void, version: string): Command {
  const testbed = new Command('testbed')
    .description('Whole Wi-Fi networks with real daemons, from one file.')
    .version(version)
    .enablePositionalOptions()
    .showHelpAfterError('(testbed help shows the commands)');

  const up = testbed
    .command('up [file]')
    .description('make a laboratory: the one in the file, or an access point with two stations')
    .addOption(new Option('--backend <backend>', 'where it runs').choices(['uml', 'qemu', 'host']))
    .option('--kernel <kernel>', 'series, release or variant; see `npx testbed kernel ls`')
    .addOption(new Option('--time <time>', 'virtual: idle time is skipped').choices(['real', 'virtual']))
    .option('--name <lab>', 'another name than the one in the file')
    .option('--module <file>', 'another vwifi.ko than the one built for the kernel')
    .option('--timeout <seconds>', 'the longest it may take', positive, UP_TIMEOUT_MS / 1000)
    .addOption(
      new Option('--isolation <isolation>', 'machine: each node has a guest of its own').choices([
        'namespace',
        'machine',
      ]),
    )
    .addOption(
      new Option('--net <net>', "between machines: the laboratory's switch, or a bridge of the host").choices(
        nets,
      ),
    )
    .option('--set <name=value>', 'a variable of the file has this value; several times', collected, [])
    .option('--bare', 'only the machine: nothing loaded, no namespaces, no network')
    .option('--record', 'take down what happens, for `testbed explain`')
    .option(
      '--hold',
      'for programs: says where it is as a line of JSON, and takes it down when standard input ends',
    )
    .option('--no-timeline', 'do not play the time line of a laboratory that has one')
    .option(...JSON_FLAG)
    .addOption(new Option('--driver <driver>').choices(['vwifi', 'mac80211_hwsim']).hideHelp())
    .action(async (file, flags) => finish(await (await import('./up.js')).up(context, file, flags)));
  example(
    up,
    'npx testbed up',
    'npx testbed up labs/ten-stations.yaml --kernel 6.12',
    'npx testbed up --bare',
  );

  const judged = testbed
    .command('test <files...>')
    .description('make each laboratory, run its time line, and judge what it expects')
    .addOption(new Option('--backend <backend>', 'where it runs').choices(['uml', 'qemu']))
    .option('--kernel <kernel>', 'series, release or variant; see `npx testbed kernel ls`')
    .option('--set <name=value>', 'a variable of the file has this value; several times', collected, [])
    .option('--timeout <seconds>', 'the longest that making one may take', positive, UP_TIMEOUT_MS / 1000)
    .option(...KEEP)
    .option(...NO_KEEP)
    .option(...JSON_FLAG)
    .action(async (files, flags) => finish(await (await import('./judge.js')).test(context, files, flags)));
  example(judged, 'npx testbed test labs/roaming-corridor.yaml', 'npx testbed test tests/*.yaml --json');

  const swept = testbed
    .command('sweep <file>')
    .description('one laboratory with many values and seeds; what has a result is not run again')
    .addOption(
      new Option('--on <engine>', 'who runs it; kubernetes: prints a manifest').choices([
        'here',
        'slurm',
        'kubernetes',
      ]),
    )
    .option('--jobs <n>', 'so many at once; left out: as many as there are processors here', positiveWhole)
    .option('--results <folder>', 'another folder for results than the one in the file')
    .option('--report', 'runs nothing: the table of the results that are there')
    .option(...JSON_FLAG)
    .addOption(new Option('--run <index>').argParser(whole).hideHelp())
    .addOption(new Option('--held').hideHelp())
    .action(async (file, flags) => finish(await (await import('./sweep.js')).sweep(context, file, flags)));
  example(
    swept,
    'npx testbed sweep labs/sweeps/lossy-link.yaml --jobs 2',
    'npx testbed sweep labs/sweeps/lossy-link.yaml --on slurm',
    'npx testbed sweep labs/sweeps/lossy-link.yaml --on kubernetes | kubectl apply -f -',
  );

  const run = testbed
    .command('run [file]')
    .usage('[options] [FILE] -- COMMAND')
    .description('a laboratory for the length of one command; its exit status is the result')
    .option('--radios <n>', 'no laboratory: a machine with so many radios, vw0 and on', whole)
    .option(
      '--hwsim <n>',
      'the same for who knows mac80211_hwsim: wlan0 and on, and modprobe loads ours by that name',
      whole,
    )
    .option('--on <node>', 'where the command runs; left out: the machine that all nodes share')
    .option(
      '--writable <folder>',
      'a folder of yours that it may write, several times; nothing else can be',
      collected,
      [],
    )
    .option(
      '--env <name=value>',
      'a variable of its environment; NAME alone: as it is here; several times',
      collected,
      [],
    )
    .option('--set <name=value>', 'a variable of the file has this value; several times', collected, [])
    .option(...KEEP)
    .option(...NO_KEEP)
    .addOption(new Option('--backend <backend>', 'where it runs').choices(['uml', 'qemu', 'host']))
    .option('--kernel <kernel>', 'series, release or variant; see `npx testbed kernel ls`')
    .addOption(new Option('--time <time>', 'virtual: idle time is skipped').choices(['real', 'virtual']))
    .addOption(new Option('--names <names>', 'with --radios: what they are called').choices(['vw', 'wlan']))
    .option('--module <file>', 'another vwifi.ko than the one built for the kernel')
    .option(
      '--timeout <seconds>',
      'the longest that making the laboratory may take',
      positive,
      UP_TIMEOUT_MS / 1000,
    )
    .option('--json', 'what it took as JSON, as the last line of standard error')
    .action(async (file, flags) =>
      finish(await (await import('./run-command.js')).runCommand(context, file, flags)),
    );
  example(
    run,
    'npx testbed run -- sh tests/wifi.sh',
    'npx testbed run labs/wpa3.yaml --on sta1 -- ping -c 4 10.0.0.1',
    'npx testbed run --hwsim 4 -- ./their-test.sh',
    'npx testbed run --radios 2 --writable results --env CI -- pytest tests/wifi',
  );

  const down = testbed
    .command('down')
    .description('take a laboratory down')
    .option(...NAME)
    .option('--all', 'every laboratory')
    .action(async (flags) => (await import('./down.js')).down(context, flags));
  example(down, 'npx testbed down');

  const status = testbed
    .command('status')
    .description('who is connected to whom, and who reaches whom')
    .option(...NAME)
    .option('--ping', 'measure the pings anew')
    .option(...JSON_FLAG)
    .action(async (flags) => (await import('./down.js')).status(context, flags));
  example(status, 'npx testbed status --ping', "npx testbed status --json | jq '.nodes[].connected'");

  const exec = testbed
    .command('exec [operands...]')
    .usage('[options] [NODE] -- COMMAND')
    .description('run a command on a node, or on the machine itself; its exit status is the result')
    .option(...NAME)
    .option('--timeout <seconds>', 'kill it after so long (wall clock)', positive)
    .option(
      '--env <name=value>',
      'a variable of its environment; NAME alone: as it is here; several times',
      collected,
      [],
    )
    .option('--cwd <folder>', 'the folder where it begins')
    .option('--tty', 'give it a terminal, as programs want it that draw or ask for passwords')
    // Without -- the command begins with the second word, and what follows is its own.
    .passThroughOptions(context.tail === undefined)
    .action(async (operands, flags) =>
      finish(await (await import('./exec.js')).exec(context, operands, flags)),
    );
  example(
    exec,
    'npx testbed exec sta1 -- ping -c 4 10.0.0.3',
    'npx testbed exec -- iw dev',
    'npx testbed exec sta1 --timeout 5 --env LANG=C --cwd /tmp -- sh -c pwd',
  );

  const shell = testbed
    .command('shell [node]')
    .description('a shell on a node, or on the machine itself')
    .option(...NAME)
    .action(async (node, flags) => finish(await (await import('./exec.js')).shell(context, node, flags)));
  example(shell, 'npx testbed shell ap', 'npx testbed shell');

  const logs = testbed
    .command('logs [node]')
    .description("what a node's hostapd or wpa_supplicant says; without a node, the kernel")
    .option('-f, --follow', 'and what comes from now on')
    .option('--tail <lines>', 'only so many of the last lines', whole)
    .option('--since <time>', 'only what is younger: 90s, 5m, 2h, or a date')
    .option(...NAME)
    .action(async (node, flags) => (await import('./logs.js')).logs(context, node, flags));
  example(
    logs,
    'npx testbed logs ap',
    'npx testbed logs sta1 -f',
    'npx testbed logs sta1 --tail 20 --since 5m',
  );

  const explained = testbed
    .command('explain <node>')
    .description('why a node is not connected, slow, gone: the cause, what shows it, what to do')
    .option(...NAME)
    .option(...JSON_FLAG)
    .action(async (node, flags) =>
      finish(await (await import('./explain.js')).explainCommand(context, node, flags)),
    );
  example(explained, 'npx testbed explain sta1', "npx testbed explain sta1 --json | jq '.findings[].cause'");

  const viewed = testbed
    .command('view')
    .description('a laboratory that is up as a page: a map, who hears whom, what happens')
    .option(
      '--control',
      'nodes can be moved on it, links, power and data changed; left out, it changes nothing',
    )
    .option('--port <port>', 'the port of loopback; left out: any that is free', positiveWhole)
    .option(...NAME)
    .option(...JSON_FLAG)
    .action(async (flags) => (await import('./view.js')).view(context, flags));
  example(viewed, 'npx testbed view --control', 'npx testbed view --port 8080');

  const trace = testbed
    .command('trace')
    .description('what happened in a laboratory: as a file, and as a page');
  const saved = trace
    .command('save <file>')
    .description('all that is known of a laboratory that is up: records, frames, logs, settings')
    .option(...NAME)
    .option(...JSON_FLAG)
    .action(async (file, flags) => (await import('./trace.js')).traceSave(context, file, flags));
  example(saved, 'npx testbed trace save trace.zip', 'npx testbed trace save --name mesh mesh.zip');
  const shown = trace
    .command('show <file>')
    .description('a trace as a page: one file of HTML that needs no server and no network')
    .option('--out <file>', 'where it is written; left out: a new folder, and a browser is shown it')
    .option(...JSON_FLAG)
    .action(async (file, flags) => (await import('./trace.js')).traceShow(context, file, flags));
  example(
    shown,
    'npx testbed trace show testbed-run/default-20270113-101500-4711/trace.zip',
    'npx testbed trace show trace.zip --out trace.html',
  );

  const recorded = testbed
    .command('record [file]')
    .usage('[options] [FILE] [-- COMMAND]')
    .description(
      'a laboratory in virtual time: its time line, or a command, as a file that replay does again',
    )
    .option('--out <file>', 'what is written', 'session.zip')
    .option('--on <node>', 'where the command runs; left out: the machine that all nodes share')
    .option('--seed <n>', 'another seed than that of the file, which is 1 where it has none', whole)
    .option('--kernel <kernel>', 'series, release or variant; see `npx testbed kernel ls`')
    .option('--set <name=value>', 'a variable of the file has this value; several times', collected, [])
    .option('--timeout <seconds>', 'the longest that making it may take', positive, UP_TIMEOUT_MS / 1000)
    .option(...JSON_FLAG)
    .action(async (file, flags) => finish(await (await import('./record.js')).record(context, file, flags)));
  example(
    recorded,
    'npx testbed record labs/roaming-corridor.yaml --out walk.zip',
    'npx testbed record labs/wpa3.yaml --on sta1 -- ping -c 4 10.0.0.1',
  );
  const replayed = testbed
    .command('replay <file>')
    .description('a recorded session again, in virtual time, and the first thing in which it is another one')
    .option('--assert-same', 'status 1 where it is another one')
    .option('--out <file>', 'the trace of this time')
    .option(...JSON_FLAG)
    .action(async (file, flags) => finish(await (await import('./replay.js')).replay(context, file, flags)));
  example(
    replayed,
    'npx testbed replay walk.zip --assert-same',
    'npx testbed replay walk.zip --out again.zip',
  );

  for (const [action, what, more] of power) {
    const command = testbed
      .command(`${action} <node>`)
      .description(what)
      .option(...NAME)
      .option(...JSON_FLAG)
      .action(async (node, flags) => (await import('./power.js')).power(context, action, node, flags));
    example(command, `npx testbed ${action} ap`, ...more);
  }

  const wire = testbed
    .command('wire [node]')
    .description('what goes between the machines of nodes; loses, delays and records it')
    .option('--loss <part>', 'of what the node sends, or everybody, this part is lost: 10% or 0.1')
    .option('--delay <ms>', 'the rest arrives so many milliseconds later')
    .option('--record <file>', 'writes every frame to a pcapng file from now on')
    .option('--no-record', 'ends that')
    .option(...NAME)
    .option(...JSON_FLAG)
    .action(async (node, flags, command) => {
      // An option that can be denied is true when nobody speaks of it.
      const said = command.getOptionValueSource('record') === 'cli';
      const { record, ...others } = flags;
      await (await import('./wire.js')).wire(context, node, said ? { ...others, record } : others);
    });
  example(wire, 'npx testbed wire sta1 --loss 10% --delay 20', 'npx testbed wire --record air.pcapng');

  const ls = testbed
    .command('ls')
    .description('the laboratories that are up')
    .option(...JSON_FLAG)
    .action(async (flags) => (await import('./down.js')).ls(context, flags));
  example(ls, 'npx testbed ls');

  const doctor = testbed
    .command('doctor')
    .description('what is there, what is missing, and the command that mends it')
    .option(...JSON_FLAG)
    .action(async (flags) => finish(await (await import('./doctor.js')).doctor(context, flags)));
  example(doctor, 'npx testbed doctor');

  const kernel = testbed.command('kernel').description('the kernels that a laboratory can run on');
  const list = kernel
    .command('ls')
    .description('the kernels at hand')
    .option(...JSON_FLAG)
    .action(async (flags) => (await import('./kernel.js')).kernelLs(context, flags));
  example(list, 'npx testbed kernel ls');
  const fetched = kernel
    .command('fetch [series...]')
    .description('download stock kernels into the cache (default: 6.1)')
    .action(async (names) => (await import('./kernel.js')).kernelFetch(context, names));
  example(fetched, 'npx testbed kernel fetch 6.1 6.12');
  const built = kernel
    .command('build [variant...]')
    .description('build a kernel that is a process: fast (default) or debug')
    .option('--install', 'first install what it takes: a compiler, flex, bison (apt-get, as root)')
    .action(async (variants, flags) => (await import('./kernel.js')).kernelBuild(context, variants, flags));
  example(built, 'npx testbed kernel build fast', 'npx testbed kernel build fast --install');
  example(testbed, 'npx testbed up', 'npx testbed exec sta1 -- ping -c 4 10.0.0.3', 'npx testbed down');
  return testbed;
}
