import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const STALE = fileURLToPath(new URL('../../programs/stale-memory.py', import.meta.url));
const BYTE = 'a7';

export default scenario(
  'nothing of what was in memory before reaches user space or the air',
  { programs: ['python3', 'tcpdump'] },
  async (context) => {
    const [ap, station, member] = await nodes(context, 3);
    assert.ok(ap && station && member);
    const dirty = () => context.run(['/usr/bin/python3', STALE, BYTE]);
    /** What passes an interface from now on, as a file. */
    const capture = async (name: string, netns?: string) => {
      const file = `/tmp/stale-${name}.pcap`;
      const words = [
        'tcpdump',
        '-U',
        '--immediate-mode',
        '-i',
        name,
        '-s',
        '4096',
        '-B',
        '16384',
        '-w',
        file,
      ];
      const tcpdump = await context.start(`tcpdump ${name}`, words, netns ? { netns } : {});
      await tcpdump.output.next(/listening on/);
      return { file, tcpdump };
    };
    await context.run('ip link add vwtap0 type vwtap && ip link set vwtap0 up');
    const captures = [await capture('vwtap0')];
    for (const node of [ap, station, member]) {
      await node.run(`ip link add nl${node.netns} type nlmon && ip link set nl${node.netns} up`);
      captures.push(await capture(`nl${node.netns}`, node.netns));
    }

    await dirty();
    await hostapd(context, ap, OPEN);
    for (const words of [
      'iw dev vw1 scan',
      'iw dev vw1 connect -w test',
      'iw dev vw1 link',
      'iw dev vw1 station dump',
      'iw dev vw1 survey dump',
      'iw phy vw_phy1 info',
      'ping -c 1 10.0.0.1',
      'iw dev vw1 disconnect',
    ]) {
      await dirty();
      await station.run(words);
    }
    await dirty();
    await member.run('ip link set vw2 down; iw dev vw2 set type ibss; ip link set vw2 up');
    await dirty();
    await member.run('iw dev vw2 ibss join cell 2412 && iw dev vw2 scan && iw dev vw2 station dump');
    for (const { file, tcpdump } of captures) {
      await tcpdump.stop('SIGINT');
      const size = Number(await context.run(['stat', '-c', '%s', file]));
      assert.ok(size > 2000, `${file} has ${size} bytes`);
      const found = await context.attempt(`LC_ALL=C grep -aobP '\\x${BYTE}{2,}' ${file}`);
      assert.equal(found.status, 1, `memory of before in ${file}: ${found.stderr}`);
    }
  },
);
