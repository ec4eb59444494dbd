/** Values that have names, as in linux/nl80211.h: its own words in lower case. */

import type { Named } from '../../wire/named.js';
import type {
  AccessCategory,
  AclPolicy,
  ApSetting,
  AuthenticationType,
  Band,
  BssCannotUse,
  BssScanWidth,
  BssStatus,
  BssUseFor,
  ChannelType,
  ChannelWidth,
  CoalesceCondition,
  ConnectFailedReason,
  CqmRssiEvent,
  CriticalProtocol,
  DfsRegion,
  DfsState,
  EhtGi,
  EhtLtf,
  EhtRu,
  ExtendedFeature,
  ExternalAuthAction,
  Feature,
  FtmFailure,
  FtmRequestType,
  HeGi,
  HeRu,
  HiddenSsid,
  InterfaceType,
  KeyDefaultType,
  KeyMode,
  KeyType,
  MeshPathFlag,
  MeshPowerMode,
  Mfp,
  MonitorFlag,
  NanFunctionType,
  NanTermination,
  PeerLinkAction,
  PeerLinkState,
  PeerMeasurementStatus,
  PowerSave,
  Preamble,
  RadarEvent,
  RegulatoryInitiator,
  RegulatoryRuleFlag,
  RegulatoryType,
  RxManagementFlag,
  SaePwe,
  ScanFlag,
  SmpsMode,
  StationFlag,
  StationP2pPs,
  TdlsOperation,
  TidSetting,
  TimeoutReason,
  TxPowerSetting,
  TxRateGi,
  TxRateSetting,
  UserRegulatoryHint,
} from './messages.js';

/** Interface types. */
export const INTERFACE_TYPES: Named<InterfaceType> = {
  unspecified: 0,
  adhoc: 1,
  station: 2,
  ap: 3,
  'ap-vlan': 4,
  wds: 5,
  monitor: 6,
  'mesh-point': 7,
  'p2p-client': 8,
  'p2p-go': 9,
  'p2p-device': 10,
  ocb: 11,
  nan: 12,
  'nan-data': 13,
  pd: 14,
};

/** Station flags, by bit number. */
export const STATION_FLAGS: Named<StationFlag> = {
  authorized: 1,
  'short-preamble': 2,
  wme: 3,
  mfp: 4,
  authenticated: 5,
  'tdls-peer': 6,
  associated: 7,
  'spp-amsdu': 8,
};

/** P2P power save. */
export const STATION_P2P_PS: Named<StationP2pPs> = {
  unsupported: 0,
  supported: 1,
};

/** Channel types of before 802.11ac. */
export const CHANNEL_TYPES: Named<ChannelType> = {
  'no-ht': 0,
  ht20: 1,
  ht40minus: 2,
  ht40plus: 3,
};

/** Channel widths in MHz. */
export const CHANNEL_WIDTHS: Named<ChannelWidth> = {
  '20-noht': 0,
  '20': 1,
  '40': 2,
  '80': 3,
  '80p80': 4,
  '160': 5,
  '5': 6,
  '10': 7,
  '1': 8,
  '2': 9,
  '4': 10,
  '8': 11,
  '16': 12,
  '320': 13,
};

/** Width of a control channel. */
export const BSS_SCAN_WIDTHS: Named<BssScanWidth> = {
  '20': 0,
  '10': 1,
  '5': 2,
  '1': 3,
  '2': 4,
};

/** What an interface is to a BSS. */
export const BSS_STATUS: Named<BssStatus> = {
  authenticated: 0,
  associated: 1,
  'ibss-joined': 2,
};

/** What a BSS can be used for, by bit number. */
export const BSS_USE_FOR: Named<BssUseFor> = {
  normal: 0,
  'mld-link': 1,
};

/** Why a BSS cannot be used, by bit number. */
export const BSS_CANNOT_USE: Named<BssCannotUse> = {
  'nstr-nonprimary': 0,
  '6ghz-pwr-mismatch': 1,
};

/** Authentication algorithms. */
export const AUTHENTICATION_TYPES: Named<AuthenticationType> = {
  'open-system': 0,
  'shared-key': 1,
  ft: 2,
  'network-eap': 3,
  sae: 4,
  'fils-sk': 5,
  'fils-sk-pfs': 6,
  'fils-pk': 7,
  eppke: 8,
  ieee8021x: 9,
};

/** Kinds of key. */
export const KEY_TYPES: Named<KeyType> = {
  group: 0,
  pairwise: 1,
  peerkey: 2,
};

/** What a key is installed for. */
export const KEY_MODES: Named<KeyMode> = {
  'rx-tx': 0,
  'no-tx': 1,
  'set-tx': 2,
};

/** What a default key is the default for. */
export const KEY_DEFAULT_TYPES: Named<KeyDefaultType> = {
  unicast: 1,
  multicast: 2,
};

/** Management frame protection. */
export const MFP: Named<Mfp> = {
  no: 0,
  required: 1,
  optional: 2,
};

/** Bands; these numbers are the keys of `wiphyBands`. */
export const BANDS: Named<Band> = {
  '2ghz': 0,
  '5ghz': 1,
  '60ghz': 2,
  '6ghz': 3,
  s1ghz: 4,
  lc: 5,
};

/** Power save. */
export const POWER_SAVE: Named<PowerSave> = {
  disabled: 0,
  enabled: 1,
};

/** Connection quality events. */
export const CQM_RSSI_EVENTS: Named<CqmRssiEvent> = {
  'threshold-event-low': 0,
  'threshold-event-high': 1,
  'beacon-loss-event': 2,
};

/** How transmit power is set. */
export const TX_POWER_SETTINGS: Named<TxPowerSetting> = {
  automatic: 0,
  limited: 1,
  fixed: 2,
};

/** Guard interval choices. */
export const TX_RATE_GI: Named<TxRateGi> = {
  'default-gi': 0,
  'force-sgi': 1,
  'force-lgi': 2,
};

/** Monitor flags. */
export const MONITOR_FLAGS: Named<MonitorFlag> = {
  fcsfail: 1,
  plcpfail: 2,
  control: 3,
  'other-bss': 4,
  'cook-frames': 5,
  active: 6,
  'skip-tx': 7,
};

/** Mesh power modes. */
export const MESH_POWER_MODES: Named<MeshPowerMode> = {
  unknown: 0,
  active: 1,
  'light-sleep': 2,
  'deep-sleep': 3,
};

/** Mesh path flags, by bit number. */
export const MESH_PATH_FLAGS: Named<MeshPathFlag> = {
  active: 0,
  resolving: 1,
  'sn-valid': 2,
  fixed: 3,
  resolved: 4,
};

/** Access categories. */
export const ACCESS_CATEGORIES: Named<AccessCategory> = {
  vo: 0,
  vi: 1,
  be: 2,
  bk: 3,
};

/** Mesh peer link states. */
export const PEER_LINK_STATES: Named<PeerLinkState> = {
  listen: 0,
  'opn-snt': 1,
  'opn-rcvd': 2,
  'cnf-rcvd': 3,
  estab: 4,
  holding: 5,
  blocked: 6,
};

/** Mesh peer link actions. */
export const PEER_LINK_ACTIONS: Named<PeerLinkAction> = {
  'no-action': 0,
  open: 1,
  block: 2,
};

/** Who asked for a regulatory domain. */
export const REGULATORY_INITIATORS: Named<RegulatoryInitiator> = {
  core: 0,
  user: 1,
  driver: 2,
  'country-ie': 3,
};

/** Kinds of regulatory domain. */
export const REGULATORY_TYPES: Named<RegulatoryType> = {
  country: 0,
  world: 1,
  'custom-world': 2,
  intersection: 3,
};

/** Regulatory rule flags, by bit number. */
export const REGULATORY_RULE_FLAGS: Named<RegulatoryRuleFlag> = {
  'no-ofdm': 0,
  'no-cck': 1,
  'no-indoor': 2,
  'no-outdoor': 3,
  dfs: 4,
  'ptp-only': 5,
  'ptmp-only': 6,
  'no-ir': 7,
  'no-ibss': 8,
  'auto-bw': 11,
  'ir-concurrent': 12,
  'no-ht40minus': 13,
  'no-ht40plus': 14,
  'no-80mhz': 15,
  'no-160mhz': 16,
  'no-he': 17,
  'no-320mhz': 18,
  'no-eht': 19,
  psd: 20,
  'dfs-concurrent': 21,
  'no-6ghz-vlp-client': 22,
  'no-6ghz-afc-client': 23,
  'allow-6ghz-vlp-ap': 24,
  'allow-20mhz-activity': 25,
  'no-uhr': 26,
};

/** DFS regions. */
export const DFS_REGIONS: Named<DfsRegion> = {
  unset: 0,
  fcc: 1,
  etsi: 2,
  jp: 3,
};

/** DFS states of a channel. */
export const DFS_STATES: Named<DfsState> = {
  usable: 0,
  unavailable: 1,
  available: 2,
};

/** Kinds of regulatory hint. */
export const USER_REGULATORY_HINTS: Named<UserRegulatoryHint> = {
  user: 0,
  'cell-base': 1,
  indoor: 2,
};

/** How a beacon hides its SSID. */
export const HIDDEN_SSID: Named<HiddenSsid> = {
  'not-in-use': 0,
  'zero-len': 1,
  'zero-contents': 2,
};

/** TDLS operations. */
export const TDLS_OPERATIONS: Named<TdlsOperation> = {
  'discovery-req': 0,
  setup: 1,
  teardown: 2,
  'enable-link': 3,
  'disable-link': 4,
};

/** Driver features, by bit number. */
export const FEATURES: Named<Feature> = {
  'sk-tx-status': 0,
  'ht-ibss': 1,
  'inactivity-timer': 2,
  'cell-base-reg-hints': 3,
  'p2p-device-needs-channel': 4,
  sae: 5,
  'low-priority-scan': 6,
  'scan-flush': 7,
  'ap-scan': 8,
  'vif-txpower': 9,
  'need-obss-scan': 10,
  'p2p-go-ctwin': 11,
  'p2p-go-oppps': 12,
  'advertise-chan-limits': 14,
  'full-ap-client-state': 15,
  'userspace-mpm': 16,
  'active-monitor': 17,
  'ap-mode-chan-width-change': 18,
  'ds-param-set-ie-in-probes': 19,
  'wfa-tpc-ie-in-probes': 20,
  quiet: 21,
  'tx-power-insertion': 22,
  'ackto-estimation': 23,
  'static-smps': 24,
  'dynamic-smps': 25,
  'supports-wmm-admission': 26,
  'mac-on-create': 27,
  'tdls-channel-switch': 28,
  'scan-random-mac-addr': 29,
  'sched-scan-random-mac-addr': 30,
  'nd-random-mac-addr': 31,
};

/** Extended driver features, by bit number. */
export const EXTENDED_FEATURES: Named<ExtendedFeature> = {
  'vht-ibss': 0,
  rrm: 1,
  'mu-mimo-air-sniffer': 2,
  'scan-start-time': 3,
  'bss-parent-tsf': 4,
  'set-scan-dwell': 5,
  'beacon-rate-legacy': 6,
  'beacon-rate-ht': 7,
  'beacon-rate-vht': 8,
  'fils-sta': 9,
  'mgmt-tx-random-ta': 10,
  'mgmt-tx-random-ta-connected': 11,
  'sched-scan-relative-rssi': 12,
  'cqm-rssi-list': 13,
  'fils-sk-offload': 14,
  '4way-handshake-sta-psk': 15,
  '4way-handshake-sta-1x': 16,
  'fils-max-channel-time': 17,
  'accept-bcast-probe-resp': 18,
  'oce-probe-req-high-tx-rate': 19,
  'oce-probe-req-deferral-suppression': 20,
  'mfp-optional': 21,
  'low-span-scan': 22,
  'low-power-scan': 23,
  'high-accuracy-scan': 24,
  'dfs-offload': 25,
  'control-port-over-nl80211': 26,
  'ack-signal-support': 27,
  'data-ack-signal-support': 27,
  txqs: 28,
  'scan-random-sn': 29,
  'scan-min-preq-content': 30,
  'can-replace-ptk0': 31,
  'enable-ftm-responder': 32,
  'airtime-fairness': 33,
  'ap-pmksa-caching': 34,
  'sched-scan-band-specific-rssi-thold': 35,
  'ext-key-id': 36,
  'sta-tx-pwr': 37,
  'sae-offload': 38,
  'vlan-offload': 39,
  aql: 40,
  'beacon-protection': 41,
  'control-port-no-preauth': 42,
  'protected-twt': 43,
  'del-ibss-sta': 44,
  'multicast-registrations': 45,
  'beacon-protection-client': 46,
  'scan-freq-khz': 47,
  'control-port-over-nl80211-tx-status': 48,
  'operating-channel-validation': 49,
  '4way-handshake-ap-psk': 50,
  'sae-offload-ap': 51,
  'fils-discovery': 52,
  'unsol-bcast-probe-resp': 53,
  'beacon-rate-he': 54,
  'secure-ltf': 55,
  'secure-rtt': 56,
  'prot-range-nego-and-measure': 57,
  'bss-color': 58,
  'fils-crypto-offload': 59,
  'radar-background': 60,
  'powered-addr-change': 61,
  punct: 62,
  'secure-nan': 63,
  'auth-and-deauth-random-ta': 64,
  'owe-offload': 65,
  'owe-offload-ap': 66,
  'dfs-concurrent': 67,
  'spp-amsdu-support': 68,
  'beacon-rate-eht': 69,
  eppke: 70,
  'assoc-frame-encryption': 71,
  'ieee8021x-auth': 72,
  'roc-addr-filter': 73,
  'set-key-ltf-seed': 74,
  'probe-ap': 75,
};

/** Why an access point refused a station. */
export const CONNECT_FAILED_REASONS: Named<ConnectFailedReason> = {
  'max-clients': 0,
  'blocked-client': 1,
};

/** What timed out. */
export const TIMEOUT_REASONS: Named<TimeoutReason> = {
  unspecified: 0,
  scan: 1,
  auth: 2,
  assoc: 3,
};

/** Scan flags, by bit number. */
export const SCAN_FLAGS: Named<ScanFlag> = {
  'low-priority': 0,
  flush: 1,
  ap: 2,
  'random-addr': 3,
  'fils-max-channel-time': 4,
  'accept-bcast-probe-resp': 5,
  'oce-probe-req-high-tx-rate': 6,
  'oce-probe-req-deferral-suppression': 7,
  'low-span': 8,
  'low-power': 9,
  'high-accuracy': 10,
  'random-sn': 11,
  'min-preq-content': 12,
  'freq-khz': 13,
  'colocated-6ghz': 14,
};

/** Access list policies. */
export const ACL_POLICIES: Named<AclPolicy> = {
  'accept-unless-listed': 0,
  'deny-unless-listed': 1,
};

/** Spatial multiplexing power save. */
export const SMPS_MODES: Named<SmpsMode> = {
  off: 0,
  static: 1,
  dynamic: 2,
};

/** Radar events. */
export const RADAR_EVENTS: Named<RadarEvent> = {
  detected: 0,
  'cac-finished': 1,
  'cac-aborted': 2,
  'nop-finished': 3,
  'pre-cac-expired': 4,
  'cac-started': 5,
};

/** Critical protocols. */
export const CRITICAL_PROTOCOLS: Named<CriticalProtocol> = {
  unspec: 0,
  dhcp: 1,
  eapol: 2,
  apipa: 3,
};

/** Flags of a received management frame, by bit number. */
export const RX_MANAGEMENT_FLAGS: Named<RxManagementFlag> = {
  answered: 0,
  'external-auth': 1,
};

/** NAN functions. */
export const NAN_FUNCTION_TYPES: Named<NanFunctionType> = {
  publish: 0,
  subscribe: 1,
  'follow-up': 2,
};

/** Why a NAN function ended. */
export const NAN_TERMINATIONS: Named<NanTermination> = {
  'user-request': 0,
  'ttl-expired': 1,
  error: 2,
};

/** External authentication. */
export const EXTERNAL_AUTH_ACTIONS: Named<ExternalAuthAction> = {
  start: 0,
  abort: 1,
};

/** Preambles. */
export const PREAMBLES: Named<Preamble> = {
  legacy: 0,
  ht: 1,
  vht: 2,
  dmg: 3,
  he: 4,
};

/** Peer measurement results. */
export const PEER_MEASUREMENT_STATUS: Named<PeerMeasurementStatus> = {
  success: 0,
  refused: 1,
  timeout: 2,
  failure: 3,
};

/** What a fine timing measurement is for: an access point's distance, or that of any device nearby. */
export const FTM_REQUEST_TYPES: Named<FtmRequestType> = {
  infra: 0,
  pd: 1,
};

/** Why a fine timing measurement failed. */
export const FTM_FAILURES: Named<FtmFailure> = {
  unspecified: 0,
  'no-response': 1,
  rejected: 2,
  'wrong-channel': 3,
  'peer-not-capable': 4,
  'invalid-timestamp': 5,
  'peer-busy': 6,
  'bad-changed-params': 7,
};

/** How SAE derives its password element. */
export const SAE_PWE: Named<SaePwe> = {
  unspecified: 0,
  'hunt-and-peck': 1,
  'hash-to-element': 2,
  both: 3,
};

/** Access point settings, by bit number. */
export const AP_SETTINGS: Named<ApSetting> = {
  'external-auth-support': 0,
  'sa-query-offload-support': 1,
};

/** HE guard intervals in microseconds. */
export const HE_GI: Named<HeGi> = {
  '0.8': 0,
  '1.6': 1,
  '3.2': 2,
};

/** HE resource units in tones. */
export const HE_RU: Named<HeRu> = {
  '26': 0,
  '52': 1,
  '106': 2,
  '242': 3,
  '484': 4,
  '996': 5,
  '2x996': 6,
};

/** EHT guard intervals in microseconds. */
export const EHT_GI: Named<EhtGi> = {
  '0.8': 0,
  '1.6': 1,
  '3.2': 2,
};

/** EHT long training fields: how many. */
export const EHT_LTF: Named<EhtLtf> = {
  '1x': 0,
  '2x': 1,
  '4x': 2,
  '6x': 3,
  '8x': 4,
};

/** EHT resource units in tones. */
export const EHT_RU: Named<EhtRu> = {
  '26': 0,
  '52': 1,
  '52p26': 2,
  '106': 3,
  '106p26': 4,
  '242': 5,
  '484': 6,
  '484p242': 7,
  '996': 8,
  '996p484': 9,
  '996p484p242': 10,
  '2x996': 11,
  '2x996p484': 12,
  '3x996': 13,
  '3x996p484': 14,
  '4x996': 15,
};

/** How a transmit rate is set. */
export const TX_RATE_SETTINGS: Named<TxRateSetting> = {
  automatic: 0,
  limited: 1,
  fixed: 2,
};

/** On or off, per TID. */
export const TID_SETTINGS: Named<TidSetting> = {
  enable: 0,
  disable: 1,
};

/** Packet coalescing conditions. */
export const COALESCE_CONDITIONS: Named<CoalesceCondition> = {
  match: 0,
  'no-match': 1,
};
