import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import type { Context } from '../lib/context.js';
import type { Program } from '../lib/program.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const path = (name: string): string => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const TOOL = path('packages/vwifi-tool/dist/main.js');
const TSC = path('node_modules/typescript/bin/tsc');
const TYPES = path('node_modules/@types');

/** What a person who knows only the guide writes, with the types that the package brings. */
const PROGRAM = `import { type Bss, NetlinkError, VWifi } from '@vwifi/nl80211';
import { fakeKernel } from '@vwifi/nl80211/testing';

await using wifi = await VWifi.open({ socket: fakeKernel({ getScan: () => [] }).socket });
const networks: Bss[] = await wifi.dev(3).bss();
for (const { ssid, signalDbm = 0 } of networks) console.log(ssid, signalDbm.toFixed(1));
// @ts-expect-error an interface is a name or a number
await wifi.dev({}).bss().catch(() => {});
// @ts-expect-error what the kernel does not tell is absent
for (const { signalDbm } of networks) signalDbm.toFixed(1);
// @ts-expect-error iw's word, not nl80211's
await wifi.dev(3).setType('managed').catch(() => {});
// @ts-expect-error a command takes its own attributes only
await wifi.commands.setPowerSave({ dev: 3, ssid: 'x' }).catch(() => {});
await wifi.dev(3).scan().catch((error: unknown) => console.log(error instanceof NetlinkError && error.code));
`;

const EXAMPLES = 'node_modules/@vwifi/nl80211/examples';

/** Where the declarations of a package say `any`. */
async function anyTypes(folder: string): Promise<string[]> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.d.ts'));
  assert.ok(names.length > 20);
  const found: string[] = [];
  for (const name of names) {
    const file = ts.createSourceFile(
      name,
      await readFile(join(folder, name), 'utf8'),
      ts.ScriptTarget.Latest,
    );
    const visit = (node: ts.Node): void => {
      if (node.kind === ts.SyntaxKind.AnyKeyword)
        found.push(`${name}:${file.getLineAndCharacterOfPosition(node.pos).line + 1}`);
      ts.forEachChild(node, visit);
    };
    visit(file);
  }
  return found;
}

/** Two machines with the names that the guide uses. */
const SET_UP = [
  'modprobe cfg80211 && insmod vwifi.ko station=3',
  'ip link set vw2 name wlan2',
  ...['ap', 'sta1'].flatMap((name, i) => [
    `ip netns add ${name}`,
    `iw phy vw_phy${i} set netns name ${name}`,
    `ip -n ${name} link set vw${i} name wlan${i}`,
  ]),
].join(' && ');

/** The programs of a page, as they stand there. */
async function programsOf(page: string): Promise<string[]> {
  const text = await readFile(path(`docs/${page}`), 'utf8');
  const programs = [...text.matchAll(/^```js\n(.*?)^```/gms)].map(([, program = '']) => program);
  assert.ok(programs.length >= 6);
  return programs;
}

const HOSTAPD = `interface=wlan2
ctrl_interface=/run/hostapd
ssid=home
channel=1
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=correct horse battery
`;

/** The protected network of the guide, on wlan2. */
const ACCESS_POINT = `printf %s '${HOSTAPD}' >/tmp/hostapd.conf && hostapd -B /tmp/hostapd.conf`;
/** And the supplicant that it says to start. */
const DAEMONS = `${ACCESS_POINT} && ip netns exec sta1 wpa_supplicant -B -i wlan1 -C /run/wpa_supplicant`;
/** They take their networks down before they end, and with them those of whoever comes too early. */
const STOP_DAEMONS = "pkill 'wpa_supplicant|hostapd' && { pidwait 'hostapd|wpa_sup' || true; }";

const node = (file: string): string => `timeout 60 ${process.execPath} ${file}`;

/** Shell in the guest: every start of the command costs as much as a program does. */
const inGuest = (testbed: TestbedCommand, ...lines: readonly string[]): Promise<string> =>
  testbed.ok('exec', '--timeout', '170', '--', 'sh', '-ec', lines.join('\n'));

/** A program that listens on wlan2: what it prints while a station joins, and pings the access point. */
async function heard(testbed: TestbedCommand, file: string, prints: readonly RegExp[]): Promise<void> {
  const listen = `${ACCESS_POINT}\nip addr replace 10.9.0.1/24 dev wlan2\nexec ${process.execPath} ${file}`;
  const program = await testbed.start('exec', '--timeout', '60', '--', 'sh', '-ec', listen);
  await program.output.next(/^listening on vwmon0$/);
  await inGuest(
    testbed,
    "wpa_passphrase home 'correct horse battery' >/tmp/station.conf",
    'ip netns exec sta1 wpa_supplicant -B -i wlan1 -c /tmp/station.conf',
    'ip -n sta1 addr replace 10.9.0.2/24 dev wlan1',
    // It is repeated until it is answered.
    'ip netns exec sta1 ping -c 1 -w 30 10.9.0.1',
  );
  for (const line of prints) await program.output.next(line);
  assert.equal(await program.status(), 0);
  await inGuest(testbed, STOP_DAEMONS);
}

/** The guide's capture. */
const HANDSHAKE_AND_PING = [
  ...[/^handshake 1 false$/, /^handshake 2 true$/, /^handshake 3 true$/, /^handshake 4 true$/],
  /^ICMP echo request 10\.9\.0\.2 > 10\.9\.0\.1$/,
  /^ICMP echo reply 10\.9\.0\.1 > 10\.9\.0\.2$/,
];

/** Runs in the guest, all at once, those that need nobody else; in their order. */
class Together {
  #lines: string[] = [];

  constructor(private readonly testbed: TestbedCommand) {}

  add(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  async run(): Promise<void> {
    const lines = this.#lines;
    this.#lines = [];
    if (lines.length > 0) await inGuest(this.testbed, ...lines);
  }
}

const iwOfStation = (words: string): string => `ip netns exec sta1 iw dev wlan1 ${words}`;

/** The page of recipes, program by program; each does what its heading says. */
async function recipes(
  testbed: TestbedCommand,
  folder: string,
  write: (path: string, text: string) => Promise<void>,
  example: (netns: string, name: string, ...words: string[]) => Promise<Program>,
): Promise<void> {
  const network = await example('ap', 'open-network', 'wlan0', 'test');
  const [, bssid = ''] = await network.output.next(/on the air as (\S+)/);
  const together = new Together(testbed);
  for (const [index, program] of (await programsOf('recipes.md')).entries()) {
    const file = `${folder}/recipe-${index}.mjs`;
    await write(file, program);
    if (!/CaptureFile|openNetwork\(|console\.table\(|watchStations\(|'roam'/.test(program)) {
      together.add(node(file));
      continue;
    }
    await together.run();
    if (program.includes('CaptureFile')) {
      await heard(testbed, file, [/^message 1$/, /^message 2$/, /^message 3$/, /^message 4$/]);
      continue;
    }
    const mine = program.includes('openNetwork(');
    if (mine) await network.stop('SIGINT');
    const running = await testbed.start('exec', '--timeout', '60', '--', process.execPath, file);
    if (program.includes('console.table('))
      await running.output.next(new RegExp(`'test'.*'${bssid}'.*'open'`));
    if (program.includes('watchStations(')) {
      await running.output.next(new RegExp(`^connected to test \\(${bssid}\\), -50 dBm$`));
      await running.output.next(/^rate [\d.]+ Mbit\/s$/);
    }
    if (program.includes("event.name !== 'roam'")) {
      await running.output.next(new RegExp(`^at ${bssid}$`));
      const other = await testbed.start(
        'exec',
        '--',
        process.execPath,
        `${folder}/${EXAMPLES}/open-network.mjs`,
        'wlan2',
        'test',
      );
      const [, second = ''] = await other.output.next(/on the air as (\S+)/);
      await inGuest(testbed, iwOfStation('disconnect'), iwOfStation(`connect -w test 2437 ${second}`));
      await running.output.next(new RegExp(`: from ${bssid} to ${second}, channel 6, -\\d+ dBm$`));
      await inGuest(testbed, iwOfStation('disconnect'));
      await other.stop('SIGINT');
    }
    if (mine) {
      await running.output.next(/^on the air as /);
      await inGuest(testbed, iwOfStation('connect -w mine'));
      await running.output.next(/^joined /);
      await inGuest(testbed, iwOfStation('disconnect'));
      await running.output.next(/^left /);
    }
    assert.equal(await running.status(), 0, `recipe ${index}`);
  }
  await together.run();
}

/** npm alone, in an empty folder: one that a guest sees, too, which /tmp is not. */
async function install(context: Context): Promise<string> {
  const results = path('test-results');
  const folder = (await context.run(`mkdir -p ${results} && mktemp -d -p ${results}`)).trim();
  context.onEnd('remove the folder', async () => void (await context.run(['rm', '-rf', folder])));
  const packed = await context.run(
    `cd ${path('packages/nl80211')} && npm pack --silent --pack-destination ${folder}`,
  );
  const archive = packed.trim().split('\n').at(-1);
  await context.run(
    `cd ${folder} && npm init -y >/dev/null && npm pkg set type=module && npm install --offline --no-audit --no-fund ./${archive}`,
  );
  return folder;
}

/** What a compiler says of it, and the command. */
async function onTheHost(context: Context, folder: string): Promise<void> {
  const inFolder = (command: string): Promise<string> => context.run(`cd ${folder} && ${command}`);
  const listed = await inFolder('ls node_modules/@vwifi node_modules/@vwifi/nl80211');
  for (const name of ['README.md', 'LICENSE', 'prebuilds', 'examples'])
    assert.match(listed, new RegExp(`^${name}$`, 'm'));

  // Types: one compiler reads all of it.
  await context.machine.writeFile(`${folder}/program.mts`, Buffer.from(PROGRAM));
  const pages = [...(await programsOf('nl80211.md')), ...(await programsOf('recipes.md'))];
  for (const [index, program] of pages.entries())
    await context.machine.writeFile(`${folder}/page-${index}.mts`, Buffer.from(program));
  const types = `--ignoreConfig --module nodenext --target es2022 --lib es2022,esnext.disposable --strict --types node --typeRoots ${TYPES}`;
  await inFolder(`${process.execPath} ${TSC} ${types} --outDir compiled program.mts page-*.mts`);
  assert.match(await inFolder(`${process.execPath} compiled/program.mjs`), /EOPNOTSUPP|ENOSYS|EINVAL/);
  assert.deepEqual(await anyTypes(`${folder}/node_modules/@vwifi/nl80211/dist/types`), []);

  // The command.
  assert.match(await inFolder('npx nl80211 --help'), /nl80211 monitor/);
  const command = 'node_modules/.bin/nl80211';
  assert.match(await inFolder(`${command} --version`), /^\d+\.\d+\.\d+$/m);
  for (const words of ['--frobnicate', 'frobnicate', 'dump', 'dump frobnicate', 'monitor one two']) {
    const wrong = await context.attempt(`cd ${folder} && ${command} ${words}`);
    assert.deepEqual([wrong.status, wrong.stdout], [2, ''], words);
    assert.match(wrong.stderr, /^nl80211: [^\n]*\n$/);
  }
}

async function guest(context: Context): Promise<TestbedCommand> {
  const testbed = await TestbedCommand.prepare(context);
  await testbed.ok('up', '--bare');
  await inGuest(testbed, SET_UP);
  return testbed;
}

/** The examples, the guide and the recipes, in a guest. */
async function inside(context: Context, testbed: TestbedCommand, folder: string): Promise<void> {
  const write = (file: string, text: string) => context.machine.writeFile(file, Buffer.from(text));
  const start = (netns: string, name: string, ...words: string[]): Promise<Program> => {
    const file = `${folder}/${EXAMPLES}/${name}.mjs`;
    return testbed.start('exec', '--', 'ip', 'netns', 'exec', netns, process.execPath, file, ...words);
  };
  const signalIs = (dbm: number): string =>
    `${process.execPath} ${TOOL} link set wlan0 wlan1 --signal ${dbm}`;
  const network = await start('ap', 'open-network', 'wlan0', 'test');
  const [, bssid = ''] = await network.output.next(/on the air as (\S+)/);

  const scan = await start('sta1', 'scan', 'wlan1');
  await scan.output.next(/event triggerScan/);
  await scan.output.next(new RegExp(`${bssid} test channel 6 -50 dBm open`));
  assert.equal(await scan.status(), 0);

  const station = await start('sta1', 'station', 'wlan1', 'test');
  await station.output.next(new RegExp(`connected to ${bssid}`));
  await network.output.next(/joined/);
  await station.output.next(/signal high: -50 dBm/);
  await inGuest(testbed, signalIs(-80));
  await station.output.next(/signal low: -80 dBm/);
  await station.stop('SIGINT');
  await network.output.next(/left: station is leaving/);

  // It is joined by iw, too; and everybody is sent away.
  await inGuest(testbed, iwOfStation('connect -w test'));
  await network.output.next(/joined/);
  // Not the shell that says it.
  await inGuest(testbed, "pkill -HUP -f 'open-networ[k]'", signalIs(-50));
  await network.output.next(/left: station is leaving/);

  // The guide, program by program.
  const together = new Together(testbed);
  for (const [index, program] of (await programsOf('nl80211.md')).entries()) {
    const file = `${folder}/guide-${index}.mjs`;
    await write(file, program);
    if (program.includes('air.decrypt(')) {
      await together.run();
      await heard(testbed, file, HANDSHAKE_AND_PING);
    } else if (program.includes('passphrase:')) together.add(DAEMONS, node(file), STOP_DAEMONS);
    else {
      // Its access point is on the air instead of this one, for a moment.
      if (program.includes('openNetwork(')) {
        await together.run();
        await network.stop('SIGINT');
      }
      together.add(node(file));
    }
  }
  await together.run();
  await recipes(testbed, folder, write, start);
  await testbed.ok('down');
}

/** Both, side by side; what one of them says is told when the other has ended, too. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([one, other]);
  return [await one, await other];
}

export default scenario(
  'the library is installed from its archive into an empty folder: types, command, examples, guide and recipes in a guest',
  { only: ['host'], limitMs: 480_000 },
  async (context) => {
    const [folder, testbed] = await both(install(context), guest(context));
    await both(onTheHost(context, folder), inside(context, testbed, folder));
  },
);
