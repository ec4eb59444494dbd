import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const CORRIDOR = fileURLToPath(new URL('../../../labs/roaming-corridor.yaml', import.meta.url));

/** One that holds what it expects, with every thing that can happen but moving, and one with a planted cause in it. */
const lab = (planted: string) => `time: virtual
variables: { delay: 5 }
nodes:
  ap: { kind: ap, ssid: test, passphrase: a shared secret }
  sta1: { kind: station }
timeline:
  - { at: 1s, expect: { node: sta1, hears: test } }
  - { at: 1s, deny: { receiver: ap, sender: sta1 } }
  - { at: 1s, expect: { node: sta1, unreachable: ap } }
  - { at: 5s, allow: { receiver: ap, sender: sta1 } }
  - { at: 5s, link: { from: ap, to: sta1, both: true, delay: '\${delay}' } }
  - { at: 5s, run: { node: sta1, command: 'ping -c 1 10.0.0.1 | grep -E "time=1[0-9]"' } }
  - { at: 10s, stop: sta1 }
  - { at: 10s, expect: { node: sta1, connected: false } }
${planted}
  - { at: 20s, start: sta1 }
  - { at: 20s, expect: { node: sta1, connected: true } }
  - { at: 20s, power: { node: sta1, dbm: 10 } }
`;

/** What a laboratory does besides. The radar is looked for by `far` alone. */
const MORE = `time: virtual
country: DE
nodes:
  ap: { kind: ap, ssid: test, channel: 1 }
  far: { kind: ap, ssid: far, channel: 52, extra: ieee80211h=1 }
  helper: { kind: program, command: exec busybox httpd -f -p 80, wires: { lan: 10.1.0.1/24 } }
  asker: { kind: program, command: exec sleep 1000, wires: { lan: 10.1.0.2/24 } }
  sta1: { kind: station, network: ap }
traffic:
  - { at: 1s, from: asker, to: helper, kind: ping, count: 20, interval: 100ms, expect: { loss: 0, rtt: 100ms } }
  - { at: 1s, from: asker, to: helper, kind: http, count: 4, interval: 100ms, amount: 20K, expect: { loss: 0 } }
  - { at: 1s, from: asker, to: helper, kind: http, count: 2, url: 'http://10.1.0.1/none', expect: { loss: 0 } }
  - { at: 1s, from: asker, to: helper, kind: tcp, rate: 4, amount: 1M, expect: { rate: 3 } }
timeline:
  - { at: 1s, channel: { node: ap, frequency: 2462 } }
  - { at: 2s, fade: { from: ap, to: sta1, signal: [-60, -63], over: 900ms } }
  - { at: 3s, run: { node: sta1, command: wpa_cli -i vw2 signal_poll | grep RSSI=-63 } }
  - { at: 3s, run: { node: sta1, command: iw dev vw2 info | grep -q 2462 } }
  - { at: 3s, expect: { node: sta1, reaches: ap } }
  - { at: 4s, medium: { loss: 1 } }
  - { at: 4s, expect: { node: sta1, unreachable: 10.0.0.1, within: 1s } }
  - { at: 5s, medium: { loss: 0 } }
  - { at: 5s, expect: { node: sta1, reaches: 10.0.0.1, within: 2m } }
  - { at: 126s, pause: ap }
  - { at: 126s, run: { node: ap, command: '! timeout 1 hostapd_cli -i vw0 ping' } }
  - { at: 128s, resume: ap }
  - { at: 128s, run: { node: ap, command: hostapd_cli -i vw0 ping | grep PONG } }
  - { at: 129s, run: { node: asker, command: 'busybox wget -q -O - http://10.1.0.1/ 2>&1 | grep 404' } }
  - { at: 129s, kill: helper }
  - { at: 129s, run: { node: asker, command: 'busybox wget -q -O - http://10.1.0.1/ 2>&1 | grep refused' } }
  - { at: 130s, run: { node: far, command: iw dev vw1 info | grep -q 5260 } }
  - { at: 130s, radar: { frequency: 5260 } }
  - { at: 132s, run: { node: far, command: '! iw dev vw1 info | grep -q 5260' } }
  - { at: 132s, radar: { frequency: 5700 } }
`;

/** Through a link of 20 Mbit/s. */
const SLOW = `nodes:
  ap: { kind: ap, ssid: test }
  sta1: { kind: station }
links:
  - { from: ap, to: sta1, both: true, rate: 20 }
traffic:
  - { at: 1s, from: ap, to: sta1, kind: tcp, amount: 1M, expect: { rate: 30 } }
  - { at: 3s, from: sta1, to: ap, kind: udp, rate: 5, amount: 1M, expect: { rate: 3, loss: 0.1 } }
timeline:
  - { at: 6s, expect: { node: sta1, rate: { to: ap, above: 10 }, within: 10s } }
  - { at: 8s, expect: { node: sta1, rate: { to: ap, above: 25 }, within: 1s } }
`;

export default scenario(
  'laboratories with a time line are run and judged, and one that fails says when and why',
  { only: ['host'], limitMs: 240_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const write = (name: string, text: string) =>
      context.machine.writeFile(`${testbed.folder}/${name}`, text);
    await write('good.yaml', lab(''));
    await write('bad.yaml', lab('  - { at: 15s, expect: { node: sta1, reaches: ap, within: 1s } }'));
    await write('slow.yaml', SLOW);
    await write('more.yaml', MORE);
    await write('empty.yaml', 'nodes:\n  ap: { kind: ap }\n');
    // Of several files: what fails in one is mended by another, which adds a station.
    await write('guest.yaml', 'nodes:\n  guest: { kind: station, network: ap }\n');
    await write(
      'derived.yaml',
      'extends: bad.yaml\nincludes: guest.yaml\ntimeline: [{ at: 1s, expect: { node: guest, reaches: sta1 } }]\n',
    );
    assert.match(await testbed.ok('test', `${testbed.folder}/derived.yaml`), /ok +1 s {2}guest reaches sta1/);

    // Another value of a variable: the round trip is as long as that.
    const other = await testbed.run('test', `${testbed.folder}/good.yaml`, '--set', 'delay=40');
    assert.equal(other.status, 1);
    assert.match(other.stdout, /FAIL +5 s {2}sta1 runs ping/);

    // Shown by `up`, which judges nothing and leaves it up.
    const shown = await testbed.script('$testbed up bad.yaml && $testbed status && $testbed down');
    assert.match(
      shown.stdout,
      /FAIL +15 s {2}sta1 reaches ap[\s\S]* 20 s {2}sta1 transmits[\s\S]*bad on uml/,
    );
    assert.equal(shown.status, 0);
    const still = await testbed.script('$testbed up bad.yaml --no-timeline && $testbed down');
    assert.doesNotMatch(still.stdout, / 20 s /);

    const { status, stdout } = await testbed.script(
      `$testbed test ${CORRIDOR} good.yaml bad.yaml empty.yaml more.yaml slow.yaml`,
    );
    assert.equal(status, 1);
    assert.match(
      stdout,
      /ok {7}10 s {2}walker is at east\n[\s\S]*ok {7}45 s {2}walker is at west\nPASS .*corridor/,
    );
    assert.match(stdout, /PASS good\.yaml/);
    assert.match(
      stdout,
      /FAIL {5}15 s {2}sta1 reaches ap: expected sta1 to reach ap within 1 s; nobody answered/,
    );
    assert.match(stdout, /CTRL-EVENT-DISCONNECTED[\s\S]*FAIL bad\.yaml/, 'with what the station said last');
    assert.match(stdout, /empty\.yaml expects nothing[\s\S]*hint: add a time line/);
    // A radar where nobody looks for one cannot appear: all before that was as it should be.
    assert.match(
      stdout,
      /132 s {2}far runs ! iw .*\n\S*FAIL\S* +132 s {2}a radar appears at 5700 MHz: .*\n[\s\S]*FAIL\S* more\.yaml/,
    );
    assert.match(stdout, /ok +traffic {2}asker pings helper: 0 % lost, round trip [\d.]+ ms\n/);
    assert.match(stdout, /ok +traffic {2}sta1 sends ap UDP: [\d.]+ Mbit\/s, [\d.]+ % lost, jitter/);
    assert.match(stdout, /ok +traffic {2}asker sends helper TCP: [34][\d.]* Mbit\/s\n/);
    assert.match(stdout, /ok +traffic {2}asker asks helper by HTTP: 0 % lost, round trip/);
    assert.match(
      stdout,
      /FAIL +traffic {2}asker asks helper by HTTP: 100 % lost: expected at most 0 % lost\n/,
    );
    assert.match(stdout, /ok +6 s {2}sta1 sends ap at least 10 Mbit\/s\n/);
    assert.match(
      stdout,
      /FAIL +8 s {2}sta1 sends ap at least 25 Mbit\/s: expected at least 25 Mbit\/s from sta1 to ap within 1 s; it is [12]\d/,
    );
    assert.match(
      stdout,
      /FAIL +traffic {2}ap sends sta1 TCP: [\d.]+ Mbit\/s: expected at least 30 Mbit\/s\n/,
    );
    assert.match(stdout, /\n2 passed, 4 failed\n$/);
  },
);
