import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { hostapd, nodes, OPEN, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { unpacked } from '../lib/unpacked.js';

const CLIENT = fileURLToPath(new URL('../../programs/client.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3', '-B'];
const PIN = '12345670';
const WPS = {
  ...{ wps_state: 2, eap_server: 1, ap_setup_locked: 0, ap_pin: PIN, config_methods: 'label keypad' },
  ...{ device_name: 'point', manufacturer: 'vwifi', model_name: 'virtual', model_number: 1 },
  ...{ serial_number: 1, device_type: '6-0050F204-1' },
};
const KEYS = 30_000;

/** Also on mac80211_hwsim (--driver). */
export default scenario(
  'an active monitor acknowledges what is sent to its address: a client in user space gets in, and reaver and bully find the PIN',
  { programs: ['python3'], unpacked: ['reaver', 'bully'] },
  async (context) => {
    const [ap, client] = await nodes(context, 2);
    assert.ok(ap && client);
    const device = client.interface;
    const monitor = (flags: string) =>
      client.run(
        `ip link set ${device} down && iw dev ${device} set type managed && iw dev ${device} set type monitor && iw dev ${device} set monitor ${flags} && ip link set ${device} up && iw dev ${device} set channel 6`,
      );
    const argv = [...PYTHON, CLIENT, device, client.mac, ap.mac, 'test', client.address, ap.address];

    const open = await hostapd(context, ap, OPEN);
    await monitor('none');
    const passive = await client.start('client', argv);
    await passive.status();
    assert.match(open.program.output.toString(), /did not acknowledge authentication response/);

    await monitor('active');
    const refused = await client.attempt(['iw', 'dev', device, 'set', 'monitor', 'none']);
    assert.notEqual(refused.status, 0, 'not while it is up');
    const active = await client.start('client', argv);
    assert.equal(await active.status(), 0, active.output.toString());
    assert.match(active.output.toString(), new RegExp(`^found ${ap.mac}$`, 'm'));
    assert.match(await ap.iw('station', 'dump'), new RegExp(`Station ${client.mac}`));
    await open.program.stop();

    const secured = await hostapd(context, ap, { ...WPA2, ...WPS });
    const reaver = await client.start(
      'reaver',
      unpacked('reaver', [
        'env',
        'HOME=/tmp',
        'reaver',
        '-i',
        device,
        '-b',
        ap.mac,
        '-c',
        '6',
        '-N',
        '-vv',
        '-p',
        PIN,
      ]),
    );
    await reaver.output.next(/WPA PSK: '12345678'/, KEYS);
    await reaver.stop();
    const bully = await client.start(
      'bully',
      unpacked('bully', [
        ...['env', 'HOME=/tmp', 'bully', device, '-b', ap.mac, '-c', '6'],
        ...['-B', '-F', '-p', PIN, '-w', '/tmp'],
        // It looks for acknowledgements in the air, of which mac80211_hwsim shows none.
        ...(context.driver === 'mac80211_hwsim' ? ['-A'] : []),
      ]),
    );
    await bully.output.next(/KEY[^']*'12345678'/i, KEYS);
    await bully.stop();
    await secured.program.stop();
  },
);
