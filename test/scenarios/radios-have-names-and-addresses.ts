import assert from 'node:assert/strict';
import { loadDriver, modulePath, unloadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

const RADIOS = 120;

export default scenario(
  'each radio has its own phy, name, address and device, past the hundredth too',
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

    // As those of a card do, a radio and its interfaces lead to a device, its driver and its module.
    const parents = await context.run(
      'for of in ieee80211/vw_phy7 net/vw7; do cd /sys/class/$of/device/ && readlink -f . driver driver/module subsystem; done',
    );
    const chain = ['devices/virtual/vwifi/vwifi7', 'bus/vwifi/drivers/vwifi', 'module/vwifi', 'bus/vwifi'];
    assert.deepEqual(
      parents.trim().split('\n'),
      [...chain, ...chain].map((path) => `/sys/${path}`),
    );
    assert.equal((await context.run('ls /sys/bus/vwifi/devices | wc -l')).trim(), String(RADIOS));
    assert.equal((await context.run('ls /sys/class/net/vw7/device/net')).trim(), 'vw7');
    await unloadDriver(context);
    assert.notEqual((await context.attempt('ls /sys/bus/vwifi')).status, 0, 'the bus goes with the module');

    // As other drivers name theirs: by the wiphy's number, which counts on.
    assert.match((await context.attempt(`insmod ${modulePath(context)} names=odd`)).stderr, /Invalid/);
    context.onEnd('unload the driver', () => unloadDriver(context));
    await context.run(`insmod ${modulePath(context)} station=3 names=wlan`);
    const named = await context.run('cd /sys/class/ieee80211 && grep . */index && ls -d */device/net/*');
    const numbers = [...named.matchAll(/^phy(\d+)\/index:\1$/gm)].map(([, number]) => number ?? '');
    assert.equal(numbers.length, 3, named);
    for (const number of numbers)
      assert.ok(named.includes(`phy${number}/device/net/wlan${number}\n`), `wlan${number}: ${named}`);
  },
);
