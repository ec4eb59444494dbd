import assert from 'node:assert/strict';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Long enough to reach past the fields of another type's state. */
const LONG_NAME = 'the-other-long-network';

export default scenario(
  'an interface goes from station to access point and back, and works as either',
  { debug: true },
  async (context) => {
    const [first, second] = await nodes(context, 2);
    assert.ok(first && second);
    for (let round = 0; round < 2; round++) {
      const ssid = round === 0 ? 'test' : LONG_NAME;
      const { program } = await hostapd(context, first, { ...OPEN, ssid });
      assert.match(await first.iw('info'), new RegExp(`ssid ${ssid}\\n\\ttype AP`));
      assert.ok(await second.connects(ssid));
      await second.pings(first);
      await second.iw('disconnect');
      await program.stop();

      // And now the other way round: the former access point is the station.
      const other = await hostapd(context, second, { ...OPEN, ssid: LONG_NAME });
      assert.match(
        await first.iw('scan'),
        new RegExp(`SSID: ${LONG_NAME}`),
        'it can scan after having been one',
      );
      assert.ok(await first.connects(LONG_NAME));
      await first.pings(second);
      await first.iw('disconnect');
      await other.program.stop();
    }
    for (const type of ['__ap', 'managed', '__ap', 'managed']) {
      await first.run(`ip link set vw0 down && iw dev vw0 set type ${type} && ip link set vw0 up`);
      assert.match(await first.iw('info'), new RegExp(`type ${type === '__ap' ? 'AP' : type}`));
    }
    await first.iw('scan');
  },
);
