import assert from 'node:assert/strict';
import { bringHere, printed } from '../lib/capture.js';
import { connected, network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { TOOL } from '../lib/tool.js';

const FOLDER = '/tmp/by-the-tool';

export default scenario(
  'vwifi-tool captures an association, says how tshark decrypts it, feeds Wireshark, and leaves no tap',
  { programs: ['tshark'] },
  async (context) => {
    const { ap, stations, supplicants } = await network(context, 1);
    const [station] = stations;
    const [supplicant] = supplicants;
    assert.ok(station && supplicant);
    const tool = [process.execPath, TOOL, 'capture'];
    const file = `${FOLDER}/air.pcapng`;
    await context.run(['mkdir', '-p', FOLDER]);

    const capture = await context.start('capture', [...tool, '-w', file, '--key', 'test:12345678']);
    await capture.output.next(/capturing the whole air on vwtap0/);
    assert.equal((await context.attempt(['pgrep', '-x', 'tcpdump'])).status, 1, 'it listens by itself');
    await supplicant.control.ok('DISCONNECT');
    await supplicant.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    await supplicant.control.ok('RECONNECT');
    await connected(context, supplicant);
    await station.pings(ap, '-p', '5ec2e7');
    await capture.stop('SIGINT');
    const said = capture.output.toString();
    assert.match(said, /\n[1-9]\d+ frames in \/tmp\/by-the-tool\/air\.pcapng\n/);
    const command = said.match(/^decrypted by: (tshark .*)$/m)?.[1];
    assert.ok(command, said);
    // Octets of a ping as tshark read them back from the sealed frames.
    const here = await bringHere(context, file);
    const payloads = await printed(
      `${command.replace(file, here)} -Y 'icmp.type == 8' -T fields -e data.data`,
    );
    assert.match(payloads, /^(\w*(5ec2e7){4}\w*\n){4}$/);
    assert.equal(await printed(`tshark -r ${here} -Y icmp`), '', 'sealed without the key');
    assert.match(await printed(`tshark -r ${here} -Y eapol`), /Message 1 of 4[\s\S]*Message 4 of 4/);
    assert.doesNotMatch(await context.run('ip -br link'), /vwtap/, 'the tap went with the capture');

    // Live: Wireshark is given the frames on its standard input, and the keys as options.
    await context.machine.writeFile(
      `${FOLDER}/bin/wireshark`,
      `#!/bin/sh\necho "$@" > ${FOLDER}/arguments\nexec cat > ${FOLDER}/live.pcapng\n`,
      0o755,
    );
    const live = ['--wireshark', '--count', '5', '--channel', '6', '--key', 'test:12345678'];
    await context.run([...tool, ...live], { env: { PATH: `${FOLDER}/bin:${process.env.PATH}` } });
    const words = await context.run(`cat ${FOLDER}/arguments`);
    assert.match(
      words,
      /^-k -i - -o wlan\.enable_decryption:TRUE -o uat:80211_keys:"wpa-psk","[0-9a-f]{64}"$/m,
    );
    const shown = await printed(`tshark -r ${await bringHere(context, `${FOLDER}/live.pcapng`)}`);
    assert.equal(shown.trim().split('\n').length, 5, shown);

    // What one interface hears, in its namespace, by a monitor that is gone afterwards. What the station itself
    // sends now and then (router solicitations) was heard from nobody, and has no signal.
    const heard = await context.run([...tool, 'vw1', '--json', '--count', '8']);
    const frames = heard
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const beacons = frames.filter(({ kind }) => kind === 'beacon');
    assert.ok(beacons.length > 1, heard);
    for (const { frequencyMhz, signalDbm } of beacons)
      assert.deepEqual([frequencyMhz, signalDbm], [2437, -50]);
    assert.doesNotMatch(await station.run('iw dev'), /vwmon/);

    // Killed, it takes along what it made: the device goes with its socket.
    const leftovers = async () =>
      (await context.run('ip -br link; ip -n ns1 -br link')).match(/^(vwtap|vwmon)\d.*$/gm) ?? [];
    for (const [words, device] of [
      [[], /on vwtap0/],
      [['vw1'], /on vwmon0/],
    ] as const) {
      const killed = await context.start('killed capture', [...tool, ...words, '-w', file]);
      await killed.output.next(device);
      assert.equal((await leftovers()).length, 1);
      await killed.stop('SIGKILL');
      await context.eventually('nothing is left', async () => (await leftovers()).length === 0);
    }

    // Whoever reads has seen enough: a quiet end.
    const piped = await context.attempt(`${tool.join(' ')} -w - | head -c 1000 | wc -c`);
    assert.deepEqual([piped.stdout.trim(), piped.status], ['1000', 0]);
    assert.match(piped.stderr, /^capturing the whole air on vwtap0[^\n]*\n$/);
    assert.deepEqual(await leftovers(), []);

    const wrong = await context.attempt([...tool, 'vw7']);
    assert.equal(wrong.status, 1);
    assert.match(wrong.stderr, /^vwifi-tool: interface vw7: no Wi-Fi interface of that name; [^\n]*\n$/);
  },
);
