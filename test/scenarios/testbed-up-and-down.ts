import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const ALL_PAIRS = 6;

export default scenario(
  'testbed up makes a network that answers, and down leaves nothing',
  { only: ['host'], limitMs: 240_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await testbed.ok('up');

    const status = await testbed.status('--ping');
    assert.deepEqual(
      status.nodes.map(({ name, role, connected, ssid, address }) => [
        name,
        role,
        connected,
        ssid,
        address.split('/')[0],
      ]),
      [
        ['ap', 'ap', true, 'test', '10.0.0.1'],
        ['sta1', 'station', true, 'test', '10.0.0.2'],
        ['sta2', 'station', true, 'test', '10.0.0.3'],
      ],
    );
    assert.equal(status.pings.length, ALL_PAIRS);
    for (const { from, to, ok, rttMs } of status.pings) assert.ok(ok && rttMs > 0, `${from} to ${to}`);

    assert.match(
      await testbed.ok('exec', 'sta1', '--', 'ping', '-c', '4', '10.0.0.3'),
      /4 received, 0% packet loss/,
    );
    assert.equal(
      (await testbed.run('exec', 'sta1', '--', 'sh', '-c', 'echo out; echo err >&2; exit 7')).status,
      7,
    );
    // The radios are in their nodes; the machine itself has none left to show.
    await testbed.ok('exec', '--', 'iw', 'dev');
    assert.match(await testbed.ok('exec', '--', 'ip', 'netns'), /sta1/);
    assert.match(await testbed.ok('logs', 'ap'), /AP-ENABLED/);
    // As a shell says it: there is no such program, it cannot be executed.
    for (const [command, status] of [
      ['no-such-program', 127],
      ['/etc/passwd', 126],
    ] as const)
      assert.equal((await testbed.run('exec', 'sta1', '--', command)).status, status);
    const asked = ['--timeout', '20', '--env', 'A=b c', '--cwd', '/tmp', '--tty'];
    const told = await testbed.ok('exec', 'sta1', ...asked, '--', 'sh', '-c', 'echo "$A"; pwd; tty');
    assert.match(told, /^b c\r?\n\/tmp\r?\n\/dev\/pts\/\d/);
    assert.match(await testbed.ok('logs', 'sta1', '--since', '1h'), /CTRL-EVENT-CONNECTED/);
    assert.equal((await testbed.ok('logs', '--tail', '2')).split('\n').length, 3);

    // The tool from outside.
    assert.equal(await testbed.tool('--lab', 'default'), 'vwifi status : live\n');
    assert.match(await testbed.tool('station', '--lab', 'default'), /^sta2 +vw2 .* authorised/m);
    const file = `${testbed.folder}/air.pcapng`;
    const captured = await testbed.tool('capture', '--lab', 'default', '--count', '3', '-w', file, '--json');
    assert.match(
      captured,
      /"frames": 3,\n {2}"decryption": \[\n {4}"-o",\n {4}"wlan.enable_decryption:TRUE"/,
    );

    assert.match(await testbed.refused('up'), /up|runs|running/i);
    assert.match(await testbed.refused('exec', 'sta9', '--', 'true'), /sta9/);
    await testbed.ok('down');
    assert.match(await testbed.refused('status'), /./);
    assert.match(await testbed.refused('down'), /./);
  },
);
