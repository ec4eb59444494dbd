/** `npm run bench:wire`: TCP between stations in two guests, against the same wire without us, in one run. */
import { type LabSpec, type Machine, Testbed } from '@vwifi/testbed';
import { readCommandLine } from '../lib/command-line.js';
import { eventually } from '../lib/wait.js';
import { type Row, reached, rowOf, table } from './report.js';
import { median } from './statistics.js';

const HELP = `npm run bench:wire -- [options]

TCP from one guest to another. Over the wire once: between stations of an access point beside one of them, with and
without encryption, and over the bare network card (virtio_net in QEMU, the vector card in User-Mode Linux). Over the wire
twice: between stations of an access point in a third guest, with and without encryption, and over the bare cards with
that guest as a router. All packets are of 1500 octets. Guests are on the laboratory's switch. Progress goes to stderr,
the table to stdout.

  --backend NAME   uml (the default) or qemu
  --kernel NAME    which kernel
  --turns N        how often each path has its turn (default 3)
  --seconds N      how long a turn is (default 3)
  --json           the rows as JSON
  --help

Example: npm run bench:wire -- --backend qemu
`;

/** What the stock driver gives over the same wire, and the least part of it that we want to give. */
const TARGET = 0.6;
const REJOIN_LIMIT_MS = 60_000;
/** Octets, of a packet of 1500: what stations send, and the cards, which could send longer ones. */
const SEGMENT = 1460;
const PASSPHRASE = 'correct horse';

const security = (name: string, encrypted: boolean) => ({
  ssid: name,
  security: encrypted ? ('wpa2-psk' as const) : ('open' as const),
  ...(encrypted ? { passphrase: PASSPHRASE } : {}),
});
const lab: LabSpec = {
  name: 'bench-wire',
  isolation: 'machine',
  nodes: {
    near: { kind: 'ap', machine: 'm2', channel: 1, ...security('near', true) },
    plain: { kind: 'ap', machine: 'm2', channel: 6, ...security('plain', false) },
    third: { kind: 'ap', machine: 'm3', channel: 11, ...security('third', true) },
    bare: { kind: 'ap', machine: 'm3', channel: 3, ...security('bare', false) },
    near1: { kind: 'station', machine: 'm1', network: 'near' },
    near2: { kind: 'station', machine: 'm2', network: 'near' },
    plain1: { kind: 'station', machine: 'm1', network: 'plain' },
    plain2: { kind: 'station', machine: 'm2', network: 'plain' },
    third1: { kind: 'station', machine: 'm1', network: 'third' },
    third2: { kind: 'station', machine: 'm2', network: 'third' },
    bare1: { kind: 'station', machine: 'm1', network: 'bare' },
    bare2: { kind: 'station', machine: 'm2', network: 'bare' },
  },
};

interface Path {
  readonly name: string;
  /** Namespaces of the fleet: a node, or a guest. */
  readonly from: string;
  readonly to: string;
  readonly address: string;
}

const CARD = { from: 'm1', to: 'm2', address: '10.8.0.2' };
/** The same two, each in a network of its own, with the third guest as the router between them. */
const ROUTED = { from: 'm1', to: 'm2', address: '10.9.2.2' };
const CARDS = [
  ['m1', '10.8.0.1/24 10.9.1.1/24', 'ip route replace 10.9.2.0/24 via 10.9.1.3'],
  ['m2', '10.8.0.2/24 10.9.2.2/24', 'ip route replace 10.9.1.0/24 via 10.9.2.3'],
  [
    'm3',
    '10.9.1.3/24 10.9.2.3/24',
    'sysctl -qw net.ipv4.ip_forward=1 net.ipv4.conf.all.send_redirects=0 net.ipv4.conf.$(cat /tmp/name).send_redirects=0',
  ],
] as const;

async function ok(machine: Machine, netns: string, command: string): Promise<string> {
  const { status, stdout, stderr } = await machine.exec(['sh', '-c', command], { netns, timeoutMs: 60_000 });
  if (status !== 0) throw new Error(`${netns}: ${command}: ${stderr.trim() || stdout.trim()}`);
  return stdout;
}

/** Mbit/s. */
async function measure(machine: Machine, path: Path, seconds: number): Promise<number> {
  await ok(machine, path.to, 'iperf3 -s -D -1 -I /tmp/iperf.pid');
  const report = await ok(
    machine,
    path.from,
    `for try in 1 2 3 4 5; do iperf3 -J -M ${SEGMENT} -t ${seconds} -c ${path.address} >/tmp/iperf && break; sleep 1; done; cat /tmp/iperf`,
  );
  const { end } = JSON.parse(report) as { end: { sum_received: { bits_per_second: number } } };
  return end.sum_received.bits_per_second / 1e6;
}

/** The card as a card, with addresses; on QEMU that is another driver's then. */
async function bare(machine: Machine, qemu: boolean): Promise<void> {
  for (const [guest, addresses, route] of CARDS) {
    if (qemu)
      await ok(
        machine,
        guest,
        `cd /sys/bus/virtio/drivers/vwifi && basename virtio* >/tmp/card && cat /tmp/card >unbind && modprobe virtio_net &&
         { [ -e ../virtio_net/$(cat /tmp/card) ] || cat /tmp/card >../virtio_net/bind; } &&
         ls /sys/bus/virtio/drivers/virtio_net/$(cat /tmp/card)/net >/tmp/name`,
      );
    else await ok(machine, guest, 'echo vec0 >/tmp/name');
    await ok(
      machine,
      guest,
      `for each in ${addresses}; do ip addr replace $each dev $(cat /tmp/name); done
       ip link set $(cat /tmp/name) up && ${route}`,
    );
  }
}

async function ours(machine: Machine, qemu: boolean): Promise<void> {
  if (!qemu) return;
  for (const [guest] of CARDS)
    await ok(
      machine,
      guest,
      'cat /tmp/card >/sys/bus/virtio/drivers/virtio_net/unbind && cat /tmp/card >/sys/bus/virtio/drivers/vwifi/bind',
    );
}

const connected = (testbed: Testbed) =>
  eventually(
    testbed.machine.clock,
    'the stations are back',
    async () => (await testbed.status()).nodes.every((node) => node.connected),
    REJOIN_LIMIT_MS,
  );

const values = readCommandLine(HELP, {
  backend: { type: 'string', default: 'uml' },
  kernel: { type: 'string' },
  turns: { type: 'string', default: '3' },
  seconds: { type: 'string', default: '3' },
  json: { type: 'boolean' },
});
const backend = values.backend === 'qemu' ? 'qemu' : 'uml';
await using testbed = await Testbed.up({
  ...lab,
  backend,
  ...(values.kernel ? { kernel: values.kernel } : {}),
});
const { machine } = testbed;
const address = (node: string) => testbed.node(node).address ?? '';
const card = backend === 'qemu' ? 'virtio_net' : 'the bare card';
const stock = { name: card, ...CARD };
const routed = { name: `${card}, a third guest routes`, ...ROUTED };
const near = {
  name: 'WPA2, access point beside a station',
  from: 'near1',
  to: 'near2',
  address: address('near2'),
};
const plain = {
  name: 'open, access point beside a station',
  from: 'plain1',
  to: 'plain2',
  address: address('plain2'),
};
const third = {
  name: 'WPA2, access point in a third guest',
  from: 'third1',
  to: 'third2',
  address: address('third2'),
};
const thirdPlain = {
  name: 'open, access point in a third guest',
  from: 'bare1',
  to: 'bare2',
  address: address('bare2'),
};
const taken = new Map<string, number[]>();
const turn = async (...paths: readonly Path[]) => {
  for (const path of paths) {
    const value = await measure(machine, path, Number(values.seconds));
    process.stderr.write(`  ${path.name}: ${value.toFixed(0)} Mbit/s\n`);
    taken.set(path.name, [...(taken.get(path.name) ?? []), value]);
  }
};
for (let count = 0; count < Number(values.turns); count++) {
  await turn(near, plain, third, thirdPlain);
  await bare(machine, backend === 'qemu');
  await turn(stock, routed);
  await ours(machine, backend === 'qemu');
  await connected(testbed);
}
const of = (path: Path) => taken.get(path.name) ?? [];
const head = (subject: string) => ({ part: 'wire', subject, measure: 'TCP, one stream', unit: 'Mbit/s' });
const once = { name: stock.name, values: of(stock) };
const twice = { name: routed.name, values: of(routed) };
const encryption = (subject: string, sealed: Path, open: Path): Row => ({
  ...{ part: 'wire', subject: `share of encryption, ${subject}`, measure: 'of WPA2 against open', unit: '%' },
  value: 100 * (1 - median(of(sealed)) / median(of(open))),
});
const rows: Row[] = [
  rowOf(head(stock.name), of(stock)),
  rowOf(head(near.name), of(near), once, { atLeast: TARGET }),
  rowOf(head(plain.name), of(plain), once),
  encryption('over the wire once', near, plain),
  rowOf(head(routed.name), of(routed)),
  rowOf(head(third.name), of(third), twice, { atLeast: TARGET }),
  rowOf(head(thirdPlain.name), of(thirdPlain), twice),
  encryption('over the wire twice', third, thirdPlain),
];
process.stdout.write(
  values.json ? `${JSON.stringify(rows, null, 2)}\n` : `${backend}, ${machine.kernel}\n${table(rows)}\n`,
);
process.exitCode = rows.every((row) => reached(row) !== false) ? 0 : 1;
