import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import {
  connected,
  type HostapdConf,
  hostapd,
  type NetworkBlock,
  type Node,
  nodes,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

type Options = readonly (readonly [key: string, value: string | number])[];

/** What goes with any network. The names are hostapd.conf's; capabilities are told apart by their value. */
const ANY: Options = [
  ['ignore_broadcast_ssid', 0],
  ['beacon_int', 200],
  ['dtim_period', 3],
  ['max_num_sta', 10],
  ['rts_threshold', 500],
  ['fragm_threshold', 1000],
  ['macaddr_acl', 0],
  ['auth_algs', 1],
  ['multicast_to_unicast', 1],
  ['wmm_enabled', 1],
  ['wmm_ac_bk_cwmin', 4],
  ['wmm_ac_vo_txop_limit', 47],
  ['tx_queue_data2_aifs', 3],
  ['tx_queue_data2_burst', 0],
  ['ap_max_inactivity', 100],
  ['skip_inactivity_poll', 1],
  ['disassoc_low_ack', 1],
  ['max_listen_interval', 100],
  ['wds_sta', 1],
  ['ap_isolate', 1],
  ['bss_load_update_period', 50],
  ['chan_util_avg_period', 600],
  ['broadcast_deauth', 1],
  ['no_probe_resp_if_max_sta', 1],
  ['track_sta_max_num', 100],
  ['track_sta_max_age', 180],
  ['eapol_version', 2],
  ['eap_reauth_period', 3600],
  ['wpa_group_rekey', 600],
  ['wpa_strict_rekey', 1],
  ['wpa_gmk_rekey', 86400],
  ['wpa_ptk_rekey', 600],
  ['wpa_group_update_count', 4],
  ['wpa_pairwise_update_count', 4],
  ['wpa_disable_eapol_key_retries', 1],
  ['okc', 1],
  ['disable_pmksa_caching', 1],
  ['ieee80211w', 1],
  ['group_mgmt_cipher', 'AES-128-CMAC'],
  ['assoc_sa_query_max_timeout', 1000],
  ['assoc_sa_query_retry_timeout', 201],
  ['rrm_neighbor_report', 1],
  ['rrm_beacon_report', 1],
  ['stationary_ap', 1],
  ['bss_transition', 1],
  ['wnm_sleep_mode', 1],
  ['time_advertisement', 2],
  ['time_zone', 'EST5'],
  ['proxy_arp', 0],
  ['interworking', 1],
  ['access_network_type', 2],
  ['internet', 1],
  ['asra', 0],
  ['esr', 0],
  ['uesa', 0],
  ['venue_group', 7],
  ['venue_type', 1],
  ['venue_name', 'eng:Example'],
  ['roaming_consortium', '021122'],
  ['network_auth_type', '00'],
  ['ipaddr_type_availability', 14],
  ['domain_name', 'example.com'],
  ['qos_map_set', '53,2,22,6,8,15,0,7,255,255,16,31,32,39,255,255,40,47,48,63'],
  ['gas_comeback_delay', 0],
  ['vendor_elements', 'dd0411223301'],
  ['assocresp_elements', 'dd0411223302'],
  ['tdls_prohibit', 1],
  ['tdls_prohibit_chan_switch', 1],
  ['country_code', 'US'],
  ['ieee80211d', 1],
];

/** What hostapd refuses to start with where the radio does not say that it can. */
const LOW: Options = [
  ['hw_mode', 'g'],
  ['channel', 6],
  ['preamble', 1],
  ['supported_rates', '10 20 55 110 60 90 120 180 240 360 480 540'],
  ['basic_rates', '55 110'],
  ['beacon_rate', 55],
  ['ieee80211n', 1],
  ['obss_interval', 10],
  ['ht_capab', '[HT40+]'],
  ['ht_capab', '[GF]'],
  ['ht_capab', '[SHORT-GI-20]'],
  ['ht_capab', '[SHORT-GI-40]'],
  ['ht_capab', '[DSSS_CCK-40]'],
];
const HIGH: Options = [
  ['hw_mode', 'a'],
  ['channel', 36],
  ['local_pwr_constraint', 3],
  ['ieee80211n', 1],
  ['require_ht', 1],
  ['ht_capab', '[HT40+]'],
  ['ieee80211ac', 1],
  ['require_vht', 1],
  ['vht_oper_chwidth', 1],
  ['vht_oper_centr_freq_seg0_idx', 42],
  ['vht_capab', '[MAX-MPDU-11454]'],
  ['vht_capab', '[RXLDPC]'],
  ['vht_capab', '[SHORT-GI-80]'],
  ['vht_capab', '[SHORT-GI-160]'],
  ['vht_capab', '[TX-STBC-2BY1]'],
  ['vht_capab', '[RX-STBC-1234]'],
  ['vht_capab', '[MAX-A-MPDU-LEN-EXP7]'],
];
const EFFICIENT: Options = [
  ['ieee80211ax', 1],
  ['he_su_beamformer', 1],
  ['he_su_beamformee', 1],
  ['he_mu_beamformer', 1],
  ['he_bss_color', 42],
  ['he_default_pe_duration', 4],
  ['he_rts_threshold', 1023],
  ['he_mu_edca_ac_be_aifsn', 3],
  ['he_spr_sr_control', 3],
  ['he_oper_chwidth', 1],
  ['he_oper_centr_freq_seg0_idx', 42],
];

const GLOBALS: Options = [
  ['ap_scan', 1],
  ['fast_reauth', 1],
  ['country', 'US'],
  ['bss_max_count', 100],
  ['bss_expiration_age', 180],
  ['bss_expiration_scan_count', 2],
  ['filter_ssids', 1],
  ['okc', 1],
  ['pmf', 1],
  ['interworking', 1],
  ['mac_addr', 1],
  ['preassoc_mac_addr', 1],
  ['rand_addr_lifetime', 60],
  ['gas_rand_mac_addr', 1],
  ['scan_cur_freq', 1],
  ['passive_scan', 0],
  ['p2p_disabled', 1],
  ['disable_scan_offload', 1],
];
const NETWORK: Options = [
  ['scan_ssid', 1],
  ['priority', 5],
  ['proto', 'RSN'],
  ['key_mgmt', 'WPA-PSK WPA-PSK-SHA256'],
  ['auth_alg', 'OPEN'],
  ['pairwise', 'CCMP'],
  ['group', 'CCMP'],
  ['ieee80211w', 1],
  ['scan_freq', 2437],
  ['freq_list', 2437],
  ['bgscan', '"simple:30:-45:300"'],
  ['wpa_ptk_rekey', 600],
  ['proactive_key_caching', 1],
  ['disable_ht40', 1],
  ['disable_sgi', 1],
  ['disable_ldpc', 1],
  ['ht40_intolerant', 1],
  ['disable_max_amsdu', 1],
  ['ampdu_factor', 2],
  ['ampdu_density', 3],
  ['rx_stbc', 0],
  ['tx_stbc', 0],
  ['disable_vht', 1],
];

/** As a configuration: what has several values has them in a row. */
function written(options: Options): Record<string, string> {
  const conf: Record<string, string> = {};
  for (const [key, value] of options)
    conf[key] = String(value).startsWith('[') ? (conf[key] ?? '') + value : String(value);
  return conf;
}

/** Those with which something does not work, each by itself; none: all of them together do. */
async function refused(options: Options, works: (options: Options) => Promise<boolean>): Promise<Options> {
  if (await works(options)) return [];
  if (options.length === 1) return options;
  const half = options.length >> 1;
  const found = [
    ...(await refused(options.slice(0, half), works)),
    ...(await refused(options.slice(half), works)),
  ];
  return found.length > 0 ? found : options;
}

async function starts(context: Context, ap: Node, conf: HostapdConf): Promise<boolean> {
  try {
    const { program } = await hostapd(context, ap, conf);
    await program.stop('SIGTERM');
    return true;
  } catch {
    return false;
  }
}

export default scenario(
  'hostapd starts with every option of its file that the radio is asked for, and wpa_supplicant connects',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const accessPoint = (base: Options) => (options: Options) =>
      starts(context, ap, { ...WPA2, ...written([...base, ...options]) });
    const base = (options: Options, ...keys: string[]) => options.filter(([key]) => keys.includes(key));

    const low = [...base(LOW, 'hw_mode', 'channel', 'ieee80211n'), ['ht_capab', '[HT40+]'] as const];
    const high = HIGH.slice(0, 10);
    assert.deepEqual(await refused(ANY, accessPoint([])), []);
    assert.deepEqual(await refused(LOW, accessPoint(low)), []);
    const five = [...high, ['country_code', 'US'] as const, ['ieee80211d', 1] as const];
    assert.deepEqual(await refused(HIGH.slice(10), accessPoint(five)), []);
    assert.deepEqual(await refused(EFFICIENT, accessPoint(five)), []);

    await hostapd(context, ap, { ...WPA2, ieee80211w: 1, wpa_key_mgmt: 'WPA-PSK WPA-PSK-SHA256' });
    const connects = (globals: Options) => async (options: Options) => {
      const network = { ...WPA2_NETWORK, ...(globals === GLOBALS ? {} : written(options)) };
      const daemon = await supplicant(
        context,
        station,
        network as NetworkBlock,
        globals === GLOBALS ? written(options) : {},
      );
      try {
        await connected(context, daemon);
        return true;
      } catch {
        return false;
      } finally {
        await daemon.program.stop('SIGTERM');
      }
    };
    assert.deepEqual(await refused(GLOBALS, connects(GLOBALS)), []);
    assert.deepEqual(await refused(NETWORK, connects(NETWORK)), []);
  },
);
