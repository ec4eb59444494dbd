/**
 * A small network, as the manual builds it: radio N in namespace nsN with address 10.0.0.N+1, hostapd on vw0,
 * wpa_supplicant on the others.
 */
import assert from 'node:assert/strict';
import { findProgram } from '@vwifi/kernel';
import type { CommandOptions, Context } from './context.js';
import type { Control } from './control.js';
import { type LoadOptions, loadDriver } from './driver.js';
import type { Program } from './program.js';

/**
 * iw can wait for ever where the processor is emulated or busy: a short scan has ended before it begins to listen; or
 * another processor still holds the event that ended it, then the kernel refuses the dump and iw reads the refusal
 * (ENOBUFS) again and again. So it is ended and asked again; as it is where the radio still scans for a program that
 * has gone (EBUSY, status 240). A driver that never ends its scan says so every time.
 */
const SCAN = `for try in 1 2 3 4; do
  timeout 25 "$@"; status=$?
  case $status in 124) ;; 240) sleep 2 ;; *) break ;; esac
done; exit $status`;

/** A radio's interface in a namespace of its own. */
export class Node {
  readonly index: number;
  readonly netns: string;
  readonly interface: string;
  readonly address: string;
  readonly mac: string;
  readonly #context: Context;

  constructor(context: Context, index: number, mac: string, name = `vw${index}`) {
    this.#context = context;
    this.index = index;
    this.netns = `ns${index}`;
    this.interface = name;
    this.address = `10.0.0.${index + 1}`;
    this.mac = mac;
  }

  /** Another interface of the same radio. */
  beside(name: string, mac: string): Node {
    return new Node(this.#context, this.index, mac, name);
  }

  run(command: string | readonly string[], options: CommandOptions = {}): Promise<string> {
    return this.#context.run(command, { netns: this.netns, ...options });
  }

  attempt(command: string | readonly string[], options: CommandOptions = {}) {
    return this.#context.attempt(command, { netns: this.netns, ...options });
  }

  start(name: string, argv: readonly string[]): Promise<Program> {
    return this.#context.start(name, argv, { netns: this.netns });
  }

  /** `iw dev <interface> ...` */
  iw(...words: readonly string[]): Promise<string> {
    const argv = ['iw', 'dev', this.interface, ...words];
    const scans = words[0] === 'scan' && !['dump', 'trigger', 'abort'].includes(words[1] ?? '');
    return this.run(scans ? ['sh', '-c', SCAN, 'scan', ...argv] : argv);
  }

  /** The connection as `iw link` shows it; undefined while there is none. */
  async link(): Promise<string | undefined> {
    const text = await this.iw('link');
    return text.startsWith('Connected to ') ? text : undefined;
  }

  /** `iw connect`, waiting for the outcome: whether it is connected. iw says so in words, not by its status. */
  async connects(ssid: string, ...words: readonly string[]): Promise<boolean> {
    const { stdout } = await this.attempt(['iw', 'dev', this.interface, 'connect', '-w', ssid, ...words]);
    return /connected to [0-9a-f:]+$/m.test(stdout);
  }

  /** Whether pings are answered: one of three is enough, and one is all that is needed for "no". */
  async reaches(other: Node | string): Promise<boolean> {
    const address = typeof other === 'string' ? other : other.address;
    const { status } = await this.attempt(['ping', '-c', '3', '-i', '0.3', '-W', '2', address]);
    return status === 0;
  }

  /** Every one of the pings is answered. */
  async pings(other: Node | string, ...options: readonly string[]): Promise<void> {
    const address = typeof other === 'string' ? other : other.address;
    const output = await this.run(['ping', '-c', '4', '-i', '0.3', '-W', '3', ...options, address]);
    assert.match(output, /4 packets transmitted, 4 received, 0% packet loss/);
  }

  /** No ping is answered. */
  async pingsInVain(other: Node | string): Promise<void> {
    const address = typeof other === 'string' ? other : other.address;
    const { status, stdout, stderr } = await this.attempt([
      'ping',
      '-c',
      '2',
      '-i',
      '0.3',
      '-W',
      '1',
      address,
    ]);
    assert.notEqual(status, 0, `${this.interface} reaches ${address}, and must not:\n${stdout}${stderr}`);
  }
}

/** Loads the driver and puts each radio into a namespace of its own, with an address, its interface up. */
export async function nodes(
  context: Context,
  count: number,
  options: Omit<LoadOptions, 'station'> = {},
): Promise<Node[]> {
  await loadDriver(context, { ...options, station: count });
  return place(
    context,
    Array.from({ length: count }, (_, index) => index),
  );
}

/** Puts one radio into its namespace. */
export async function node(context: Context, index: number): Promise<Node> {
  const [made] = await place(context, [index]);
  assert.ok(made);
  return made;
}

/** In few processes: on an emulated processor each costs half a second. */
async function place(context: Context, indices: readonly number[]): Promise<Node[]> {
  const addresses = await context.run([
    'cat',
    ...indices.map((index) => `/sys/class/net/vw${index}/address`),
  ]);
  const macs = addresses.trim().split('\n');
  const made = indices.map((index, nth) => new Node(context, index, macs[nth] ?? ''));
  const batch = (options: string, lines: readonly string[]) =>
    [`ip ${options} -batch - <<END`, ...lines, 'END'].join('\n');
  context.onEnd(`delete ${made.map(({ netns }) => netns).join(', ')}`, async () => {
    await context.attempt(
      batch(
        '-force',
        made.map(({ netns }) => `netns del ${netns}`),
      ),
    );
  });
  const script = [
    'set -e',
    batch(
      '',
      made.map(({ netns }) => `netns add ${netns}`),
    ),
    ...made.map(({ index, netns }) => `iw phy vw_phy${index} set netns name ${netns}`),
    ...made.map((each) =>
      batch(`-n ${each.netns}`, [
        'link set lo up',
        `address add ${each.address}/24 dev ${each.interface}`,
        `link set ${each.interface} up`,
      ]),
    ),
  ];
  await context.run(script.join('\n'));
  return made;
}

/** Two that know each other send nothing by themselves: no IPv6, and nobody asks for an address. */
export async function quiet(one: Node, other: Node): Promise<void> {
  for (const [node, peer] of [
    [one, other],
    [other, one],
  ] as const)
    await node.run(
      `sysctl -qw net.ipv6.conf.${node.interface}.disable_ipv6=1 && ip neigh replace ${peer.address} lladdr ${peer.mac} dev ${node.interface} nud permanent`,
    );
}

/** A daemon with its control interface. */
export interface Daemon {
  readonly program: Program;
  readonly control: Control;
}

/** What hostapd needs to know, by the names of hostapd.conf. */
export type HostapdConf = Readonly<Record<string, string | number>>;

export const OPEN: HostapdConf = { ssid: 'test', channel: 6, hw_mode: 'g' };
export const HT40: HostapdConf = {
  ...OPEN,
  channel: 1,
  ieee80211n: 1,
  wmm_enabled: 1,
  ht_capab: '[HT40+][SHORT-GI-20][SHORT-GI-40]',
};
export const VHT80: HostapdConf = {
  ...HT40,
  hw_mode: 'a',
  channel: 36,
  country_code: 'US',
  ieee80211ac: 1,
  vht_oper_chwidth: 1,
  vht_oper_centr_freq_seg0_idx: 42,
  vht_capab: '[SHORT-GI-80]',
};
export const WPA2: HostapdConf = {
  ...OPEN,
  wpa: 2,
  wpa_passphrase: '12345678',
  wpa_key_mgmt: 'WPA-PSK',
  wpa_pairwise: 'CCMP',
};

const START_MS = 10_000;
/** A radar channel is listened to for a minute first. */
const RADAR_START_MS = 90_000;

let started = 0;

/** The newest wpa_supplicant that there is, which knows Wi-Fi 7: set-up unpacked it. */
function newestSupplicant(): string {
  const { bin } = findProgram('wpasupplicant') ?? {};
  if (bin === undefined) throw new Error('wpa_supplicant for Wi-Fi 7 was not fetched: npm run setup');
  return `${bin}/wpa_supplicant`;
}

/**
 * Starts hostapd on a node and waits until the access point is on the air. Further BSSs of the same radio begin
 * with `bss`, the name of their interface.
 */
export async function hostapd(
  context: Context,
  on: Node,
  conf: HostapdConf,
  ...more: readonly HostapdConf[]
): Promise<Daemon> {
  const id = `hostapd-${on.interface}-${++started}`;
  const folder = `/run/${id}`;
  const first = { interface: on.interface, driver: 'nl80211', ctrl_interface: folder, ...conf };
  const rows = [first, ...more].flatMap((each) => Object.entries(each));
  const text = rows.map(([key, value]) => `${key}=${value}\n`);
  await context.machine.writeFile(`/tmp/${id}.conf`, text.join(''));
  const program = await on.start(id, ['hostapd', '-dd', '-t', `/tmp/${id}.conf`]);
  const control = await context.attach(program, `${folder}/${on.interface}`);
  await context.eventually(
    `${on.interface} is an access point`,
    async () => {
      if (program.ended) throw new Error(`hostapd ended: ${program.output.all.slice(-3).join(' | ')}`);
      return (await control.status()).state === 'ENABLED';
    },
    conf.ieee80211h ? RADAR_START_MS : START_MS,
  );
  return { program, control };
}

/** The network block that a wpa_supplicant is given. */
export type NetworkBlock = Readonly<Record<string, string>>;

export const OPEN_NETWORK: NetworkBlock = { ssid: '"test"', key_mgmt: 'NONE' };
/** As the manual has it. */
export const WPA2_NETWORK: NetworkBlock = { ssid: '"test"', psk: '"12345678"' };

/** Starts wpa_supplicant on a node; `connected` waits for the connection. Without a network it knows none. */
export async function supplicant(
  context: Context,
  on: Node,
  network: NetworkBlock | undefined,
  globals: NetworkBlock = {},
  newest = false,
): Promise<Daemon> {
  const id = `supplicant-${on.interface}-${++started}`;
  const folder = `/run/${id}`;
  const head = Object.entries({ ctrl_interface: folder, ...globals }).map(
    ([key, value]) => `${key}=${value}\n`,
  );
  const block = Object.entries(network ?? {}).map(([key, value]) => `  ${key}=${value}\n`);
  const tail = network ? `network={\n${block.join('')}}\n` : '';
  await context.machine.writeFile(`/tmp/${id}.conf`, head.join('') + tail);
  const program = await on.start(id, [
    newest ? newestSupplicant() : 'wpa_supplicant',
    '-dd',
    '-K', // keys are in the log: a capture is decrypted with them
    '-t',
    '-Dnl80211',
    `-i${on.interface}`,
    `-c/tmp/${id}.conf`,
  ]);
  const control = await context.attach(program, `${folder}/${on.interface}`);
  return { program, control };
}

/** Waits until a supplicant has finished its handshake. */
export async function connected(context: Context, daemon: Daemon, withinMs = 30_000): Promise<void> {
  await context.eventually(
    `${daemon.program.name} is connected`,
    async () => (await daemon.control.status()).wpa_state === 'COMPLETED',
    withinMs,
  );
}

export interface Network {
  readonly ap: Node;
  readonly stations: readonly Node[];
  readonly hostapd: Daemon;
  readonly supplicants: readonly Daemon[];
}

/** One access point and so many stations, connected one after the other, in order. */
export async function network(
  context: Context,
  stationCount: number,
  conf: HostapdConf = WPA2,
  block: NetworkBlock = conf === OPEN ? OPEN_NETWORK : WPA2_NETWORK,
): Promise<Network> {
  const [ap, ...stations] = await nodes(context, stationCount + 1);
  assert.ok(ap);
  const daemon = await hostapd(context, ap, conf);
  const supplicants: Daemon[] = [];
  for (const station of stations) {
    const started = await supplicant(context, station, block);
    await connected(context, started);
    supplicants.push(started);
  }
  return { ap, stations, hostapd: daemon, supplicants };
}

/** The pieces of `station dump`, one for each station, in order: its address and its rows. */
export function stationsOf(dump: string): { mac: string; rows: Record<string, string> }[] {
  return dump
    .split(/^(?=Station )/m)
    .filter((block) => block.startsWith('Station '))
    .map((block) => {
      const [head = '', ...lines] = block.split('\n');
      const rows = lines
        .map((line) => line.match(/^\s+([^:]+):\s*(.*?)\s*$/))
        .filter((match) => match !== null);
      return {
        mac: head.split(' ')[1] ?? '',
        rows: Object.fromEntries(rows.map(([, key = '', value = '']) => [key, value])),
      };
    });
}
