import assert from 'node:assert/strict';
import { NetlinkError, VWifi } from '@vwifi/nl80211';
import { hostapd, nodes, OPEN } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** 80 MHz around channel 42, and 80 more around 155. */
const CONF = {
  ...{ ...OPEN, hw_mode: 'a', channel: 36, country_code: 'US' },
  ...{ ieee80211n: 1, wmm_enabled: 1, ht_capab: '[HT40+]', ieee80211ac: 1 },
  ...{ vht_oper_chwidth: 3, vht_oper_centr_freq_seg0_idx: 42, vht_oper_centr_freq_seg1_idx: 155 },
};
const SEGMENTS = { wiphyFreq: 5180, channelWidth: '80p80', centerFreq1: 5210, centerFreq2: 5775 } as const;

export default scenario(
  'a channel of two segments, which no radio offers, is refused to hostapd, to a cell and to a monitor',
  {},
  async (context) => {
    const [ap, other] = await nodes(context, 2);
    assert.ok(ap && other);
    await context.run('iw reg set US');
    assert.match(await ap.run('iw phy vw_phy0 info'), /Supported Channel Width: 160 MHz\n/);

    // With the capability hostapd itself says no; without it the radio does. Both end.
    for (const more of [{ vht_capab: '[VHT160-80PLUS80]' }, {}])
      await assert.rejects(hostapd(context, ap, { ...CONF, ...more }), / ended/);
    assert.doesNotMatch(await ap.iw('info'), /80\+80/);

    const cell = `ip link set ${other.interface} down && iw dev ${other.interface} set type ibss && ip link set ${other.interface} up`;
    await other.run(cell);
    const wifi = await VWifi.open({ socket: context.machine.openNetlink, netns: other.netns });
    context.onEnd('close the client', () => wifi.close());
    await assert.rejects(
      wifi.commands.joinIbss({ dev: other.interface, ssid: 'cell', ...SEGMENTS }),
      (error: unknown) => error instanceof NetlinkError && error.code === 'EINVAL',
    );
    assert.doesNotMatch(await other.iw('info'), /channel/);

    await other.run(cell.replace('type ibss', 'type monitor'));
    const set = await other.attempt([
      'iw',
      'dev',
      other.interface,
      'set',
      'freq',
      '5180',
      '80+80',
      '5210',
      '5775',
    ]);
    assert.match(set.stderr, /Invalid argument|not supported/i);
    assert.doesNotMatch(await other.iw('info'), /80\+80/);

    // Nothing of it is left: both work on what is offered.
    await hostapd(context, ap, { ...CONF, vht_oper_chwidth: 1, vht_oper_centr_freq_seg1_idx: 0 });
    assert.match(await ap.iw('info'), /width: 80 MHz, center1: 5210 MHz/);
    await other.iw('set', 'freq', '5180', '80', '5210');
    assert.match(await other.iw('info'), /width: 80 MHz, center1: 5210 MHz/);
  },
);
