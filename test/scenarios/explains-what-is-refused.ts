import { VWifi } from '@vwifi/nl80211';
import type { LabSpec } from '@vwifi/testbed';
import { explained } from '../lib/explained.js';
import { scenario } from '../lib/scenario.js';

const idle = { kind: 'station', idle: true } as const;
const ap = (ssid: string, more: object = {}) =>
  ({ kind: 'ap', ssid, security: 'wpa2-psk', passphrase: 'the right one', ...more }) as const;
const sae = { security: 'wpa3-sae', passphrase: 'the right one' } as const;

/** A network for each cause, its access point and who is not let in. */
const LAB = {
  nodes: {
    psk: ap('psk'),
    'psk-sta': { ...idle, network: 'psk', passphrase: 'the wrong one' },
    sae: ap('sae', sae),
    'sae-sta': { ...idle, network: 'sae', security: 'wpa3-sae', passphrase: 'the wrong one' },
    lossy: ap('lossy'),
    'lossy-sta': { ...idle, network: 'lossy' },
    list: ap('list'),
    'list-sta': { ...idle, network: 'list' },
    full: ap('full', { extra: ['max_num_sta=1'] }),
    'full-one': { ...idle, network: 'full' },
    'full-sta': { ...idle, network: 'full' },
    groups: ap('groups', { ...sae, extra: ['sae_groups=20'] }),
    'groups-sta': { ...idle, network: 'groups' },
    pmf: ap('pmf', { extra: ['ieee80211w=2'] }),
    'pmf-sta': { ...idle, network: 'pmf', extra: ['ieee80211w=0'] },
    akm: ap('akm', sae),
    'akm-sta': { ...idle, network: 'akm', security: 'wpa2-psk', passphrase: 'the right one' },
    cipher: ap('cipher'),
    'cipher-sta': {
      ...{ ...idle, network: 'cipher', security: 'wpa2-psk', cipher: 'GCMP', passphrase: 'the right one' },
    },
    deny: ap('deny'),
    'deny-sta': { ...idle, network: 'deny' },
  },
} as unknown as LabSpec;

export default scenario(
  'who is not let in is told why: the passphrase told from lost frames, lists, limits, what both do not have in common',
  {},
  async (context) => {
    const it = await explained(context, LAB);
    await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
    const { lab } = it.laboratory;
    const radio = (name: string) => lab.nodes.find((node) => node.name === name)?.interface ?? '';

    await it.start('psk-sta');
    await it.finds('psk-sta', 'wrong-passphrase', /the passphrase of psk-sta is not the one of psk/);
    await it.start('sae-sta');
    await it.finds('sae-sta', 'wrong-passphrase', /sae-sta is not the one of sae/);

    await wifi.vwifi.faults.add({ action: 'drop', eapol: 2, from: radio('lossy-sta') });
    await it.start('lossy-sta');
    await it.finds('lossy-sta', 'frames-lost', /frames of lossy-sta are lost/);

    const address = /^address=(\S+)/m.exec(await it.control('list-sta', 'STATUS'))?.[1];
    await it.control('list', `DENY_ACL ADD_MAC ${address}`);
    await it.start('list-sta');
    await it.finds('list-sta', 'access-list', /list of list keeps list-sta/);

    await it.start('full-one');
    await it.connected('full-one');
    await it.start('full-sta');
    await it.finds('full-sta', 'station-limit', /full has as many stations/);

    await it.start('groups-sta', 'SET sae_groups 19');
    await it.finds('groups-sta', 'sae-group', /none of the finite cyclic groups/);
    await it.start('pmf-sta');
    await it.finds('pmf-sta', 'pmf-mismatch', /protected management frames/);
    await it.start('akm-sta');
    await it.finds('akm-sta', 'no-common-akm', /wants WPA-PSK, and akm offers SAE/);
    await it.start('cipher-sta');
    await it.finds('cipher-sta', 'no-common-cipher', /takes GCMP-128, and cipher offers CCMP-128/);

    await it.laboratory.deny('deny', 'deny-sta', true);
    await it.start('deny-sta');
    await it.finds('deny-sta', 'denied', /deny drops data of deny-sta/);
    it.asTold();
  },
);
