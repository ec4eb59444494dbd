import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { isLoaded, modulePath } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const SCRIPT = fileURLToPath(new URL('../../../packages/driver-c/scripts/verify.sh', import.meta.url));
/** A program that does nothing, and says that it could not. */
const BROKEN = '#!/bin/sh\necho "no such luck"\nexit 1\n';

export default scenario(
  'the script that comes with the driver verifies it, says what fails by its status, and leaves nothing',
  { limitMs: 90_000, nightly: true },
  async (context) => {
    const verify = async (expected: number, module = modulePath(context), path = '') => {
      const ended = await context.attempt(`PATH=${path}$PATH ${SCRIPT} ${module}`);
      assert.equal(ended.status, expected, ended.stdout + ended.stderr);
      assert.equal(await isLoaded(context), false, 'the driver is unloaded');
      assert.equal(await context.run('ip netns list'), '', 'no namespace is left');
      assert.notEqual((await context.attempt('pidof hostapd wpa_supplicant')).status, 0);
      return ended;
    };
    assert.match((await verify(0)).stdout, /^==== Test PASSED ====$/m);

    const refused = async (status: number, module: string | undefined, path: string, said: RegExp) => {
      const { stdout, stderr } = await verify(status, module, path);
      assert.match(stderr, said);
      assert.doesNotMatch(stdout, /PASSED/);
    };
    await context.machine.writeFile('/tmp/broken/hostapd', BROKEN, 0o755);
    await refused(3, undefined, '/tmp/broken:', /^verify\.sh: hostapd does not start: no such luck$/m);
    await refused(2, '/etc/passwd', '', /^verify\.sh: \/etc\/passwd cannot be loaded/m);
  },
);
