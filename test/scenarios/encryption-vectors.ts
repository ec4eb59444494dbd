import assert from 'node:assert/strict';
import { loadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const SELF_TEST = '/sys/module/vwifi/parameters/self_test';

export default scenario(
  "the driver's encryption gives the bytes of the standard's test vectors",
  { core: true },
  async (context) => {
    if (context.driver !== 'vwifi') return;
    await loadDriver(context);
    const asked = await context.attempt(`echo 1 > ${SELF_TEST}`);
    const log = () => context.run('dmesg | grep "vwifi: self test"');
    assert.equal(asked.status, 0, await log());
    assert.match(await log(), /self test: 70 of 70 vectors of encryption passed\n$/);

    const wrong = await context.attempt(`echo corrupt > ${SELF_TEST}`);
    assert.notEqual(wrong.status, 0, 'vectors with a wrong bit pass: the test tests nothing');
    assert.match(await context.run(['dmesg', '-c']), /self test: 0 of 70 vectors/);
  },
);
