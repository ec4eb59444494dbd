import assert from 'node:assert/strict';
import { copyFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bringHere, printed } from '../lib/capture.js';
import type { Context } from '../lib/context.js';
import { connected, type Daemon, hostapd, type Node, nodes, supplicant, WPA2 } from '../lib/network.js';
import type { Program } from '../lib/program.js';
import { scenario } from '../lib/scenario.js';

const HEARS = fileURLToPath(new URL('../../programs/hears.mjs', import.meta.url));
const FIXTURE = fileURLToPath(
  new URL('../../../packages/nl80211/fixtures/wpa2-ccmp.pcapng', import.meta.url),
);
/** Sixteen octets: the most that ping repeats. */
const PATTERN = Buffer.from('vwifi-secret-16!').toString('hex');
const PSK = { ssid: 'test', passphrase: '12345678' };
const SAE = { wpa_key_mgmt: 'SAE', sae_password: 'correct horse', ieee80211w: 2 };
const SAE_BLOCK = { key_mgmt: 'SAE', sae_password: '"correct horse"', ieee80211w: '2' };

interface Network {
  readonly name: string;
  readonly conf: Readonly<Record<string, string | number>>;
  readonly block: Readonly<Record<string, string>>;
  /** The passphrase opens it; otherwise the master key of the association does. */
  readonly passphrase: boolean;
  /** The access point captures, too; so do one with a wrong passphrase, and one who is slow. */
  readonly everybody?: boolean;
}

const NETWORKS: readonly Network[] = [
  {
    ...{ name: 'CCMP-128', passphrase: true, everybody: true },
    ...{ conf: { wmm_enabled: 1 }, block: { psk: '"12345678"' } },
  },
  {
    name: 'GCMP-128',
    conf: { wpa_pairwise: 'GCMP' },
    block: { psk: '"12345678"', pairwise: 'GCMP', group: 'GCMP' },
    passphrase: true,
  },
  {
    name: 'CCMP-256',
    conf: { wpa_pairwise: 'CCMP-256', wpa_key_mgmt: 'WPA-PSK-SHA256', ieee80211w: 2 },
    block: {
      ...{ psk: '"12345678"', key_mgmt: 'WPA-PSK-SHA256', ieee80211w: '2' },
      ...{ pairwise: 'CCMP-256', group: 'CCMP-256' },
    },
    passphrase: true,
  },
  {
    name: 'GCMP-256',
    conf: { ...SAE, wpa_pairwise: 'GCMP-256' },
    block: { ...SAE_BLOCK, pairwise: 'GCMP-256', group: 'GCMP-256' },
    passphrase: false,
    everybody: true,
  },
];

interface Heard {
  readonly type?: string;
  readonly subtype?: string;
  readonly transmitter?: string;
  readonly receiver?: string;
  readonly reason?: number;
  readonly cipher?: string;
  readonly handshake?: { readonly handshake: string; readonly message: number; readonly verified: boolean };
  readonly frequencyMhz?: number;
  readonly signalDbm?: number;
  readonly same?: boolean;
  readonly sealed?: boolean;
  readonly fields?: readonly string[];
  readonly packets?: readonly string[];
  readonly payload?: string;
  readonly frames?: number;
  readonly lost?: number;
}

async function hears(context: Context, on: Node, ref: string, options: object): Promise<Program> {
  const program = await context.start(
    `hears-${ref}`,
    [process.execPath, HEARS, ref, JSON.stringify(options)],
    {
      netns: on.netns,
    },
  );
  await program.output.next(/^listening on/);
  return program;
}

/** What a program told, and its last line. */
interface Told {
  readonly told: readonly Heard[];
  readonly last: Heard;
}

/** Ends it. */
async function ended(program: Program): Promise<Told> {
  await program.tell('end');
  assert.equal(await program.status(), 0, program.output.toString());
  const told = program.output.all
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Heard);
  const last = told.pop();
  assert.ok(last);
  return { told, last };
}

function masterKey(daemon: Daemon): string {
  const found = daemon.program.output.toString().match(/SAE: PMK - hexdump\(len=32\): ([0-9a-f ]+)/)?.[1];
  assert.ok(found, 'wpa_supplicant tells the key');
  return found.replaceAll(' ', '');
}

/** Messages of a handshake that were heard, and whether what was known confirmed them; one that is repeated counts once. */
function messages({ told }: Told, handshake: string): [number, boolean][] {
  const heard = told.flatMap((each) => (each.handshake?.handshake === handshake ? each.handshake : []));
  return [...new Map(heard.map(({ message, verified }) => [message, verified]))].sort(([a], [b]) => a - b);
}

const sealedData = ({ told }: Told): Heard[] => told.filter((each) => each.sealed && each.type === 'data');

/** Pings with the pattern that were read. */
const pings = (told: Told, says: string): Heard[] =>
  sealedData(told).filter(
    ({ packets, payload }) => packets?.[0]?.startsWith(`ICMP ${says}`) && payload?.includes(PATTERN),
  );

/** Who knows the secret has read all of it. */
function assertOpened(where: string, heard: Told, { name, conf, passphrase }: Network, station: Node): void {
  const { told, last } = heard;
  assert.deepEqual([last.frames, last.lost], [told.length, 0], where);
  assert.ok(
    told.every(({ same }) => same),
    `${where}: radiotap headers to the octet`,
  );
  const sealed = sealedData(heard);
  assert.deepEqual(
    sealed.filter(({ cipher }) => cipher !== name),
    [],
    `${where}: all is opened`,
  );
  const toOne = pings(heard, 'echo request').filter(({ receiver }) => receiver !== 'ff:ff:ff:ff:ff:ff');
  assert.deepEqual([toOne.length, pings(heard, 'echo reply').length], [4, 4], where);
  assert.ok(pings(heard, 'echo request').length > 4, `${where}: the ping to all`);
  assert.deepEqual(
    messages(heard, 'pairwise'),
    [1, 2, 3, 4].map((message) => [message, passphrase && message > 1]),
    where,
  );
  assert.deepEqual(
    messages(heard, 'group'),
    [1, 2].map((message) => [message, true]),
    where,
  );
  const farewell: Heard | undefined = told.find(
    ({ subtype, receiver }) => subtype === 'deauthentication' && receiver === station.mac,
  );
  assert.deepEqual(
    [farewell?.reason, farewell?.sealed],
    [2, conf.ieee80211w === 2],
    `${where}: the farewell`,
  );
}

/** More than a slow one and its buffer hold: it goes on where it was, and is told how much it has missed. */
async function flooded(slow: Program, [ap, station]: readonly Node[]): Promise<void> {
  assert.ok(ap && station);
  await station.run(['ping', '-q', '-f', '-c', '40', '-s', '1200', ap.address]);
  await slow.tell('go on');
  await station.pings(ap, '-p', PATTERN);
  await slow.output.next(/^\{"lost":[1-9]/);
}

/** A network, whose handshake and pings are heard by those who know its secret, and by one who does not. */
async function opened(context: Context, three: readonly Node[], network: Network): Promise<void> {
  const [ap, station, third] = three;
  assert.ok(ap && station && third);
  const { name, conf, block, passphrase, everybody } = network;
  const file = `/tmp/${name}.pcapng`;
  const secrets = passphrase ? [PSK] : [];
  const from = third.interface;
  const stranger = await hears(context, third, from, { secrets, file, frequency: 2437 });
  const wrong = passphrase && everybody ? { secrets: [{ ...PSK, passphrase: '87654321' }] } : undefined;
  const misled = wrong && (await hears(context, third, from, wrong));
  const slow = wrong && (await hears(context, third, from, { kinds: ['data'], limit: 4, bufferBytes: 8192 }));
  await slow?.tell('hold');
  const point = await hostapd(context, ap, { ...WPA2, ...conf });
  const own = everybody ? await hears(context, ap, ap.interface, { secrets }) : undefined;
  const daemon = await supplicant(context, station, { ssid: '"test"', ...block });
  await connected(context, daemon);
  for (const program of passphrase ? [] : [stranger, ...(own ? [own] : [])]) {
    await program.tell(JSON.stringify({ pmk: masterKey(daemon) }));
    await program.output.next(/^knows it/);
  }
  if (slow) await flooded(slow, three);
  else await station.pings(ap, '-p', PATTERN);
  const rekeyed = daemon.program.output.next(/Group rekeying completed/);
  await point.control.ok('REKEY_GTK');
  await rekeyed;
  await ap.attempt(['ping', '-c', '1', '-W', '0.2', '-b', '-p', PATTERN, '10.0.0.255']);
  await point.control.request(`DEAUTHENTICATE ${station.mac}`);
  await daemon.program.output.next(/CTRL-EVENT-DISCONNECTED/);
  await daemon.program.stop();
  await point.program.stop();

  const heard = await ended(stranger);
  assertOpened(`${name}, a stranger`, heard, network, station);
  const [one] = heard.told;
  assert.deepEqual([one?.frequencyMhz, one?.signalDbm], [2437, -50]);
  assert.deepEqual(one?.fields?.slice(0, 5), ['tsft', 'flags', 'rate', 'channel', 'signal']);
  await readsAlike(context, file, heard.told.length);
  if (own) assertOpened(`${name}, the access point`, await ended(own), network, station);
  if (misled) {
    const told = await ended(misled);
    assert.ok(sealedData(told).length >= 8);
    assert.deepEqual(
      [pings(told, 'echo request'), sealedData(told).filter(({ cipher }) => cipher)],
      [[], []],
    );
  }
  if (slow) {
    const { last } = await ended(slow);
    const sent = heard.told.filter(({ type }) => type === 'data').length;
    assert.equal((last.frames ?? 0) + (last.lost ?? 0), sent, 'what was heard and what was lost are all');
  }
}

/** tshark reads the file: as many frames, none of them broken. */
async function readsAlike(context: Context, file: string, frames: number): Promise<void> {
  const here = await bringHere(context, file);
  if (process.env.VWIFI_CAPTURE && file.endsWith('CCMP-128.pcapng')) await copyFile(here, FIXTURE);
  const lines = (await printed(`tshark -n -r ${here} -T fields -e frame.number -e _ws.malformed`))
    .trim()
    .split('\n');
  assert.deepEqual([lines.length, lines.filter((line) => /\S\t\S/.test(line))], [frames, []]);
}

export default scenario(
  'a program that knows the secret reads with the library what CCMP and GCMP sealed; without it nothing; a slow one is told what it has missed',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const three = await nodes(context, 3);
    const [ap, station, third] = three;
    // Group frames only where the scenario sends them.
    for (const node of [ap, station])
      await node?.run(`sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1`);
    await third?.run(`ip link set vw2 down && iw dev vw2 set type monitor`);
    for (const network of NETWORKS) await opened(context, three, network);
  },
);
