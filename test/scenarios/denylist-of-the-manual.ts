/** The manual's section about the denylist, command by command, with the output as it is printed there. */
import assert from 'node:assert/strict';
import { unloadDriver } from '../lib/driver.js';
import { network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { TOOL } from '../lib/tool.js';

export default scenario(
  "the manual's denylist works word for word: printed as there, the ping is lost, and answered after -c",
  { nightly: true },
  async (context) => {
    await network(context, 2);
    // As the manual has it: the program lies in the folder one is in.
    const here = { cwd: '/tmp/manual-denylist' };
    const program = `#!/bin/sh\nexec ${process.execPath} ${TOOL} "$@"\n`;
    await context.machine.writeFile(`${here.cwd}/vwifi-tool`, program, 0o755);
    const ping = () => context.attempt('ip netns exec ns1 ping -c 4 10.0.0.3');
    assert.match((await ping()).stdout, /4 packets transmitted, 4 received, 0% packet loss/);

    assert.equal(await context.run('./vwifi-tool', here), 'vwifi status : live\n');
    assert.equal(
      await context.run('./vwifi-tool -d vw2 -s vw1', here),
      [
        'vwifi status : live',
        'denylist:',
        'vw2 denys vw1',
        'Configuring denylist for vwifi...',
        'Message from vwifi: vwifi has received your denylist',
        '',
      ].join('\n'),
    );
    const lost = await ping();
    assert.match(
      lost.stdout,
      /^PING 10\.0\.0\.3 \(10\.0\.0\.3\) 56\(84\) bytes of data\.\n\n--- 10\.0\.0\.3 ping statistics ---\n4 packets transmitted, 0 received, 100% packet loss, time \d+ms\n/,
    );

    assert.equal(
      await context.run('./vwifi-tool -c', here),
      [
        'vwifi status : live',
        'Unset denylist for vwifi...',
        'Configuring denylist for vwifi...',
        'Message from vwifi: vwifi has received your denylist',
        '',
      ].join('\n'),
    );
    assert.match((await ping()).stdout, /4 packets transmitted, 4 received, 0% packet loss/);

    // "-c: 1 means to unset the denylist, default as 0", and several pairs at once.
    await context.run('./vwifi-tool -d vw2 -s vw1 -d vw1 -s vw2', here);
    assert.match(await context.run('./vwifi-tool deny ls', here), /vw2 +vw1.*\nvw1 +vw2/);
    assert.equal(await context.run('./vwifi-tool -c 0', here), 'vwifi status : live\n');
    assert.match(await context.run('./vwifi-tool deny ls', here), /vw2 +vw1/);
    assert.match(await context.run('./vwifi-tool -c 1', here), /Unset denylist for vwifi/);
    assert.equal(await context.run('./vwifi-tool deny ls', here), 'nothing is denied\n');

    const odd = await context.attempt('./vwifi-tool -d vw2', here);
    assert.equal(odd.status, 2);
    assert.match(odd.stdout, /Destination number doesn't match with Source number/);
    assert.equal((await ping()).status, 0);

    context.onEnd('nothing is loaded', async () => {
      const gone = await context.attempt('./vwifi-tool', here);
      assert.deepEqual([gone.status, gone.stdout], [1, 'vwifi status : not loaded\n']);
    });
    context.onEnd('unload the driver', () => unloadDriver(context));
  },
);
