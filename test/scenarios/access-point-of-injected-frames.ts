import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { nodes } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const POINT = fileURLToPath(new URL('../../programs/point.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3', '-B'];
const BSSID = '02:00:00:00:00:01';
/** Some five seconds of them: a station misses seven at most. */
const BEACONS = 50;

/** Also on mac80211_hwsim (--driver). */
export default scenario(
  'a station stays with an access point that a program makes of injected frames, for as long as it hears its beacons',
  { debug: true, programs: ['python3'] },
  async (context) => {
    const [station, other] = await nodes(context, 2);
    assert.ok(station && other);
    const device = other.interface;
    await other.run(
      `ip link set ${device} down && iw dev ${device} set type monitor && ip link set ${device} up`,
    );
    await other.iw('set', 'channel', '6');
    const point = await other.start('point', [...PYTHON, POINT, device, BSSID, '6', 'made up']);
    await point.output.next(/^beacon 3$/);
    const events = await context.start('iw', ['iw', 'event'], { netns: station.netns });
    await context.eventually('it is connected', () => station.connects('made up'), 20_000);
    await station.attempt(['ping', '-c', '1', '-W', '0.1', '10.0.0.9']);
    await point.output.next(new RegExp(`^data ${station.mac}$`));

    const heard = Number(point.output.all.filter((line) => line.startsWith('beacon')).length);
    await point.output.next(new RegExp(`^beacon ${heard + BEACONS}$`), 30_000);
    assert.match((await station.link()) ?? '', new RegExp(`Connected to ${BSSID}`));
    assert.doesNotMatch(events.output.all.join('\n'), /disconnected|beacon loss/i);

    await point.tell('enough');
    await point.status();
    await context.eventually('without beacons it leaves', async () => !(await station.link()), 20_000);
  },
);
