import assert from 'node:assert/strict';
import { type HostapdConf, hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

export default scenario(
  'the country says which channels are allowed, which are for listening only, and which an access point is refused',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    context.onEnd('the world again', async () => {
      await context.attempt(['iw', 'reg', 'set', '00']);
    });
    const channel = async (mhz: number) =>
      (await ap.run('iw phy vw_phy0 info')).match(new RegExp(`\\* ${mhz}(?:\\.0)? MHz (.*)`))?.[1] ?? '';
    const country = async (code: string) => {
      await ap.run(['iw', 'reg', 'set', code]);
      await context.eventually(`${code} is in force`, async () =>
        (await ap.run('iw reg get')).startsWith(`global\ncountry ${code}:`),
      );
    };
    /** Whether hostapd gets on the air there; its last words if not. */
    const point = async (conf: HostapdConf) => {
      const started = await hostapd(context, ap, { ...OPEN, ...conf }).catch((error: Error) => error.message);
      if (typeof started === 'string') return started;
      await started.program.stop('SIGTERM');
      return undefined;
    };

    await country('DE');
    assert.match(
      await ap.run('iw reg get'),
      /^country DE: DFS-ETSI\n[\s\S]*\(2400 - 2483 @ 40\), \(N\/A, 20\)/m,
    );
    assert.equal(await channel(2467), '[12] (20.0 dBm)');
    assert.equal(await channel(2484), '[14] (disabled)');
    assert.equal(await channel(5180), '[36] (20.0 dBm)');
    assert.match(await channel(5260), /^\[52\] \(20\.0 dBm\) \(radar detection\)$/);

    // Channel 12 is Europe's, not America's.
    assert.equal(await point({ channel: 12 }), undefined);
    assert.match((await point({ channel: 14, hw_mode: 'b' })) ?? '', /^hostapd-vw0-\d+ ended/);
    await country('US');
    assert.equal(await channel(2467), '[12] (disabled)');
    assert.match((await point({ channel: 12 })) ?? '', /^hostapd-vw0-\d+ ended/);
    assert.match((await station.attempt('iw dev vw1 scan freq 2467')).stderr, /Invalid argument/);

    // Nowhere in particular: what is not allowed everywhere is for listening only.
    await country('00');
    assert.match(await channel(5180), /\(no IR\)$/);
    assert.match((await point({ channel: 36, hw_mode: 'a' })) ?? '', /^hostapd-vw0-\d+ ended/);
    assert.equal(await channel(2412), '[1] (20.0 dBm)');
    assert.equal(await point({ channel: 1 }), undefined);
  },
);
