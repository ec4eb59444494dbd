import assert from 'node:assert/strict';
import { loadDriver, modulePath } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const RADIOS = 120;

export default scenario(
  'each radio has its own phy, name and address, past the hundredth too',
  {},
  async (context) => {
    const about = await context.run(`modinfo ${modulePath(context)}`);
    for (const field of ['author', 'description', 'version', 'parm', 'license']) {
      assert.match(about, new RegExp(`^${field}:\\s+\\S`, 'm'));
    }
    assert.match(about, /^parm:\s+station:/m);

    await loadDriver(context, { station: RADIOS });
    // One program for all of them: `/sys/class/net/vw0/address:00:76:77:30:00:00`.
    const rows = await context.run(
      'cd /sys/class/net && grep -H . vw*/address && grep -H . vw*/phy80211/name',
    );
    const read = (file: string) =>
      [...rows.matchAll(new RegExp(`^(vw\\d+)/${file}:(.*)$`, 'gm'))].map(
        ([, name = '', text = '']) => [name, text] as const,
      );
    const phys = new Map(read('phy80211/name'));
    const radios = read('address').map(([name, address]) => [name, address, phys.get(name)] as const);
    assert.equal(radios.length, RADIOS);
    assert.equal(new Set(radios.map(([, address]) => address)).size, RADIOS, 'no address twice');
    for (const [name, address, phy] of radios) {
      assert.equal(phy, name.replace('vw', 'vw_phy'));
      assert.match(address, /^00:76:77:/);
    }
    const addressOf = new Map(radios.map(([name, address]) => [name, address]));
    assert.equal(addressOf.get('vw0'), '00:76:77:30:00:00');
    assert.equal(addressOf.get('vw1'), '00:76:77:31:00:00');
  },
);
