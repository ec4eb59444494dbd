import assert from 'node:assert/strict';
import { NetlinkError, VWifi } from '@vwifi/nl80211';
import { connected, hostapd, nodes, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** ETSI EN 301 893: a minute of listening, half an hour away. */
const CAC_S = 60;
const AWAY_S = 30 * 60;
/** So late may a timer of half an hour go off. */
const LATE_S = 60;

/** Runs in the guest, where alone time does not pass between two attempts: a radar as soon as somebody looks for it. */
const RADAR = `
  import { setInterval } from 'node:timers/promises';
  import { VWifi } from '${import.meta.resolve('@vwifi/nl80211')}';
  const wifi = await VWifi.open();
  const appears = () => wifi.vwifi.medium.radar(Number(process.argv[1])).then(() => true, () => false);
  for await (const _ of setInterval(1)) if (await appears()) break;
  console.log('it was seen');
  await wifi.close();
`;

export default scenario(
  'an access point listens a minute before it uses a radar channel, and leaves it when a radar appears',
  { debug: true },
  async (context) => {
    const [ap, station, other, hasty] = await nodes(context, 4);
    assert.ok(ap && station && other && hasty);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    context.onEnd('close the client', () => wifi.close());
    const state = async (mhz: number) =>
      (await ap.run('iw phy vw_phy0 channels')).match(new RegExp(`\\* ${mhz}(?:\\.0)? MHz[^*]*`))?.[0] ?? '';
    const now = async () => Number((await context.run('cat /proc/uptime')).split('.')[0]);
    assert.match(
      await ap.run('iw phy vw_phy0 info'),
      /radar detect widths: \{ 20 MHz \(no HT\), 20 MHz, 40 MHz, 80 MHz, 160 MHz \}/,
    );

    const conf = {
      ssid: 'test',
      hw_mode: 'a',
      channel: 52,
      country_code: 'DE',
      ieee80211d: 1,
      ieee80211h: 1,
      beacon_int: 500,
      chanlist: '36 52', // where it may go from here
    };
    const before = await now();
    const events = await ap.start('iw event', ['stdbuf', '-oL', 'iw', 'event', '-t']);
    const { control, program } = await hostapd(context, ap, conf);
    assert.ok((await now()) - before >= CAC_S, 'it listened');
    await program.output.next(/DFS-CAC-START freq=5260 chan=52.*cac_time=60s/);
    await program.output.next(/DFS-CAC-COMPLETED success=1 freq=5260/);
    assert.match(await state(5260), /DFS state: available/);
    assert.match(await state(5500), /DFS state: usable/);
    assert.match(await ap.iw('info'), /channel 52 \(5260 MHz\)/);

    await connected(context, await supplicant(context, station, { ...OPEN_NETWORK, scan_freq: '5260' }));
    await station.pings(ap);

    // Nobody looks for radars elsewhere.
    await assert.rejects(wifi.vwifi.medium.radar(5180), (error: unknown) => {
      assert.ok(error instanceof NetlinkError);
      assert.match(error.message, /no access point looks for radars on this frequency/);
      return true;
    });

    await wifi.vwifi.medium.radar(5265);
    await control.events.next(/^DFS-RADAR-DETECTED freq=5260/);
    await control.events.next(/^AP-CSA-FINISHED/);
    await events.output.next(/radar detected/i);
    assert.match(await state(5260), /DFS state: unavailable/);
    const channel = (await ap.iw('info')).match(/channel (\d+) /)?.[1];
    assert.ok(channel && channel !== '52', `it is on channel ${channel}`);
    await station.pings(ap);

    // Somebody else is on its way to another channel when a radar appears there: it never sends a beacon on it.
    const appears = await context.start('radar', ['node', '--input-type=module', '--eval', RADAR, '5500']);
    const { program: moved } = await hostapd(context, other, { ...conf, channel: 100, chanlist: '40 100' });
    await appears.output.next(/it was seen/);
    await moved.output.next(/DFS-RADAR-DETECTED freq=5500/);
    assert.match(await other.iw('info'), /channel 40 \(5200 MHz\)/);

    // Who goes before the time is over has not found out anything.
    await hasty.run('ip link set vw3 down && iw dev vw3 set type __ap && ip link set vw3 up');
    const aborted = await hasty.start('iw event of vw3', ['stdbuf', '-oL', 'iw', 'event']);
    await context.eventually('iw event listens', async () => {
      await hasty.run('iw dev vw3 cac trigger channel 104 NOHT && ip link set vw3 down; ip link set vw3 up');
      return /5520 MHz: CAC was aborted/.test(aborted.output.toString());
    });
    assert.match(await state(5520), /DFS state: usable/);

    // The channels are nobody's for half an hour; then somebody may listen again.
    assert.match(await state(5260), /DFS state: unavailable/);
    // Where waiting takes no time.
    if (!/-(fast|debug)$/.test((await context.run('uname -r')).trim())) return;
    await context.run(`sleep ${AWAY_S + LATE_S}`);
    assert.match(await state(5260), /DFS state: usable/);
  },
);
