import { existsSync, readFileSync } from 'node:fs';
import type { PolicyAttribute } from '../../genl/nlctrl.js';
import { generateBytes, tryDecode } from '../../testing/generate.js';
import { type Names, nameOf } from '../../wire/named.js';
import type { Nest, Table } from '../../wire/table.js';
import { attributes, message } from './attributes.js';
import * as bss from './bss.js';
import { COMMANDS } from './commands.js';
import * as key from './key.js';
import * as measurement from './measurement.js';
import * as mesh from './mesh.js';
import * as nan from './nan.js';
import * as rate from './rate.js';
import { regulatoryRule } from './regulatory.js';
import * as settings from './settings.js';
import * as station from './station.js';
import { surveyInfo } from './survey.js';
import * as values from './values.js';
import * as wiphy from './wiphy.js';
import * as wowlan from './wowlan.js';

const HEADER = '/usr/include/linux/nl80211.h';

/** The numbers of an enum of the header, by name: plain counting, `= N` and `= OTHER` are all that occurs there. */
function readEnum(text: string, name: string): Map<string, number> {
  const body = new RegExp(`enum ${name} \\{(.*?)\\n\\};`, 's').exec(text)?.[1] ?? '';
  const values = new Map<string, number>();
  let next = 0;
  for (const item of body.replace(/\/\*.*?\*\//gs, '').split(',')) {
    const [, key, value] = /(\w+)\s*(?:=\s*(.+))?$/s.exec(item.trim()) ?? [];
    if (!key) continue;
    if (value !== undefined) next = values.get(value.trim()) ?? Number(value);
    if (Number.isNaN(next)) continue;
    values.set(key, next++);
  }
  return values;
}

interface Header {
  readonly header: string;
  readonly attributes: Readonly<Record<string, number>>;
  readonly commands: Readonly<Record<string, number>>;
  /** Further enums by their names. */
  readonly enums?: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8'));

function readHeader(path: string): Header {
  const text = readFileSync(path, 'utf8');
  const relevant = (name: string) => !/_(MAX|AFTER_LAST|UNSPEC)$/.test(name);
  const pick = (name: string, prefix: string) =>
    Object.fromEntries(
      [...readEnum(text, name)]
        .filter(([key]) => key.startsWith(prefix) && relevant(key))
        .map(([key, number]) => [key.slice(prefix.length), number]),
    );
  return {
    header: 'of this system',
    attributes: pick('nl80211_attrs', 'NL80211_ATTR_'),
    commands: pick('nl80211_commands', 'NL80211_CMD_'),
  };
}

/** The names and numbers of the newest kernel that the tables are complete for, and whatever header this system has. */
const newest = fixture('header-7.3.json') as Header;
const headers = [newest, ...(existsSync(HEADER) ? [readHeader(HEADER)] : [])];

describe.each(headers)('parity with the header $header', ({ header, attributes: wanted, commands }) => {
  const tell = (what: string, missing: readonly string[], all: number) => {
    const percent = (100 * (all - missing.length)) / all;
    process.stdout.write(
      `nl80211 ${what} of header ${header} in the table: ${percent.toFixed(1)} % of ${all}\n`,
    );
  };

  test('every attribute is in the table', () => {
    const ids = new Set<number>(Object.values(attributes).map(([id]) => id));
    const names = Object.keys(wanted);
    const missing = names.filter((name) => !ids.has(wanted[name] ?? -1));
    tell('attributes', missing, names.length);
    expect(names.length).toBeGreaterThan(300);
    expect(missing).toEqual([]);
  });

  test('every command is in the table', () => {
    const names = Object.keys(commands);
    const missing = names.filter((name) => nameOf(COMMANDS, commands[name] ?? -1) === undefined);
    tell('commands', missing, names.length);
    expect(names.length).toBeGreaterThan(140);
    expect(missing).toEqual([]);
  });
});

/** What is inside of an attribute, by the enum that numbers it; where two attributes share one, their tables together. */
const SETS: Readonly<Record<string, Table>> = {
  nl80211_attr_coalesce_rule: wowlan.coalesceRule,
  nl80211_attr_cqm: settings.cqm,
  nl80211_band_attr: wiphy.band,
  nl80211_band_iftype_attr: wiphy.bandInterfaceType,
  nl80211_bitrate_attr: wiphy.bitrate,
  nl80211_bss: bss.bss,
  nl80211_bss_color_attributes: settings.bssColor,
  nl80211_bss_select_attr: bss.bssSelect,
  nl80211_fils_discovery_attributes: settings.filsDiscovery,
  nl80211_frequency_attr: wiphy.frequency,
  nl80211_ftm_responder_attributes: measurement.ftmResponder,
  nl80211_ftm_responder_stats: measurement.ftmResponderStats,
  nl80211_if_combination_attrs: wiphy.interfaceCombination,
  nl80211_iface_limit_attrs: wiphy.interfaceLimit,
  nl80211_iftype_akm_attributes: wiphy.interfaceTypeAkm,
  nl80211_key_attributes: key.key,
  nl80211_mbssid_config_attributes: settings.mbssidConfig,
  nl80211_mesh_setup_params: mesh.meshSetup,
  nl80211_meshconf_params: mesh.meshConfig,
  nl80211_mpath_info: mesh.meshPathInfo,
  nl80211_nan_band_conf_attributes: nan.nanBandConfiguration,
  nl80211_nan_capabilities: nan.nanCapabilities,
  nl80211_nan_conf_attributes: nan.nanConfiguration,
  nl80211_nan_func_attributes: nan.nanFunction,
  nl80211_nan_match_attributes: nan.nanMatch,
  nl80211_nan_peer_map_attrs: nan.nanPeerMap,
  nl80211_nan_phy_cap_attr: nan.nanPhyCapabilities,
  nl80211_nan_srf_attributes: nan.nanServiceFilter,
  nl80211_obss_pd_attributes: settings.obssPd,
  nl80211_packet_pattern_attr: wowlan.packetPattern,
  nl80211_peer_measurement_attrs: (attributes.peerMeasurements[1] as Nest<unknown>).table,
  nl80211_peer_measurement_ftm_capa: { ...measurement.ftmCapabilities, ...measurement.ftmRole },
  nl80211_peer_measurement_ftm_req: measurement.ftmRequest,
  nl80211_peer_measurement_ftm_resp: measurement.ftmResponse,
  nl80211_peer_measurement_ftm_type_capa: measurement.ftmTypes,
  nl80211_pmksa_candidate_attr: key.pmksaCandidate,
  nl80211_rate_info: rate.rateInfo,
  nl80211_reg_rule_attr: regulatoryRule,
  nl80211_rekey_data: key.rekeyData,
  nl80211_s1g_short_beacon_attrs: settings.s1gShortBeacon,
  nl80211_sar_attrs: wiphy.sar,
  nl80211_sar_specs_attrs: wiphy.sarSpec,
  nl80211_sched_scan_match_attr: bss.schedScanMatch,
  nl80211_sched_scan_plan: bss.schedScanPlan,
  nl80211_sta_bss_param: station.stationBssParam,
  nl80211_sta_info: station.stationInfo,
  nl80211_sta_wme_attr: station.stationWme,
  nl80211_survey_info: surveyInfo,
  nl80211_tid_config_attr: settings.tidConfig,
  nl80211_tid_stats: station.tidStats,
  nl80211_tx_rate_attributes: rate.txRates,
  nl80211_txq_attr: settings.txqParams,
  nl80211_txq_stats: station.txqStats,
  nl80211_unsol_bcast_probe_resp_attributes: settings.unsolicitedProbeResponse,
  nl80211_wiphy_radio_attrs: wiphy.wiphyRadio,
  nl80211_wiphy_radio_freq_range: wiphy.radioFrequencyRange,
  nl80211_wmm_rule: wiphy.wmmRule,
  nl80211_wowlan_tcp_attrs: wowlan.wowlanTcp,
  nl80211_wowlan_triggers: wowlan.wowlanTriggers,
};

/** Values with names, by their enum. */
const VALUES: Readonly<Record<string, Names>> = {
  nl80211_ac: values.ACCESS_CATEGORIES,
  nl80211_acl_policy: values.ACL_POLICIES,
  nl80211_auth_type: values.AUTHENTICATION_TYPES,
  nl80211_band: values.BANDS,
  nl80211_bss_scan_width: values.BSS_SCAN_WIDTHS,
  nl80211_bss_status: values.BSS_STATUS,
  nl80211_chan_width: values.CHANNEL_WIDTHS,
  nl80211_channel_type: values.CHANNEL_TYPES,
  nl80211_coalesce_condition: values.COALESCE_CONDITIONS,
  nl80211_connect_failed_reason: values.CONNECT_FAILED_REASONS,
  nl80211_cqm_rssi_threshold_event: values.CQM_RSSI_EVENTS,
  nl80211_crit_proto_id: values.CRITICAL_PROTOCOLS,
  nl80211_dfs_regions: values.DFS_REGIONS,
  nl80211_dfs_state: values.DFS_STATES,
  nl80211_eht_gi: values.EHT_GI,
  nl80211_eht_ltf: values.EHT_LTF,
  nl80211_eht_ru_alloc: values.EHT_RU,
  nl80211_ext_feature_index: values.EXTENDED_FEATURES,
  nl80211_external_auth_action: values.EXTERNAL_AUTH_ACTIONS,
  nl80211_he_gi: values.HE_GI,
  nl80211_he_ru_alloc: values.HE_RU,
  nl80211_hidden_ssid: values.HIDDEN_SSID,
  nl80211_iftype: values.INTERFACE_TYPES,
  nl80211_key_default_types: values.KEY_DEFAULT_TYPES,
  nl80211_key_mode: values.KEY_MODES,
  nl80211_key_type: values.KEY_TYPES,
  nl80211_mesh_power_mode: values.MESH_POWER_MODES,
  nl80211_mfp: values.MFP,
  nl80211_mntr_flags: values.MONITOR_FLAGS,
  nl80211_nan_func_term_reason: values.NAN_TERMINATIONS,
  nl80211_nan_function_type: values.NAN_FUNCTION_TYPES,
  nl80211_peer_measurement_ftm_failure_reasons: values.FTM_FAILURES,
  nl80211_peer_measurement_ftm_req_type: values.FTM_REQUEST_TYPES,
  nl80211_peer_measurement_status: values.PEER_MEASUREMENT_STATUS,
  nl80211_plink_action: values.PEER_LINK_ACTIONS,
  nl80211_plink_state: values.PEER_LINK_STATES,
  nl80211_preamble: values.PREAMBLES,
  nl80211_ps_state: values.POWER_SAVE,
  nl80211_radar_event: values.RADAR_EVENTS,
  nl80211_reg_initiator: values.REGULATORY_INITIATORS,
  nl80211_reg_type: values.REGULATORY_TYPES,
  nl80211_sae_pwe_mechanism: values.SAE_PWE,
  nl80211_smps_mode: values.SMPS_MODES,
  nl80211_sta_flags: values.STATION_FLAGS,
  nl80211_sta_p2p_ps_status: values.STATION_P2P_PS,
  nl80211_tdls_operation: values.TDLS_OPERATIONS,
  nl80211_tid_config: values.TID_SETTINGS,
  nl80211_timeout_reason: values.TIMEOUT_REASONS,
  nl80211_tx_power_setting: values.TX_POWER_SETTINGS,
  nl80211_tx_rate_setting: values.TX_RATE_SETTINGS,
  nl80211_txrate_gi: values.TX_RATE_GI,
  nl80211_user_reg_hint_type: values.USER_REGULATORY_HINTS,
};

/** The same of sets of bits: the header has masks. */
const BITS: Readonly<Record<string, Names>> = {
  nl80211_ap_settings_flags: values.AP_SETTINGS,
  nl80211_bss_cannot_use_reasons: values.BSS_CANNOT_USE,
  nl80211_bss_use_for: values.BSS_USE_FOR,
  nl80211_feature_flags: values.FEATURES,
  nl80211_mpath_flags: values.MESH_PATH_FLAGS,
  nl80211_reg_rule_flags: values.REGULATORY_RULE_FLAGS,
  nl80211_rxmgmt_flags: values.RX_MANAGEMENT_FLAGS,
  nl80211_scan_flags: values.SCAN_FLAGS,
};

describe(`parity with the enums of the header ${newest.header}`, () => {
  const numbersOf = (name: string) => Object.entries(newest.enums?.[name] ?? {});

  test.each(Object.entries(SETS))('%s: every attribute is in the table', (name, table) => {
    const known = new Set(Object.values(table).map(([id]) => id));
    const missing = numbersOf(name).filter(([, id]) => !known.has(id));
    expect(numbersOf(name).length).toBeGreaterThan(0);
    expect(missing).toEqual([]);
  });

  test.each(Object.entries(VALUES))('%s: every value has a name', (name, names) => {
    const known = new Set(Object.values(names));
    expect(numbersOf(name).length).toBeGreaterThan(0);
    expect(numbersOf(name).filter(([, value]) => !known.has(value))).toEqual([]);
  });

  test.each(Object.entries(BITS))('%s: every bit has a name', (name, names) => {
    const known = new Set(Object.values(names).map((bit) => 2 ** bit));
    expect(numbersOf(name).length).toBeGreaterThan(0);
    expect(numbersOf(name).filter(([, mask]) => !known.has(mask))).toEqual([]);
  });
});

interface FixturePolicy {
  readonly type: keyof typeof SIZES;
  readonly minlen?: number;
  readonly maxlen?: number;
  readonly policy?: number;
}

/** Bytes that the kernel's type takes; undefined: any number. */
const SIZES = {
  flag: 0,
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  s8: 1,
  s16: 2,
  s32: 4,
  s64: 8,
  binary: undefined,
  'nul-string': undefined,
  nested: undefined,
  'nested-array': undefined,
} satisfies Partial<Record<NonNullable<Exclude<PolicyAttribute['type'], number>>, number | undefined>>;

describe('parity with the policy that kernel 6.1 told of itself', () => {
  const { policies } = fixture('policy-6.1.json') as {
    policies: Record<string, Record<string, FixturePolicy>>;
  };
  const byId = new Map<number, readonly [string, Table[string][1]]>(
    Object.entries(attributes as Table).map(([name, [id, codec]]) => [id, [name, codec]]),
  );
  const rows = Object.entries(policies['0'] ?? {}).map(([id, policy]) => [Number(id), policy] as const);

  test('covers the root', () => {
    expect(rows.length).toBeGreaterThan(200);
  });

  test.each(rows)('attribute %i takes the size the kernel takes', (id, policy) => {
    const [name, codec] = byId.get(id) ?? ['nothing', undefined];
    expect(codec).toBeDefined();
    if (!codec) return;
    const size =
      policy.minlen !== undefined && policy.minlen === policy.maxlen ? policy.minlen : SIZES[policy.type];
    if (policy.type.startsWith('nested')) {
      expect([name, codec.nested]).toEqual([name, true]);
    } else if (policy.type === 'flag') {
      expect([name, codec.omits?.(false)]).toEqual([name, true]);
    } else if (size !== undefined) {
      const bytes = new Uint8Array(size);
      expect([name, tryDecode(codec, bytes) !== undefined]).toEqual([name, true]);
    }
  });

  test('nested policies have tables', () => {
    const nested = rows.filter(([, { policy }]) => policy !== undefined && policy !== 0);
    expect(nested.length).toBeGreaterThan(5);
    for (const [id, { policy }] of nested) {
      const codec = byId.get(id)?.[1] as Partial<Nest<unknown>> | undefined;
      const inner = codec?.table ? codec : (codec?.inside?.(1)?.codec as Partial<Nest<unknown>> | undefined);
      const known = new Set(Object.values(inner?.table ?? {}).map(([each]) => each));
      const missing = Object.keys(policies[String(policy)] ?? {}).filter((each) => !known.has(Number(each)));
      expect([byId.get(id)?.[0], missing]).toEqual([byId.get(id)?.[0], []]);
    }
  });
});

test('a generated message names attributes of the table only', () => {
  const bytes = generateBytes(message, (below) => Math.floor(below / 2));
  expect(tryDecode(message, bytes)).toBeDefined();
});
