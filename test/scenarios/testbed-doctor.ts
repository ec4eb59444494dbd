import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

export default scenario(
  'doctor finds everything on a machine that is set up, and says what is missing on one that is not',
  { only: ['host'] },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const report = await testbed.ok('doctor');
    for (const word of ['qemu', 'hostapd', 'wpa_supplicant', 'iw']) assert.match(report, new RegExp(word));
    assert.match(await testbed.ok('kernel', 'ls'), /6\.1\./);
  },
);
