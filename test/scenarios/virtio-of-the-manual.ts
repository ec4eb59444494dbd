import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';

const GUESTS = fileURLToPath(new URL('../lib/virtio-guests.js', import.meta.url));
const TAPS = ['tap0', 'tap1', 'tap2'];
const PASSPHRASE = '12345678';
/** Three guests boot and are connected, without KVM, on a machine that does other things besides. */
const GUESTS_LIMIT_MS = 240_000;

/** In a network namespace of its own, so that the host has neither bridge nor taps; what only QEMU has, so on the host. */
export default scenario(
  "the manual's three guests, on taps of a bridge, share the air through their virtio-net devices",
  { only: ['host'], limitMs: 300_000, programs: ['qemu-system-x86_64', 'tcpdump'] },
  async (context) => {
    const folder = (await context.run(['mktemp', '-d'])).trim();
    context.onEnd('remove the folder', async () => void (await context.run(['rm', '-rf', folder])));
    const netns = `vwifi-${folder.slice(-6).toLowerCase()}`;
    await context.run(['ip', 'netns', 'add', netns]);
    context.onEnd(
      'delete the namespace',
      async () => void (await context.run(['ip', 'netns', 'del', netns])),
    );
    const here = { netns };
    await context.run('ip link add br0 type bridge && ip link set br0 up', here);
    for (const tap of TAPS)
      await context.run(
        `ip tuntap add ${tap} mode tap && ip link set ${tap} master br0 && ip link set ${tap} up`,
        here,
      );
    const capture = `${folder}/bridge.pcap`;
    const dump = await context.start(
      'tcpdump',
      ['tcpdump', '-i', 'br0', '-w', capture, '-U', '-Z', 'root'],
      here,
    );
    await dump.output.next(/listening on br0/);

    const said = await context.run(['node', GUESTS, '6.1', folder, 'mrg_rxbuf=off', ...TAPS], {
      ...here,
      timeoutMs: GUESTS_LIMIT_MS,
    });
    assert.match(said, /^address 52:54:00:12:34:50$/m, 'the radio has the address of the device');
    assert.match(said, /^link 2$/m);
    assert.match(said, /^link 3$/m);
    assert.equal([...said.matchAll(/^ping [123] [123] 4$/gm)].length, 6, said);
    assert.match(said, /^full 4$/m, 'packets of 1500 octets pass');
    assert.match(said, /^untold 50$/m, 'a ring that could not tell its device keeps what it was given');
    assert.match(said, /^kicks ([5-9]\d|\d{3,})$/m);
    assert.match(said, /^replugged\nreloaded\nwoke -12\nwoken\nclean$/m);

    await dump.stop();
    const occurrences = async (bytes: string) =>
      Number((await context.attempt(`LC_ALL=C grep -caP '${bytes}' ${capture}; true`)).stdout);
    assert.equal(await occurrences(String.raw`\xca\xfe\x0b\xad`), 0, 'no byte of the pings on the bridge');
    assert.equal(await occurrences(PASSPHRASE), 0, 'nor of the passphrase');
    assert.ok((await occurrences('test')) > 0, 'the name of the network is there to be read');
  },
);
