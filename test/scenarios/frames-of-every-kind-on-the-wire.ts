import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type LabSpec, Testbed } from '@vwifi/testbed';
import { everyKind } from '../lib/every-kind.js';
import { shellOn } from '../lib/lab-shell.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
const STRANGER = '02:00:00:00:00:66';
const LIMIT_MS = 30_000;
const lab: LabSpec = {
  isolation: 'machine',
  backend: 'uml',
  kernel: 'uml-fast',
  nodes: {
    ap: { kind: 'ap', channel: 1, ssid: 'heard', security: 'open' },
    one: { kind: 'station', network: 'ap' },
  },
};

export default scenario(
  'across machines: what is injected in one is heard in the other, octet for octet, and acknowledged by its receiver there',
  { only: ['host'], programs: ['python3'] },
  async (context) => {
    await using testbed = await Testbed.up({ ...lab, name: `heard-${process.pid}` });
    const shell = shellOn(testbed);
    const monitor = (node: string, name: string) =>
      shell(node, `iw dev vw0 interface add ${name} type monitor && ip link set ${name} up`);
    await monitor('ap', 'mon0');
    await monitor('one', 'mon1');
    const receiver = (await shell('one', 'cat /sys/class/net/vw0/address')).trim();
    const kinds = everyKind(receiver, STRANGER);
    await shell(
      'one',
      'tcpdump -i mon1 -U --immediate-mode -w /tmp/heard.pcap >/tmp/tcpdump.log 2>&1 & while ! grep -q listening /tmp/tcpdump.log; do sleep 0.1; done',
    );
    const program = (await readFile(INJECT)).toString('base64');
    const frames = kinds.map(([, frame]) => frame).join('\\n');
    const said = await shell(
      'ap',
      `echo ${program} | base64 -d >/tmp/inject.py && printf '${frames}\\n' | python3 /tmp/inject.py mon0`,
    );
    const acked = kinds.map(([kind], index) => [kind, said.trim().split('\n')[index]] as const);
    for (const kind of ['action', 'data', 'QoS data with HT Control', 'data with four addresses'])
      assert.equal(new Map(acked).get(kind), 'acked', kind);
    for (const kind of ['beacon', 'acknowledgement', 'version 1'])
      assert.equal(new Map(acked).get(kind), 'not acked', kind);
    await context.eventually(
      'all of them are heard, as they are',
      async () => {
        const content = await shell('one', 'xxd -p -c0 /tmp/heard.pcap || od -An -v -tx1 /tmp/heard.pcap');
        const octets = content.replaceAll(/\s/g, '');
        return kinds.every(([, frame]) => octets.includes(frame));
      },
      LIMIT_MS,
    );
    assert.equal((await shell('one', 'ping -c 2 -W 2 10.0.0.1 >/dev/null; echo $?')).trim(), '0');
  },
);
