import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { loadDriver } from '../lib/driver.js';
import { scenario } from '../lib/scenario.js';

/** Lines that the manual shows and that scripts look for. A driver that can do more shows more. */
const LINES = [
  'max # scan SSIDs: 69',
  'max # sched scan SSIDs: 0',
  'max # match sets: 0',
  'Retry short limit: 7',
  'Retry long limit: 4',
  'Coverage class: 0 \\(up to 0m\\)',
  '\\* WEP40 \\(00-0f-ac:1\\)\n\\s+\\* WEP104 \\(00-0f-ac:5\\)\n\\s+\\* TKIP \\(00-0f-ac:2\\)\n\\s+\\* CCMP-128 \\(00-0f-ac:4\\)',
  'Available Antennas: TX 0 RX 0',
  '\\* IBSS',
  '\\* managed',
  '\\* AP',
  'Band 1:',
  '\\* 1\\.0 Mbps',
  '\\* 54\\.0 Mbps',
  '\\* 2412(\\.0)? MHz \\[1\\] \\([\\d.]+ dBm\\)',
  '\\* 2472(\\.0)? MHz \\[13\\].*',
  '\\* 2484(\\.0)? MHz \\[14\\].*',
  '\\* set_interface',
  '\\* new_key',
  '\\* start_ap',
  '\\* join_ibss',
  '\\* set_wiphy_netns',
  '\\* set_channel',
  '\\* connect',
  '\\* disconnect',
  'Device supports scan flush\\.',
];

/** What a radio claims, and the scenario that shows it true. A claim that has none fails here. */
const CLAIMS: Readonly<Record<string, string>> = {
  'Device supports RSN-IBSS.': 'ad-hoc-cells',
  'Device supports TX status socket option.': 'injected-frames',
  'Device supports HT-IBSS.': 'ad-hoc-cells-of-any-width',
  'Device supports SAE with AUTHENTICATE command': 'wpa3-sae',
  'Device supports scan flush.': 'scan-as-asked',
  'Driver supports full state transitions for AP/GO clients': 'station-dump',
  'Device supports active monitor (which will ACK incoming frames)': 'active-monitor',
  'Device supports configuring vdev MAC-addr on create.': 'interface-as-any-other',
  'Driver/device bandwidth changes during BSS lifetime (AP/GO mode)': 'width-of-a-running-network',
  'Device adds DS IE to probe requests': 'claims-that-no-daemon-uses',
  'Device supports randomizing MAC-addr in scans.': 'scan-as-asked',
  'Device supports low priority scan.': 'scan-as-asked',
  'Device supports AP scan.': 'scan-as-asked',
  'Device supports T-DLS.': 'tdls-direct-link',
  VHT_IBSS: 'ad-hoc-cells-of-any-width',
  ENABLE_FTM_RESPONDER: 'how-far-peers-are',
  CQM_RSSI_LIST: 'link-quality',
  RRM: 'neighbours-and-measurements',
  SET_SCAN_DWELL: 'scan-as-asked',
  FILS_STA: 'fast-initial-link',
  FILS_DISCOVERY: 'found-between-beacons',
  UNSOL_BCAST_PROBE_RESP: 'found-between-beacons',
  BEACON_RATE_LEGACY: 'beacon-rate',
  BEACON_RATE_HT: 'beacon-rate',
  BEACON_RATE_VHT: 'beacon-rate',
  BEACON_RATE_HE: 'beacon-rate',
  CONTROL_PORT_OVER_NL80211: 'wpa2-two-stations',
  CONTROL_PORT_NO_PREAUTH: 'wpa2-two-stations',
  CONTROL_PORT_OVER_NL80211_TX_STATUS: 'wpa2-two-stations',
  EXT_KEY_ID: 'two-keys-with-one-peer',
  CAN_REPLACE_PTK0: 'group-rekey',
  BEACON_PROTECTION: 'beacon-protection',
  BEACON_PROTECTION_CLIENT: 'beacon-protection',
  BSS_COLOR: 'bss-colour',
  'IBSS type': 'ad-hoc-cells',
  'managed type': 'wpa2-two-stations',
  'AP type': 'wpa2-two-stations',
  'AP/VLAN type': 'vlans-by-radius',
  'mesh type': 'mesh-of-five-in-a-line',
  'outside type': 'outside-a-network',
  'Driver supports a userspace MPM': 'mesh-by-wpa-supplicant',
  join_mesh: 'mesh-of-five-in-a-line',
  new_mpath: 'mesh-parameters-and-paths',
  set_mesh_config: 'mesh-parameters-and-paths',
  'monitor type': 'monitor-interface',
  'P2P-client type': 'p2p-groups-by-negotiation',
  'P2P-GO type': 'p2p-groups-of-one-owner',
  'P2P-device type': 'p2p-groups-by-negotiation',
  start_p2p_device: 'p2p-device-goes',
  WEP40: 'capture-decrypts-sae-and-wep',
  WEP104: 'capture-decrypts-sae-and-wep',
  TKIP: 'wpa-tkip',
  'CCMP-128': 'encryption-vectors',
  'CCMP-256': 'encryption-vectors',
  'GCMP-128': 'encryption-vectors',
  'GCMP-256': 'encryption-vectors',
  CMAC: 'beacon-protection',
  'CMAC-256': 'beacon-protection',
  'GMAC-128': 'beacon-protection',
  'GMAC-256': 'beacon-protection',
  channel_switch: 'channel-switch-announced',
  tdls_mgmt: 'tdls-direct-link',
  tdls_oper: 'tdls-direct-link',
  set_multicast_to_unicast: 'group-frames-by-unicast',
  set_qos_map: 'priorities-by-qos-map',
  set_noack_map: 'frames-without-acknowledgement',
  probe_client: 'idle-stations',
  register_beacons: 'radio-keeps-its-word',
  remain_on_channel: 'verbs-from-typescript',
  set_tx_bitrate_mask: 'wide-channels',
  join_ibss: 'ad-hoc-cells',
  new_interface: 'several-networks-on-one-radio',
  set_interface: 'interface-types',
  new_key: 'group-rekey',
  start_ap: 'open-network-by-iw',
  new_station: 'station-dump',
  set_bss: 'isolated-stations',
  authenticate: 'wpa3-sae',
  associate: 'reassociation',
  deauthenticate: 'deauthenticated-by-access-point',
  disassociate: 'claims-that-no-daemon-uses',
  frame: 'neighbours-and-measurements',
  frame_wait_cancel: 'asked-before-association',
  set_wiphy_netns: 'station-moves-namespace',
  set_channel: 'monitor-interface',
  connect: 'open-network-by-iw',
  disconnect: 'open-network-by-iw',
};

/** What the list claims: sentences, features, types, ciphers, commands. */
function claimed(list: string): string[] {
  const under = (heading: string): string[] =>
    (list.match(new RegExp(`^\\t${heading}:\\n((?:\\t\\t.*\\n)+)`, 'm'))?.[1] ?? '')
      .split('\n')
      .map((line) => line.match(/\* \[? ?(\S+)/)?.[1])
      .filter((word) => word !== undefined);
  return [
    ...[...list.matchAll(/^\t(D(?:evice|river)\S* .*)$/gm)].map(([, sentence]) => sentence ?? ''),
    ...under('Supported extended features'),
    ...under('Supported interface modes').map((type) => `${type} type`),
    ...under('Supported Ciphers'),
    ...under('Supported commands'),
  ];
}

export default scenario('iw list shows what the radio can do', {}, async (context) => {
  await loadDriver(context, { station: 1 });
  const list = await context.run('iw list');
  assert.match(list, /^Wiphy vw_phy0\n\twiphy index: \d+$/m, 'the name stands directly before the index');
  for (const line of LINES) assert.match(list, new RegExp(`^\\s+${line}`, 'm'), `${line} in:\n${list}`);
  const rates = list.match(/Bitrates \(non-HT\):\n((?:\t\t\t\* .*\n)+)/)?.[1]?.match(/[\d.]+ Mbps/g);
  assert.equal(rates?.length, 12, 'twelve rates in the 2.4 GHz band');
  assert.match(
    list,
    /#\{ managed, AP, mesh point, P2P-client, P2P-GO \} <= 16, #\{ P2P-device \} <= 1,[\s\S]*total <= 17, #channels <= 16/,
    'p2p-groups-of-one-owner shows several groups and channels',
  );
  const claims = claimed(list);
  assert.ok(claims.length > 40, 'every kind is among them');
  for (const claim of claims) {
    const shown = CLAIMS[claim];
    assert.ok(shown, `"${claim}" is claimed, and no scenario shows it`);
    assert.ok(
      existsSync(new URL(`./${shown}.js`, import.meta.url)),
      `${claim}: there is no scenario ${shown}`,
    );
  }
  assert.doesNotMatch(list, /u-APSD/, 'nobody sleeps here');
});
