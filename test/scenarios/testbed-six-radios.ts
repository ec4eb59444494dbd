import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = fileURLToPath(new URL('../../../labs/six-radios.yaml', import.meta.url));
const PATTERN = 'cafe0bad';
const PASSPHRASE = 'correct horse';
/** Pings come ten a second: so many may be lost while the station changes its access point. */
const LOST_MOST = 5;
const PINGS = 80;
const TOOL = fileURLToPath(new URL('../../../node_modules/.bin/vwifi-tool', import.meta.url));

export default scenario(
  'six radios in three machines: two access points, crosswise stations, one of which roams under ping',
  { only: ['host'], limitMs: 240_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const on = (node: string, ...words: string[]) => testbed.ok('exec', node, '--', ...words);
    const shell = (node: string, command: string) => on(node, 'sh', '-c', command);
    const capture = `${testbed.folder}/wire.pcapng`;
    const occurrences = async (bytes: string) =>
      Number((await context.attempt(`LC_ALL=C grep -caP '${bytes}' ${capture}; true`)).stdout);
    const addressOf = async (node: string, device: string) =>
      (await on(node, 'cat', `/sys/class/net/${device}/address`)).trim();

    // The same file with either isolation gives the same.
    const table = async () => {
      const { nodes, pings } = await testbed.status();
      return {
        nodes: nodes.map(({ name, connected, ssid, frequencyMhz, address }) =>
          [name, connected, ssid, frequencyMhz, address].join(' '),
        ),
        pings: pings.filter(({ ok }) => ok).map(({ from, to }) => `${from} ${to}`),
      };
    };
    await testbed.ok('up', LAB, '--isolation', 'namespace');
    const inNamespaces = await table();
    await testbed.ok('down');
    await testbed.ok('up', LAB);
    const { nodes } = await testbed.status();
    assert.deepEqual(await table(), inNamespaces);
    // In each network everybody reaches everybody.
    assert.equal(inNamespaces.pings.length, 2 * 3 * 2);

    const [ap1, ap2] = ['ap1', 'ap2'].map((name) => nodes.find((node) => node.name === name));
    const [walker, desk1] = ['walker', 'desk1'].map((name) => nodes.find((node) => node.name === name));
    assert.ok(ap1 && ap2 && walker && desk1);
    const machines = JSON.parse(await testbed.ok('status', '--json')).guests as { nodes: string[] }[];
    assert.deepEqual(
      machines.map((machine) => machine.nodes.length),
      [2, 2, 2],
    );

    const reaches = async () =>
      (await testbed.run('exec', 'walker', '--', 'ping', '-c', '1', '-W', '1', desk1.address)).status === 0;

    // Between two stations of one access point in two other machines: not a byte in the clear.
    await testbed.ok('wire', '--record', capture);
    await on('walker', 'ping', '-c', '3', '-i', '0.2', '-p', PATTERN, desk1.address);
    // Not `reassociate`: until its scan is over, that shows the association of before.
    await on('walker', 'wpa_cli', '-i', walker.interface, 'disconnect');
    await on('walker', 'wpa_cli', '-i', walker.interface, 'reconnect');
    await context.eventually('the walker is back', async () => {
      const status = await on('walker', 'wpa_cli', '-i', walker.interface, 'status');
      return /wpa_state=COMPLETED/.test(status);
    });
    await testbed.ok('wire', '--no-record');
    const bytes = String.raw`\xca\xfe\x0b\xad`;
    assert.equal(await occurrences(bytes), 0, 'no byte of the ping in the capture');
    assert.equal(await occurrences(PASSPHRASE), 0, 'nor of the passphrase');
    // What is in the clear is found: the search is one that finds.
    assert.ok((await occurrences('campus')) > 0, 'the name of the network is in the handshake');

    const missed = async () => {
      const { ports } = JSON.parse(await testbed.ok('wire', '--json')) as {
        ports: { name: string; overrun: number }[];
      };
      return ports.find(({ name }) => name === 'm1')?.overrun ?? Number.NaN;
    };

    // The access point relays: without its machine there is no way from station to station.
    const before = await missed();
    await testbed.ok('pause', 'ap1');
    assert.equal(await reaches(), false, 'the relay stands still');
    assert.ok(
      (await missed()) > before,
      'what was for a machine that stands still is lost: it does not wait',
    );
    await testbed.ok('resume', 'ap1');
    await context.eventually('the relay is back', reaches, 30_000);

    // Denials and links are of the receiver, and reach across machines.
    const desk1Mac = await addressOf('desk1', desk1.interface);
    const walkerMac = await addressOf('walker', walker.interface);
    await on('walker', TOOL, 'deny', 'add', walkerMac, desk1Mac);
    assert.equal(await reaches(), false, 'denied');
    await on('walker', TOOL, 'deny', 'clear');
    assert.equal(await reaches(), true);

    // A cable between the access points, as in a house; the station walks from one to the other.
    for (const [machine, ap] of [
      ['m1', ap1],
      ['m2', ap2],
    ] as const) {
      await shell(
        machine,
        `ip link add link vec0 name ds0 type vlan id 7 && ip link set ds0 netns ${ap.name}`,
      );
      await shell(
        ap.name,
        `ip link add br0 type bridge && ip link set ds0 master br0 && ip link set ${ap.interface} master br0 &&
         ip addr flush dev ${ap.interface} && ip addr add ${ap.address}/24 dev br0 && ip link set ds0 up && ip link set br0 up`,
      );
    }
    const cli = (...words: string[]) => on('walker', 'wpa_cli', '-i', walker.interface, ...words);
    const bssid = async () => /^bssid=(.*)$/m.exec(await cli('status'))?.[1];
    await cli('set_network', '0', 'freq_list', '2412 2437');
    await cli('set_network', '0', 'scan_freq', '2412 2437');
    const at = async (there: string) =>
      (await bssid()) === there && /wpa_state=COMPLETED/.test(await cli('status'));
    const either = [ap1.bssid, ap2.bssid];
    // What changes a network's settings reconnects, to either of them.
    const from = await context.eventually('the walker is connected', async () => {
      const here = await bssid();
      return here !== undefined && (await at(here)) && here;
    });
    const to = either.find((each) => each !== from) ?? '';
    await cli('scan');
    await context.eventually('the walker has seen both', async () => {
      const seen = await cli('scan_results');
      return either.every((each) => seen.includes(each));
    });
    const pings = await testbed.start(
      'exec',
      'walker',
      '--',
      'ping',
      '-i',
      '0.1',
      '-W',
      '1',
      '-c',
      String(PINGS),
      ap1.address,
    );
    await pings.output.next(/icmp_seq=10 /);
    assert.match(await cli('roam', to), /OK/);
    await context.eventually(`the walker is at ${to}`, () => at(to));
    await pings.status();
    const [, received] = /transmitted, (\d+) received/.exec(pings.output.toString()) ?? [];
    const lost = PINGS - Number(received);
    context.timeline.note(`pings lost while roaming: ${lost} of ${PINGS}`);
    assert.ok(lost <= LOST_MOST, `${lost} pings lost:\n${pings.output.toString().slice(-200)}`);
    await testbed.ok('down');
  },
);
