/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */
import type { Elements } from '../../elements/elements.js';
import type { AkmSuiteName, CipherSuiteName } from '../../elements/suites.js';
import type { Ssid } from '../../wire/ssid.js';
import type { Loose, Unknowns } from '../../wire/table.js';
import type { Events, Requests } from './shapes.js';
import type { Written } from './written.js';

/** Frequency in MHz, signal in hundredths of a dBm, `lastSeenBoottime` in nanoseconds. */
export interface BssAttributes extends Unknowns {
  bssid?: string;
  frequency?: number;
  tsf?: bigint;
  beaconInterval?: number;
  capability?: number;
  informationElements?: Elements;
  signalMbm?: number;
  signalUnspec?: number;
  status?: BssStatus | number;
  seenMsAgo?: number;
  beaconIes?: Elements;
  chanWidth?: BssScanWidth | number;
  beaconTsf?: bigint;
  prespData?: boolean;
  lastSeenBoottime?: bigint;
  parentTsf?: bigint;
  parentBssid?: string;
  chainSignal?: Readonly<Record<number, number>>;
  frequencyOffset?: number;
  mloLinkId?: number;
  mldAddr?: string;
  useFor?: readonly (BssUseFor | number)[];
  cannotUseReasons?: bigint;
}
export type BssAttributesIn = Written<BssAttributes>;
/** What a scheduled scan looks for. */
export interface SchedScanMatchAttributes extends Unknowns {
  ssid?: Ssid;
  rssi?: number;
  relativeRssi?: number;
  rssiAdjust?: RssiAdjust;
  bssid?: string;
  perBandRssi?: Readonly<Record<number, number>>;
}
export type SchedScanMatchAttributesIn = Written<SchedScanMatchAttributes>;
/** Interval in seconds. */
export interface SchedScanPlanAttributes extends Unknowns {
  interval?: number;
  iterations?: number;
}
export interface BssSelectAttributes extends Unknowns {
  rssi?: boolean;
  bandPref?: Band | number;
  rssiAdjust?: RssiAdjust;
}
export interface KeyAttributes extends Unknowns {
  data?: Uint8Array;
  idx?: number;
  cipher?: CipherSuiteName | number;
  seq?: Uint8Array;
  default?: boolean;
  defaultMgmt?: boolean;
  type?: KeyType | number;
  defaultTypes?: readonly (KeyDefaultType | number)[];
  mode?: KeyMode | number;
  defaultBeacon?: boolean;
  ltfSeed?: Uint8Array;
}
export interface RekeyDataAttributes extends Unknowns {
  kek?: Uint8Array;
  kck?: Uint8Array;
  replayCtr?: Uint8Array;
  akm?: AkmSuiteName | number;
}
export interface PmksaCandidateAttributes extends Unknowns {
  index?: number;
  bssid?: string;
  preauth?: boolean;
}
export interface FtmResponderAttributes extends Unknowns {
  enabled?: boolean;
  lci?: Uint8Array;
  civicloc?: Uint8Array;
}
export interface FtmResponderStatsAttributes extends Unknowns {
  successNum?: number;
  partialNum?: number;
  failedNum?: number;
  asapNum?: number;
  nonAsapNum?: number;
  totalDurationMsec?: bigint;
  unknownTriggersNum?: number;
  rescheduleRequestsNum?: number;
  outOfWindowTriggersNum?: number;
}
/** What a radio can do as the initiator (ISTA) or the responder (RSTA) of a measurement, with so many peers at once. */
export interface FtmRoleAttributes extends Unknowns {
  maxPeerIstaRole?: number;
  maxPeerRstaRole?: number;
  supportNtb?: boolean;
  supportTb?: boolean;
  supportEdca?: boolean;
}
export interface FtmTypesAttributes extends Unknowns {
  infraSupport?: boolean;
  pdSupport?: boolean;
}
/** Intervals in milliseconds; `maxTxSts` and `maxRxSts` count from zero. */
export interface FtmCapabilitiesAttributes extends Unknowns {
  asap?: boolean;
  nonAsap?: boolean;
  reqLci?: boolean;
  reqCivicloc?: boolean;
  preambles?: readonly (Preamble | number)[];
  bandwidths?: readonly (ChannelWidth | number)[];
  maxBurstsExponent?: number;
  maxFtmsPerBurst?: number;
  triggerBased?: boolean;
  nonTriggerBased?: boolean;
  '6ghzSupport'?: boolean;
  maxTxLtfRep?: number;
  maxRxLtfRep?: number;
  maxTxSts?: number;
  maxRxSts?: number;
  maxTotalLtfTx?: number;
  maxTotalLtfRx?: number;
  rstaSupport?: boolean;
  istaCaps?: FtmRoleAttributes;
  rstaCaps?: FtmRoleAttributes;
  typeCaps?: FtmTypesAttributes;
  concurrentIstaRstaSupport?: boolean;
  maxNumTxAntennas?: number;
  maxNumRxAntennas?: number;
  minIntervalEdca?: number;
  minIntervalNtb?: number;
  pdPreambles?: readonly (Preamble | number)[];
  pdBandwidths?: readonly (ChannelWidth | number)[];
}
/**
 * The time between measurements is at least `min...` times 100 microseconds and at most `max...` times 10 milliseconds; the
 * nominal time and the duration of an availability window in milliseconds, `ingress` and `egress` in millimetres.
 */
export interface FtmRequestAttributes extends Unknowns {
  asap?: boolean;
  preamble?: Preamble | number;
  numBurstsExp?: number;
  burstPeriod?: number;
  burstDuration?: number;
  ftmsPerBurst?: number;
  numFtmrRetries?: number;
  requestLci?: boolean;
  requestCivicloc?: boolean;
  triggerBased?: boolean;
  nonTriggerBased?: boolean;
  lmrFeedback?: boolean;
  bssColor?: number;
  rsta?: boolean;
  minTimeBetweenMeasurements?: number;
  maxTimeBetweenMeasurements?: number;
  nominalTime?: number;
  awDuration?: number;
  numMeasurements?: number;
  ingress?: bigint;
  egress?: bigint;
  pdSuppressResults?: boolean;
}
/**
 * Times in picoseconds, distances in millimetres, signals in halves of a dBm; what was agreed with the peer (from
 * `burstPeriod` on) in the units of {@link ftmRequest}, the availability window in milliseconds.
 */
export interface FtmResponseAttributes extends Unknowns {
  failReason?: FtmFailure | number;
  burstIndex?: number;
  numFtmrAttempts?: number;
  numFtmrSuccesses?: number;
  busyRetryTime?: number;
  numBurstsExp?: number;
  burstDuration?: number;
  ftmsPerBurst?: number;
  rssiAvg?: number;
  rssiSpread?: number;
  txRate?: RateInfoAttributes;
  rxRate?: RateInfoAttributes;
  rttAvg?: bigint;
  rttVariance?: bigint;
  rttSpread?: bigint;
  distAvg?: bigint;
  distVariance?: bigint;
  distSpread?: bigint;
  lci?: Uint8Array;
  civicloc?: Uint8Array;
  burstPeriod?: number;
  txLtfRepetitionCount?: number;
  rxLtfRepetitionCount?: number;
  maxTimeBetweenMeasurements?: number;
  minTimeBetweenMeasurements?: number;
  numTxSpatialStreams?: number;
  numRxSpatialStreams?: number;
  nominalTime?: number;
  availabilityWindow?: number;
  channelWidth?: ChannelWidth | number;
  preamble?: Preamble | number;
  isDelayedLmr?: boolean;
}
export interface MeshPathInfoAttributes extends Unknowns {
  frameQlen?: number;
  sn?: number;
  metric?: number;
  exptime?: number;
  flags?: readonly (MeshPathFlag | number)[];
  discoveryTimeout?: number;
  discoveryRetries?: number;
  hopCount?: number;
  pathChange?: number;
}
export interface MeshConfigAttributes extends Unknowns {
  retryTimeout?: number;
  confirmTimeout?: number;
  holdingTimeout?: number;
  maxPeerLinks?: number;
  maxRetries?: number;
  ttl?: number;
  autoOpenPlinks?: number;
  hwmpMaxPreqRetries?: number;
  pathRefreshTime?: number;
  minDiscoveryTimeout?: number;
  hwmpActivePathTimeout?: number;
  hwmpPreqMinInterval?: number;
  hwmpNetDiamTrvsTime?: number;
  hwmpRootmode?: number;
  elementTtl?: number;
  hwmpRannInterval?: number;
  gateAnnouncements?: number;
  hwmpPerrMinInterval?: number;
  forwarding?: number;
  rssiThreshold?: number;
  syncOffsetMaxNeighbor?: number;
  htOpmode?: number;
  hwmpPathToRootTimeout?: number;
  hwmpRootInterval?: number;
  hwmpConfirmationInterval?: number;
  powerMode?: MeshPowerMode | number;
  awakeWindow?: number;
  plinkTimeout?: number;
  connectedToGate?: number;
  nolearn?: number;
  connectedToAs?: number;
}
export interface MeshSetupAttributes extends Unknowns {
  enableVendorPathSel?: number;
  enableVendorMetric?: number;
  ie?: Elements;
  userspaceAuth?: boolean;
  userspaceAmpe?: boolean;
  enableVendorSync?: number;
  userspaceMpm?: boolean;
  authProtocol?: number;
}
export type MeshSetupAttributesIn = Written<MeshSetupAttributes>;
export interface NanServiceFilterAttributes extends Unknowns {
  include?: boolean;
  bf?: Uint8Array;
  bfIdx?: number;
  macAddrs?: readonly string[];
}
export interface NanFunctionAttributes extends Unknowns {
  type?: NanFunctionType | number;
  serviceId?: Uint8Array;
  publishType?: number;
  publishBcast?: boolean;
  subscribeActive?: boolean;
  followUpId?: number;
  followUpReqId?: number;
  followUpDest?: string;
  closeRange?: boolean;
  ttl?: number;
  serviceInfo?: Uint8Array;
  srf?: NanServiceFilterAttributes;
  rxMatchFilter?: readonly Uint8Array[];
  txMatchFilter?: readonly Uint8Array[];
  instanceId?: number;
  termReason?: NanTermination | number;
}
export interface NanMatchAttributes extends Unknowns {
  funcLocal?: NanFunctionAttributes;
  funcPeer?: NanFunctionAttributes;
}
/** Frequency in MHz, thresholds in dBm. A device wakes in every 2^(`wakeDw`-1)th discovery window, at 0 in none. */
export interface NanBandConfigurationAttributes extends Unknowns {
  band?: Band | number;
  freq?: number;
  rssiClose?: number;
  rssiMiddle?: number;
  wakeDw?: number;
  disableScan?: boolean;
}
/** `scanPeriod` in seconds, `scanDwellTime` and `discoveryBeaconInterval` in TU. */
export interface NanConfigurationAttributes extends Unknowns {
  clusterId?: string;
  extraAttrs?: Uint8Array;
  vendorElems?: Elements;
  bandConfigs?: readonly NanBandConfigurationAttributes[];
  scanPeriod?: number;
  scanDwellTime?: number;
  discoveryBeaconInterval?: number;
  notifyDw?: boolean;
}
export type NanConfigurationAttributesIn = Written<NanConfigurationAttributes>;
/** What the data path can do, on every band the same. */
export interface NanPhyCapabilitiesAttributes extends Unknowns {
  htMcsSet?: Uint8Array;
  htCapa?: number;
  htAmpduFactor?: number;
  htAmpduDensity?: number;
  vhtMcsSet?: Uint8Array;
  vhtCapa?: number;
  heMac?: Uint8Array;
  hePhy?: Uint8Array;
  heMcsSet?: Uint8Array;
  hePpe?: Uint8Array;
}
/** `opMode` and `capabilities` are the fields of Wi-Fi Aware; antennas: transmit in the low nibble; time in microseconds. */
export interface NanCapabilitiesAttributes extends Unknowns {
  configurableSync?: boolean;
  userspaceDe?: boolean;
  opMode?: number;
  numAntennas?: number;
  maxChannelSwitchTime?: number;
  capabilities?: number;
  phy?: NanPhyCapabilitiesAttributes;
}
export interface NanPeerMapAttributes extends Unknowns {
  mapId?: number;
  timeSlots?: Uint8Array;
}
/** A bit rate; `bitrate` and `bitrate32` count 100 kbit/s. With `uhrMcs` go `ehtNss`, `ehtGi` and `ehtRuAlloc`. */
export interface RateInfoAttributes extends Unknowns {
  bitrate?: number;
  mcs?: number;
  width40Mhz?: boolean;
  shortGi?: boolean;
  bitrate32?: number;
  vhtMcs?: number;
  vhtNss?: number;
  width80Mhz?: boolean;
  width80Plus80Mhz?: boolean;
  width160Mhz?: boolean;
  width10Mhz?: boolean;
  width5Mhz?: boolean;
  heMcs?: number;
  heNss?: number;
  heGi?: HeGi | number;
  heDcm?: number;
  heRuAlloc?: HeRu | number;
  width320Mhz?: boolean;
  ehtMcs?: number;
  ehtNss?: number;
  ehtGi?: EhtGi | number;
  ehtRuAlloc?: EhtRu | number;
  s1gMcs?: number;
  s1gNss?: number;
  width1Mhz?: boolean;
  width2Mhz?: boolean;
  width4Mhz?: boolean;
  width8Mhz?: boolean;
  width16Mhz?: boolean;
  uhrMcs?: number;
  uhrElr?: boolean;
  uhrIm?: boolean;
}
/** Allowed transmit rates of a band; `legacy` counts 500 kbit/s. */
export interface TxRatesAttributes extends Unknowns {
  legacy?: Uint8Array;
  ht?: Uint8Array;
  vht?: readonly number[];
  gi?: TxRateGi | number;
  he?: readonly number[];
  heGi?: HeGi | number;
  heLtf?: number;
  eht?: readonly number[];
  ehtGi?: EhtGi | number;
  ehtLtf?: EhtLtf | number;
}
/** Frequencies in kHz, power in hundredths of a dBm, times in milliseconds. */
export interface RegulatoryRuleAttributes extends Unknowns {
  regRuleFlags?: readonly (RegulatoryRuleFlag | number)[];
  freqRangeStart?: number;
  freqRangeEnd?: number;
  freqRangeMaxBw?: number;
  powerRuleMaxAntGain?: number;
  powerRuleMaxEirp?: number;
  dfsCacTime?: number;
  powerRulePsd?: number;
}
export interface TxqParamsAttributes extends Unknowns {
  ac?: AccessCategory | number;
  txop?: number;
  cwmin?: number;
  cwmax?: number;
  aifs?: number;
}
/** Signals in dBm. */
export interface CqmAttributes extends Unknowns {
  rssiThold?: readonly number[];
  rssiHyst?: number;
  rssiThresholdEvent?: CqmRssiEvent | number;
  pktLossEvent?: number;
  txeRate?: number;
  txePkts?: number;
  txeIntvl?: number;
  beaconLossEvent?: boolean;
  rssiLevel?: number;
}
export interface TidConfigAttributes extends Unknowns {
  vifSupp?: bigint;
  peerSupp?: bigint;
  override?: boolean;
  tids?: number;
  noack?: TidSetting | number;
  retryShort?: number;
  retryLong?: number;
  ampduCtrl?: TidSetting | number;
  rtsctsCtrl?: TidSetting | number;
  amsduCtrl?: TidSetting | number;
  txRateType?: TxRateSetting | number;
  txRate?: TxRatesAttributes;
}
export interface ObssPdAttributes extends Unknowns {
  minOffset?: number;
  maxOffset?: number;
  nonSrgMaxOffset?: number;
  bssColorBitmap?: Uint8Array;
  partialBssidBitmap?: Uint8Array;
  srCtrl?: number;
}
export interface BssColorAttributes extends Unknowns {
  color?: number;
  disabled?: boolean;
  partial?: boolean;
}
export interface FilsDiscoveryAttributes extends Unknowns {
  intMin?: number;
  intMax?: number;
  tmpl?: Uint8Array;
}
export interface UnsolicitedProbeResponseAttributes extends Unknowns {
  int?: number;
  tmpl?: Uint8Array;
}
export interface MbssidConfigAttributes extends Unknowns {
  maxInterfaces?: number;
  maxEmaProfilePeriodicity?: number;
  index?: number;
  txIfindex?: number;
  ema?: boolean;
  txLinkId?: number;
}
/** The beacon that an S1G access point sends between the long ones. */
export interface S1gShortBeaconAttributes extends Unknowns {
  head?: Uint8Array;
  tail?: Elements;
}
export type S1gShortBeaconAttributesIn = Written<S1gShortBeaconAttributes>;
export interface StationBssParamAttributes extends Unknowns {
  ctsProt?: boolean;
  shortPreamble?: boolean;
  shortSlotTime?: boolean;
  dtimPeriod?: number;
  beaconInterval?: number;
}
/** Transmit queue statistics. */
export interface TxqStatsAttributes extends Unknowns {
  backlogBytes?: number;
  backlogPackets?: number;
  flows?: number;
  drops?: number;
  ecnMarks?: number;
  overlimit?: number;
  overmemory?: number;
  collisions?: number;
  txBytes?: number;
  txPackets?: number;
  maxFlows?: number;
}
/** Statistics of one traffic identifier. */
export interface TidStatsAttributes extends Unknowns {
  rxMsdu?: bigint;
  txMsdu?: bigint;
  txMsduRetries?: bigint;
  txMsduFailed?: bigint;
  txqStats?: TxqStatsAttributes;
}
/** Times in milliseconds (`connectedTime` in seconds, durations in microseconds), signals in dBm. */
export interface StationInfoAttributes extends Unknowns {
  inactiveTime?: number;
  rxBytes?: number;
  txBytes?: number;
  llid?: number;
  plid?: number;
  plinkState?: PeerLinkState | number;
  signal?: number;
  txBitrate?: RateInfoAttributes;
  rxPackets?: number;
  txPackets?: number;
  txRetries?: number;
  txFailed?: number;
  signalAvg?: number;
  rxBitrate?: RateInfoAttributes;
  bssParam?: StationBssParamAttributes;
  connectedTime?: number;
  staFlags?: StationFlagUpdate;
  beaconLoss?: number;
  tOffset?: bigint;
  localPm?: MeshPowerMode | number;
  peerPm?: MeshPowerMode | number;
  nonpeerPm?: MeshPowerMode | number;
  rxBytes64?: bigint;
  txBytes64?: bigint;
  chainSignal?: Readonly<Record<number, number>>;
  chainSignalAvg?: Readonly<Record<number, number>>;
  expectedThroughput?: number;
  rxDropMisc?: bigint;
  beaconRx?: bigint;
  beaconSignalAvg?: number;
  tidStats?: Readonly<Record<number, TidStatsAttributes>>;
  rxDuration?: bigint;
  ackSignal?: number;
  ackSignalAvg?: number;
  rxMpdus?: number;
  fcsErrorCount?: number;
  connectedToGate?: number;
  txDuration?: bigint;
  airtimeWeight?: number;
  airtimeLinkMetric?: number;
  assocAtBoottime?: bigint;
  connectedToAs?: number;
}
/** Power save parameters. */
export interface StationWmeAttributes extends Unknowns {
  uapsdQueues?: number;
  maxSp?: number;
}
/** Frequency in MHz, noise in dBm, times in milliseconds. */
export interface SurveyInfoAttributes extends Unknowns {
  frequency?: number;
  noise?: number;
  inUse?: boolean;
  time?: bigint;
  timeBusy?: bigint;
  timeExtBusy?: bigint;
  timeRx?: bigint;
  timeTx?: bigint;
  timeScan?: bigint;
  timeBssRx?: bigint;
  frequencyOffset?: number;
}
export interface WmmRuleAttributes extends Unknowns {
  cwMin?: number;
  cwMax?: number;
  aifsn?: number;
  txop?: number;
}
/**
 * A channel: frequency in MHz, power in hundredths of a dBm, times in milliseconds. `cacStartTime` is there while an access
 * point listens for radars: nanoseconds since the boot.
 */
export interface FrequencyAttributes extends Unknowns {
  freq?: number;
  disabled?: boolean;
  noIr?: boolean;
  noIbss?: boolean;
  radar?: boolean;
  maxTxPower?: number;
  dfsState?: DfsState | number;
  dfsTime?: number;
  noHt40Minus?: boolean;
  noHt40Plus?: boolean;
  no80mhz?: boolean;
  no160mhz?: boolean;
  dfsCacTime?: number;
  indoorOnly?: boolean;
  irConcurrent?: boolean;
  no20mhz?: boolean;
  no10mhz?: boolean;
  wmm?: Readonly<Record<number, WmmRuleAttributes>>;
  noHe?: boolean;
  offset?: number;
  allow1Mhz?: boolean;
  allow2Mhz?: boolean;
  allow4Mhz?: boolean;
  allow8Mhz?: boolean;
  allow16Mhz?: boolean;
  no320mhz?: boolean;
  noEht?: boolean;
  psd?: number;
  dfsConcurrent?: boolean;
  no6ghzVlpClient?: boolean;
  no6ghzAfcClient?: boolean;
  canMonitor?: boolean;
  allow6ghzVlpAp?: boolean;
  allow20mhzActivity?: boolean;
  no4mhz?: boolean;
  no8mhz?: boolean;
  no16mhz?: boolean;
  s1gNoPrimary?: boolean;
  noUhr?: boolean;
  cacStartTime?: bigint;
}
/** A legacy rate in units of 100 kbit/s. */
export interface BitrateAttributes extends Unknowns {
  rate?: number;
  shortPreamble2Ghz?: boolean;
}
/** HE, EHT and UHR capabilities of some interface types. */
export interface BandInterfaceTypeAttributes extends Unknowns {
  iftypes?: readonly (InterfaceType | number)[];
  heCapMac?: Uint8Array;
  heCapPhy?: Uint8Array;
  heCapMcsSet?: Uint8Array;
  heCapPpe?: Uint8Array;
  he6ghzCapa?: number;
  vendorElems?: Elements;
  ehtCapMac?: Uint8Array;
  ehtCapPhy?: Uint8Array;
  ehtCapMcsSet?: Uint8Array;
  ehtCapPpe?: Uint8Array;
  uhrCapMac?: Uint8Array;
  uhrCapPhy?: Uint8Array;
}
export type BandInterfaceTypeAttributesIn = Written<BandInterfaceTypeAttributes>;
export interface BandAttributes extends Unknowns {
  freqs?: readonly FrequencyAttributes[];
  rates?: readonly BitrateAttributes[];
  htMcsSet?: Uint8Array;
  htCapa?: number;
  htAmpduFactor?: number;
  htAmpduDensity?: number;
  vhtMcsSet?: Uint8Array;
  vhtCapa?: number;
  iftypeData?: readonly BandInterfaceTypeAttributes[];
  edmgChannels?: number;
  edmgBwConfig?: number;
  s1gMcsNssSet?: Uint8Array;
  s1gCapa?: Uint8Array;
}
export type BandAttributesIn = Written<BandAttributes>;
export interface InterfaceLimitAttributes extends Unknowns {
  max?: number;
  types?: readonly (InterfaceType | number)[];
}
export interface InterfaceCombinationAttributes extends Unknowns {
  limits?: readonly InterfaceLimitAttributes[];
  maxnum?: number;
  staApBiMatch?: boolean;
  numChannels?: number;
  radarDetectWidths?: readonly (ChannelWidth | number)[];
  radarDetectRegions?: readonly (DfsRegion | number)[];
  biMinGcd?: number;
}
export interface InterfaceTypeAkmAttributes extends Unknowns {
  iftypes?: readonly (InterfaceType | number)[];
  suites?: readonly (AkmSuiteName | number)[];
}
/** Limits in kHz. */
export interface RadioFrequencyRangeAttributes extends Unknowns {
  start?: number;
  end?: number;
}
/** One of several physical radios of a wiphy: `antennaMask` is its part of the wiphy's antennas, `rtsThreshold` in bytes. */
export interface WiphyRadioAttributes extends Unknowns {
  index?: number;
  freqRange?: RadioFrequencyRangeAttributes;
  interfaceCombination?: InterfaceCombinationAttributes;
  antennaMask?: number;
  rtsThreshold?: number;
}
/** The parameters of a BSS that a driver can set, under the root's numbers. */
export interface BssParametersAttributes extends Unknowns {
  bssCtsProt?: boolean;
  bssShortPreamble?: boolean;
  bssShortSlotTime?: boolean;
  bssBasicRates?: boolean;
  apIsolate?: boolean;
  bssHtOpmode?: boolean;
  p2pCtwindow?: boolean;
  p2pOppps?: boolean;
}
export interface SarSpecAttributes extends Unknowns {
  power?: number;
  rangeIndex?: number;
  startFreq?: number;
  endFreq?: number;
}
/** Limits of absorption, power in quarters of a dBm. */
export interface SarAttributes extends Unknowns {
  type?: number;
  specs?: readonly SarSpecAttributes[];
}
export interface PacketPatternAttributes extends Unknowns {
  mask?: Uint8Array;
  pattern?: Uint8Array;
  offset?: number;
}
export interface WowlanTcpAttributes extends Unknowns {
  srcIpv4?: number;
  dstIpv4?: number;
  dstMac?: string;
  srcPort?: number;
  dstPort?: number;
  dataPayload?: Uint8Array;
  dataPayloadSeq?: Uint8Array;
  dataPayloadToken?: Uint8Array;
  dataInterval?: number;
  wakePayload?: Uint8Array;
  wakeMask?: Uint8Array;
}
/** Triggers to set, those supported, or what woke the machine up. */
export interface WowlanTriggersAttributes extends Unknowns {
  any?: boolean;
  disconnect?: boolean;
  magicPkt?: boolean;
  pktPattern?: PatternSupport | number | readonly PacketPatternAttributes[];
  gtkRekeySupported?: boolean;
  gtkRekeyFailure?: boolean;
  eapIdentRequest?: boolean;
  fourWayHandshake?: boolean;
  rfkillRelease?: boolean;
  wakeupPkt80211?: Uint8Array;
  wakeupPkt80211Len?: number;
  wakeupPkt8023?: Uint8Array;
  wakeupPkt8023Len?: number;
  tcpConnection?: WowlanTcpAttributes;
  wakeupTcpMatch?: boolean;
  wakeupTcpConnlost?: boolean;
  wakeupTcpNomoretokens?: boolean;
  netDetect?: number | Uint8Array;
  netDetectResults?: Uint8Array;
  unprotectedDeauthDisassoc?: boolean;
}
export interface CoalesceRuleAttributes extends Unknowns {
  delay?: number;
  condition?: CoalesceCondition | number;
  pktPattern?: readonly PacketPatternAttributes[];
}
export interface InterfaceTypeCapabilitiesAttributes extends Unknowns {
  iftype?: InterfaceType | number;
  extCapa?: Uint8Array;
  extCapaMask?: Uint8Array;
  emlCapability?: number;
  mldCapaAndOps?: number;
  extMldCapaAndOps?: number;
}
/** The root's attributes that a beacon consists of, as they stand inside a channel or colour switch. */
export interface BeaconChangeAttributes extends Unknowns {
  beaconHead?: Uint8Array;
  beaconTail?: Elements;
  ie?: Elements;
  ieProbeResp?: Elements;
  ieAssocResp?: Elements;
  probeResp?: Uint8Array;
  cntdwnOffsBeacon?: readonly number[];
  cntdwnOffsPresp?: readonly number[];
  ftmResponder?: FtmResponderAttributes;
  mbssidElems?: readonly Elements[];
  emaRnrElems?: readonly Elements[];
  uhrOperation?: Uint8Array;
}
export type BeaconChangeAttributesIn = Written<BeaconChangeAttributes>;
/** The root's attributes that say what a channel is, as they stand inside what is about a channel: MHz, offsets in kHz. */
export interface ChannelDefinitionAttributes extends Unknowns {
  wiphyFreq?: number;
  wiphyChannelType?: ChannelType | number;
  channelWidth?: ChannelWidth | number;
  centerFreq1?: number;
  centerFreq2?: number;
  wiphyEdmgChannels?: number;
  wiphyEdmgBwConfig?: number;
  wiphyFreqOffset?: number;
  centerFreq1Offset?: number;
  punctBitmap?: number;
  s1gPrimary2mhz?: boolean;
  npcaPrimaryFreq?: number;
  npcaPunctBitmap?: number;
}
/** A channel of a NAN schedule, and with how many streams this device receives there. */
export interface NanChannelAttributes extends ChannelDefinitionAttributes {
  nanChannelEntry?: Uint8Array;
  nanRxNss?: number;
}
/** The root's attributes that describe one link of a multi-link device. */
export interface MloLinkAttributes extends ChannelDefinitionAttributes {
  wiphy?: number;
  mac?: string;
  ie?: Elements;
  ssid?: Ssid;
  statusCode?: number;
  wiphyTxPowerLevel?: number;
  staInfo?: StationInfoAttributes;
  bssid?: string;
  mloLinkId?: number;
  mldAddr?: string;
  mloLinkDisabled?: boolean;
}
export type MloLinkAttributesIn = Written<MloLinkAttributes>;
export interface MeasurementRequestAttributes extends Unknowns {
  data?: Readonly<Record<number, FtmRequestAttributes>>;
  getApTsf?: boolean;
}
export interface MeasurementResponseAttributes extends Unknowns {
  data?: Readonly<Record<number, FtmResponseAttributes>>;
  status?: PeerMeasurementStatus | number;
  hostTime?: bigint;
  apTsf?: bigint;
  final?: boolean;
}
export interface MeasurementPeerAttributes extends Unknowns {
  addr?: string;
  chan?: ChannelDefinitionAttributes;
  req?: MeasurementRequestAttributes;
  resp?: MeasurementResponseAttributes;
  reqType?: FtmRequestType | number;
}
export interface PeerMeasurementsAttributes extends Unknowns {
  maxPeers?: number;
  reportApTsf?: boolean;
  randomizeMacAddr?: boolean;
  typeCapa?: Readonly<Record<number, FtmCapabilitiesAttributes>>;
  peers?: readonly MeasurementPeerAttributes[];
  maxPeerIstaRole?: number;
  maxPeerRstaRole?: number;
}
/**
 * Every attribute of nl80211. Names are those of linux/nl80211.h: NL80211_ATTR_WIPHY_FREQ is wiphyFreq.
 * Units are the kernel's: MHz, kHz where the name says so, hundredths of a dBm for power levels.
 */
export interface Nl80211 extends Unknowns {
  wiphy?: number;
  wiphyName?: string;
  ifindex?: number;
  ifname?: string;
  iftype?: InterfaceType | number;
  mac?: string;
  keyData?: Uint8Array;
  keyIdx?: number;
  keyCipher?: CipherSuiteName | number;
  keySeq?: Uint8Array;
  keyDefault?: boolean;
  beaconInterval?: number;
  dtimPeriod?: number;
  beaconHead?: Uint8Array;
  beaconTail?: Elements;
  staAid?: number;
  staFlags?: readonly (StationFlag | number)[];
  staListenInterval?: number;
  staSupportedRates?: Uint8Array;
  staVlan?: number;
  staInfo?: StationInfoAttributes;
  wiphyBands?: Readonly<Record<number, BandAttributes>>;
  mntrFlags?: readonly (MonitorFlag | number)[];
  meshId?: Ssid;
  staPlinkAction?: PeerLinkAction | number;
  mpathNextHop?: string;
  mpathInfo?: MeshPathInfoAttributes;
  bssCtsProt?: number;
  bssShortPreamble?: number;
  bssShortSlotTime?: number;
  htCapability?: Uint8Array;
  supportedIftypes?: readonly (InterfaceType | number)[];
  regAlpha2?: string;
  regRules?: readonly RegulatoryRuleAttributes[];
  meshConfig?: MeshConfigAttributes;
  bssBasicRates?: Uint8Array;
  wiphyTxqParams?: readonly TxqParamsAttributes[];
  wiphyFreq?: number;
  wiphyChannelType?: ChannelType | number;
  keyDefaultMgmt?: boolean;
  mgmtSubtype?: number;
  ie?: Elements;
  maxNumScanSsids?: number;
  scanFrequencies?: readonly number[];
  scanSsids?: readonly Ssid[];
  generation?: number;
  bss?: BssAttributes;
  regInitiator?: RegulatoryInitiator | number;
  regType?: RegulatoryType | number;
  supportedCommands?: readonly (CommandName | number)[];
  frame?: Uint8Array;
  ssid?: Ssid;
  authType?: AuthenticationType | number;
  reasonCode?: number;
  keyType?: KeyType | number;
  maxScanIeLen?: number;
  cipherSuites?: readonly (CipherSuiteName | number)[];
  freqBefore?: FrequencyAttributes;
  freqAfter?: FrequencyAttributes;
  freqFixed?: boolean;
  wiphyRetryShort?: number;
  wiphyRetryLong?: number;
  wiphyFragThreshold?: number;
  wiphyRtsThreshold?: number;
  timedOut?: boolean;
  useMfp?: Mfp | number;
  staFlags2?: StationFlagUpdate;
  controlPort?: boolean;
  testdata?: Uint8Array;
  privacy?: boolean;
  disconnectedByAp?: boolean;
  statusCode?: number;
  cipherSuitesPairwise?: readonly (CipherSuiteName | number)[];
  cipherSuiteGroup?: CipherSuiteName | number;
  wpaVersions?: readonly (WpaVersion | number)[];
  akmSuites?: readonly (AkmSuiteName | number)[];
  reqIe?: Elements;
  respIe?: Elements;
  prevBssid?: string;
  key?: KeyAttributes;
  keys?: readonly KeyAttributes[];
  pid?: number;
  fourAddr?: number;
  surveyInfo?: SurveyInfoAttributes;
  pmkid?: Uint8Array;
  maxNumPmkids?: number;
  duration?: number;
  cookie?: bigint;
  wiphyCoverageClass?: number;
  txRates?: Readonly<Record<number, TxRatesAttributes>>;
  frameMatch?: Uint8Array;
  ack?: boolean;
  psState?: PowerSave | number;
  cqm?: CqmAttributes;
  localStateChange?: boolean;
  apIsolate?: number;
  wiphyTxPowerSetting?: TxPowerSetting | number;
  wiphyTxPowerLevel?: number;
  txFrameTypes?: Readonly<Record<number, readonly number[]>>;
  rxFrameTypes?: Readonly<Record<number, readonly number[]>>;
  frameType?: number;
  controlPortEthertype?: number | boolean;
  controlPortNoEncrypt?: boolean;
  supportIbssRsn?: boolean;
  wiphyAntennaTx?: number;
  wiphyAntennaRx?: number;
  mcastRate?: number;
  offchannelTxOk?: boolean;
  bssHtOpmode?: number;
  keyDefaultTypes?: readonly (KeyDefaultType | number)[];
  maxRemainOnChannelDuration?: number;
  meshSetup?: MeshSetupAttributes;
  wiphyAntennaAvailTx?: number;
  wiphyAntennaAvailRx?: number;
  supportMeshAuth?: boolean;
  staPlinkState?: PeerLinkState | number;
  wowlanTriggers?: WowlanTriggersAttributes;
  wowlanTriggersSupported?: WowlanTriggersAttributes;
  schedScanInterval?: number;
  interfaceCombinations?: readonly InterfaceCombinationAttributes[];
  softwareIftypes?: readonly (InterfaceType | number)[];
  rekeyData?: RekeyDataAttributes;
  maxNumSchedScanSsids?: number;
  maxSchedScanIeLen?: number;
  scanSuppRates?: Readonly<Record<number, Uint8Array>>;
  hiddenSsid?: HiddenSsid | number;
  ieProbeResp?: Elements;
  ieAssocResp?: Elements;
  staWme?: StationWmeAttributes;
  supportApUapsd?: boolean;
  roamSupport?: boolean;
  schedScanMatch?: readonly SchedScanMatchAttributes[];
  maxMatchSets?: number;
  pmksaCandidate?: PmksaCandidateAttributes;
  txNoCckRate?: boolean;
  tdlsAction?: number;
  tdlsDialogToken?: number;
  tdlsOperation?: TdlsOperation | number;
  tdlsSupport?: boolean;
  tdlsExternalSetup?: boolean;
  deviceApSme?: number;
  dontWaitForAck?: boolean;
  featureFlags?: readonly (Feature | number)[];
  probeRespOffload?: number;
  probeResp?: Uint8Array;
  dfsRegion?: DfsRegion | number;
  disableHt?: boolean;
  htCapabilityMask?: Uint8Array;
  noackMap?: number;
  inactivityTimeout?: number;
  rxSignalDbm?: number;
  bgScanPeriod?: number;
  wdev?: bigint;
  userRegHintType?: UserRegulatoryHint | number;
  connFailedReason?: ConnectFailedReason | number;
  authData?: Uint8Array;
  vhtCapability?: Uint8Array;
  scanFlags?: readonly (ScanFlag | number)[];
  channelWidth?: ChannelWidth | number;
  centerFreq1?: number;
  centerFreq2?: number;
  p2pCtwindow?: number;
  p2pOppps?: number;
  localMeshPowerMode?: MeshPowerMode | number;
  aclPolicy?: AclPolicy | number;
  macAddrs?: readonly string[];
  macAclMax?: number;
  radarEvent?: RadarEvent | number;
  extCapa?: Uint8Array;
  extCapaMask?: Uint8Array;
  staCapability?: number;
  staExtCapability?: Uint8Array;
  protocolFeatures?: number;
  splitWiphyDump?: boolean;
  disableVht?: boolean;
  vhtCapabilityMask?: Uint8Array;
  mdid?: number;
  ieRic?: Elements;
  critProtId?: CriticalProtocol | number;
  maxCritProtDuration?: number;
  peerAid?: number;
  coalesceRule?: readonly CoalesceRuleAttributes[] | CoalesceSupport;
  chSwitchCount?: number;
  chSwitchBlockTx?: boolean;
  csaIes?: BeaconChangeAttributes;
  cntdwnOffsBeacon?: readonly number[];
  cntdwnOffsPresp?: readonly number[];
  rxmgmtFlags?: readonly (RxManagementFlag | number)[];
  staSupportedChannels?: Uint8Array;
  staSupportedOperClasses?: Uint8Array;
  handleDfs?: boolean;
  support5Mhz?: boolean;
  support10Mhz?: boolean;
  opmodeNotif?: number;
  vendorId?: number;
  vendorSubcmd?: number;
  vendorData?: Uint8Array;
  vendorEvents?: readonly VendorCommand[];
  qosMap?: Uint8Array;
  macHint?: string;
  wiphyFreqHint?: number;
  maxApAssocSta?: number;
  tdlsPeerCapability?: number;
  socketOwner?: boolean;
  csaCOffsetsTx?: readonly number[];
  maxCsaCounters?: number;
  tdlsInitiator?: boolean;
  useRrm?: boolean;
  wiphyDynAck?: boolean;
  tsid?: number;
  userPrio?: number;
  admittedTime?: number;
  smpsMode?: SmpsMode | number;
  operClass?: number;
  macMask?: string;
  wiphySelfManagedReg?: boolean;
  extFeatures?: readonly (ExtendedFeature | number)[];
  surveyRadioStats?: boolean;
  netnsFd?: number;
  schedScanDelay?: number;
  regIndoor?: boolean;
  maxNumSchedScanPlans?: number;
  maxScanPlanInterval?: number;
  maxScanPlanIterations?: number;
  schedScanPlans?: readonly SchedScanPlanAttributes[];
  pbss?: boolean;
  bssSelect?: BssSelectAttributes;
  staSupportP2pPs?: StationP2pPs | number;
  iftypeExtCapa?: readonly InterfaceTypeCapabilitiesAttributes[];
  muMimoGroupData?: Uint8Array;
  muMimoFollowMacAddr?: string;
  scanStartTimeTsf?: bigint;
  scanStartTimeTsfBssid?: string;
  measurementDuration?: number;
  measurementDurationMandatory?: boolean;
  meshPeerAid?: number;
  nanMasterPref?: number;
  bands?: readonly (Band | number)[];
  nanFunc?: NanFunctionAttributes;
  nanMatch?: NanMatchAttributes;
  filsKek?: Uint8Array;
  filsNonces?: Uint8Array;
  multicastToUnicastEnabled?: boolean;
  bssid?: string;
  schedScanRelativeRssi?: number;
  schedScanRssiAdjust?: RssiAdjust;
  timeoutReason?: TimeoutReason | number;
  filsErpUsername?: Uint8Array;
  filsErpRealm?: Uint8Array;
  filsErpNextSeqNum?: number;
  filsErpRrk?: Uint8Array;
  filsCacheId?: Uint8Array;
  pmk?: Uint8Array;
  schedScanMulti?: boolean;
  schedScanMaxReqs?: number;
  want1x4wayHs?: boolean;
  pmkr0Name?: Uint8Array;
  portAuthorized?: boolean;
  externalAuthAction?: ExternalAuthAction | number;
  externalAuthSupport?: boolean;
  nss?: number;
  ackSignal?: number;
  controlPortOverNl80211?: boolean;
  txqStats?: TxqStatsAttributes;
  txqLimit?: number;
  txqMemoryLimit?: number;
  txqQuantum?: number;
  heCapability?: Uint8Array;
  ftmResponder?: FtmResponderAttributes;
  ftmResponderStats?: FtmResponderStatsAttributes;
  timeout?: number;
  peerMeasurements?: PeerMeasurementsAttributes;
  airtimeWeight?: number;
  staTxPowerSetting?: TxPowerSetting | number;
  staTxPower?: number;
  saePassword?: Uint8Array;
  twtResponder?: boolean;
  heObssPd?: ObssPdAttributes;
  wiphyEdmgChannels?: number;
  wiphyEdmgBwConfig?: number;
  vlanId?: number;
  heBssColor?: BssColorAttributes;
  iftypeAkmSuites?: readonly InterfaceTypeAkmAttributes[];
  tidConfig?: readonly TidConfigAttributes[];
  controlPortNoPreauth?: boolean;
  pmkLifetime?: number;
  pmkReauthThreshold?: number;
  receiveMulticast?: boolean;
  wiphyFreqOffset?: number;
  centerFreq1Offset?: number;
  scanFreqKhz?: readonly number[];
  he6ghzCapability?: Uint8Array;
  filsDiscovery?: FilsDiscoveryAttributes;
  unsolBcastProbeResp?: UnsolicitedProbeResponseAttributes;
  s1gCapability?: Uint8Array;
  s1gCapabilityMask?: Uint8Array;
  saePwe?: SaePwe | number;
  reconnectRequested?: boolean;
  sarSpec?: SarAttributes;
  disableHe?: boolean;
  obssColorBitmap?: bigint;
  colorChangeCount?: number;
  colorChangeColor?: number;
  colorChangeElems?: BeaconChangeAttributes;
  mbssidConfig?: MbssidConfigAttributes;
  mbssidElems?: readonly Elements[];
  radarBackground?: boolean;
  apSettingsFlags?: readonly (ApSetting | number)[];
  ehtCapability?: Uint8Array;
  disableEht?: boolean;
  mloLinks?: readonly MloLinkAttributes[];
  mloLinkId?: number;
  mldAddr?: string;
  mloSupport?: boolean;
  maxNumAkmSuites?: number;
  emlCapability?: number;
  mldCapaAndOps?: number;
  txHwTimestamp?: bigint;
  rxHwTimestamp?: bigint;
  tdBitmap?: number;
  punctBitmap?: number;
  maxHwTimestampPeers?: number;
  hwTimestampEnabled?: boolean;
  emaRnrElems?: readonly Elements[];
  mloLinkDisabled?: boolean;
  bssDumpIncludeUseData?: boolean;
  mloTtlmDlink?: readonly number[];
  mloTtlmUlink?: readonly number[];
  assocSppAmsdu?: boolean;
  wiphyRadios?: readonly WiphyRadioAttributes[];
  wiphyInterfaceCombinations?: readonly InterfaceCombinationAttributes[];
  vifRadioMask?: number;
  supportedSelectors?: Uint8Array;
  mloReconfRemLinks?: number;
  epcs?: boolean;
  extMldCapaAndOps?: number;
  wiphyRadioIndex?: number;
  s1gLongBeaconPeriod?: number;
  s1gShortBeacon?: S1gShortBeaconAttributes;
  bssParam?: boolean | BssParametersAttributes;
  nanConfig?: NanConfigurationAttributes;
  nanNewCluster?: boolean;
  nanCapabilities?: NanCapabilitiesAttributes;
  s1gPrimary2mhz?: boolean;
  eppPeer?: boolean;
  uhrCapability?: Uint8Array;
  disableUhr?: boolean;
  incumbentSignalInterferenceBitmap?: number;
  uhrOperation?: Uint8Array;
  nanChannel?: readonly NanChannelAttributes[];
  nanChannelEntry?: Uint8Array;
  nanTimeSlots?: Uint8Array;
  nanRxNss?: number;
  nanAvailBlob?: Uint8Array;
  nanSchedDeferred?: boolean;
  nanSchedUpdateSuccess?: boolean;
  nanNmiMac?: string;
  nanUlw?: Uint8Array;
  nanCommittedDw?: number;
  nanSeqId?: number;
  nanMaxChanSwitchTime?: number;
  nanPeerMaps?: readonly NanPeerMapAttributes[];
  assocEncrypted?: boolean;
  npcaPrimaryFreq?: number;
  npcaPunctBitmap?: number;
  staDumpLinkStats?: boolean;
}
/** As it is written. */
export interface Nl80211In extends Loose<Written<Nl80211>> {}
/** A preference for a band, in dB. */
export interface RssiAdjust {
  band: Band | number;
  delta: number;
}
/** Which flags changed (`mask`) and what they are now (`set`). */
export interface StationFlagUpdate {
  mask: readonly (StationFlag | number)[];
  set: readonly (StationFlag | number)[];
}
/** How many patterns of which size a radio can match. */
export interface PatternSupport {
  maxPatterns: number;
  minPatternLength: number;
  maxPatternLength: number;
  maxOffset: number;
}
/** What coalescing a radio can do; delay in milliseconds. */
export interface CoalesceSupport {
  maxRules: number;
  maxPatterns: number;
  minPatternLength: number;
  maxPatternLength: number;
  maxOffset: number;
  maxDelay: number;
}
/** A vendor's command or event: organisation and number. */
export interface VendorCommand {
  vendorId: number;
  subcommand: number;
}
export type BssStatus = 'authenticated' | 'associated' | 'ibss-joined';
export type BssScanWidth = '20' | '10' | '5' | '1' | '2';
export type BssUseFor = 'normal' | 'mld-link';
export type Band = '2ghz' | '5ghz' | '60ghz' | '6ghz' | 's1ghz' | 'lc';
export type KeyType = 'group' | 'pairwise' | 'peerkey';
export type KeyDefaultType = 'unicast' | 'multicast';
export type KeyMode = 'rx-tx' | 'no-tx' | 'set-tx';
export type Preamble = 'legacy' | 'ht' | 'vht' | 'dmg' | 'he';
export type ChannelWidth =
  | '20-noht'
  | '20'
  | '40'
  | '80'
  | '80p80'
  | '160'
  | '5'
  | '10'
  | '1'
  | '2'
  | '4'
  | '8'
  | '16'
  | '320';
export type FtmFailure =
  | 'unspecified'
  | 'no-response'
  | 'rejected'
  | 'wrong-channel'
  | 'peer-not-capable'
  | 'invalid-timestamp'
  | 'peer-busy'
  | 'bad-changed-params';
export type MeshPathFlag = 'active' | 'resolving' | 'sn-valid' | 'fixed' | 'resolved';
export type MeshPowerMode = 'unknown' | 'active' | 'light-sleep' | 'deep-sleep';
export type NanFunctionType = 'publish' | 'subscribe' | 'follow-up';
export type NanTermination = 'user-request' | 'ttl-expired' | 'error';
export type HeGi = '0.8' | '1.6' | '3.2';
export type HeRu = '26' | '52' | '106' | '242' | '484' | '996' | '2x996';
export type EhtGi = '0.8' | '1.6' | '3.2';
export type EhtRu =
  | '26'
  | '52'
  | '52p26'
  | '106'
  | '106p26'
  | '242'
  | '484'
  | '484p242'
  | '996'
  | '996p484'
  | '996p484p242'
  | '2x996'
  | '2x996p484'
  | '3x996'
  | '3x996p484'
  | '4x996';
export type TxRateGi = 'default-gi' | 'force-sgi' | 'force-lgi';
export type EhtLtf = '1x' | '2x' | '4x' | '6x' | '8x';
export type RegulatoryRuleFlag =
  | 'no-ofdm'
  | 'no-cck'
  | 'no-indoor'
  | 'no-outdoor'
  | 'dfs'
  | 'ptp-only'
  | 'ptmp-only'
  | 'no-ir'
  | 'no-ibss'
  | 'auto-bw'
  | 'ir-concurrent'
  | 'no-ht40minus'
  | 'no-ht40plus'
  | 'no-80mhz'
  | 'no-160mhz'
  | 'no-he'
  | 'no-320mhz'
  | 'no-eht'
  | 'psd'
  | 'dfs-concurrent'
  | 'no-6ghz-vlp-client'
  | 'no-6ghz-afc-client'
  | 'allow-6ghz-vlp-ap'
  | 'allow-20mhz-activity'
  | 'no-uhr';
export type AccessCategory = 'vo' | 'vi' | 'be' | 'bk';
export type CqmRssiEvent = 'threshold-event-low' | 'threshold-event-high' | 'beacon-loss-event';
export type TidSetting = 'enable' | 'disable';
export type TxRateSetting = 'automatic' | 'limited' | 'fixed';
export type PeerLinkState = 'listen' | 'opn-snt' | 'opn-rcvd' | 'cnf-rcvd' | 'estab' | 'holding' | 'blocked';
export type DfsState = 'usable' | 'unavailable' | 'available';
export type InterfaceType =
  | 'unspecified'
  | 'adhoc'
  | 'station'
  | 'ap'
  | 'ap-vlan'
  | 'wds'
  | 'monitor'
  | 'mesh-point'
  | 'p2p-client'
  | 'p2p-go'
  | 'p2p-device'
  | 'ocb'
  | 'nan'
  | 'nan-data'
  | 'pd';
export type DfsRegion = 'unset' | 'fcc' | 'etsi' | 'jp';
export type CoalesceCondition = 'match' | 'no-match';
export type ChannelType = 'no-ht' | 'ht20' | 'ht40minus' | 'ht40plus';
export type PeerMeasurementStatus = 'success' | 'refused' | 'timeout' | 'failure';
export type FtmRequestType = 'infra' | 'pd';
export type StationFlag =
  | 'authorized'
  | 'short-preamble'
  | 'wme'
  | 'mfp'
  | 'authenticated'
  | 'tdls-peer'
  | 'associated'
  | 'spp-amsdu';
export type MonitorFlag =
  | 'fcsfail'
  | 'plcpfail'
  | 'control'
  | 'other-bss'
  | 'cook-frames'
  | 'active'
  | 'skip-tx';
export type PeerLinkAction = 'no-action' | 'open' | 'block';
export type RegulatoryInitiator = 'core' | 'user' | 'driver' | 'country-ie';
export type RegulatoryType = 'country' | 'world' | 'custom-world' | 'intersection';
export type CommandName =
  | keyof Requests
  | keyof Events
  | 'unspec'
  | 'getBeacon'
  | 'setMgmtExtraIe'
  | 'newSurveyResults'
  | 'setWdsPeer';
export type AuthenticationType =
  | 'open-system'
  | 'shared-key'
  | 'ft'
  | 'network-eap'
  | 'sae'
  | 'fils-sk'
  | 'fils-sk-pfs'
  | 'fils-pk'
  | 'eppke'
  | 'ieee8021x';
export type Mfp = 'no' | 'required' | 'optional';
export type WpaVersion = 'wpa1' | 'wpa2' | 'wpa3';
export type PowerSave = 'disabled' | 'enabled';
export type TxPowerSetting = 'automatic' | 'limited' | 'fixed';
export type HiddenSsid = 'not-in-use' | 'zero-len' | 'zero-contents';
export type TdlsOperation = 'discovery-req' | 'setup' | 'teardown' | 'enable-link' | 'disable-link';
export type Feature =
  | 'sk-tx-status'
  | 'ht-ibss'
  | 'inactivity-timer'
  | 'cell-base-reg-hints'
  | 'p2p-device-needs-channel'
  | 'sae'
  | 'low-priority-scan'
  | 'scan-flush'
  | 'ap-scan'
  | 'vif-txpower'
  | 'need-obss-scan'
  | 'p2p-go-ctwin'
  | 'p2p-go-oppps'
  | 'advertise-chan-limits'
  | 'full-ap-client-state'
  | 'userspace-mpm'
  | 'active-monitor'
  | 'ap-mode-chan-width-change'
  | 'ds-param-set-ie-in-probes'
  | 'wfa-tpc-ie-in-probes'
  | 'quiet'
  | 'tx-power-insertion'
  | 'ackto-estimation'
  | 'static-smps'
  | 'dynamic-smps'
  | 'supports-wmm-admission'
  | 'mac-on-create'
  | 'tdls-channel-switch'
  | 'scan-random-mac-addr'
  | 'sched-scan-random-mac-addr'
  | 'nd-random-mac-addr';
export type UserRegulatoryHint = 'user' | 'cell-base' | 'indoor';
export type ConnectFailedReason = 'max-clients' | 'blocked-client';
export type ScanFlag =
  | 'low-priority'
  | 'flush'
  | 'ap'
  | 'random-addr'
  | 'fils-max-channel-time'
  | 'accept-bcast-probe-resp'
  | 'oce-probe-req-high-tx-rate'
  | 'oce-probe-req-deferral-suppression'
  | 'low-span'
  | 'low-power'
  | 'high-accuracy'
  | 'random-sn'
  | 'min-preq-content'
  | 'freq-khz'
  | 'colocated-6ghz';
export type AclPolicy = 'accept-unless-listed' | 'deny-unless-listed';
export type RadarEvent =
  | 'detected'
  | 'cac-finished'
  | 'cac-aborted'
  | 'nop-finished'
  | 'pre-cac-expired'
  | 'cac-started';
export type CriticalProtocol = 'unspec' | 'dhcp' | 'eapol' | 'apipa';
export type RxManagementFlag = 'answered' | 'external-auth';
export type SmpsMode = 'off' | 'static' | 'dynamic';
export type ExtendedFeature =
  | 'vht-ibss'
  | 'rrm'
  | 'mu-mimo-air-sniffer'
  | 'scan-start-time'
  | 'bss-parent-tsf'
  | 'set-scan-dwell'
  | 'beacon-rate-legacy'
  | 'beacon-rate-ht'
  | 'beacon-rate-vht'
  | 'fils-sta'
  | 'mgmt-tx-random-ta'
  | 'mgmt-tx-random-ta-connected'
  | 'sched-scan-relative-rssi'
  | 'cqm-rssi-list'
  | 'fils-sk-offload'
  | '4way-handshake-sta-psk'
  | '4way-handshake-sta-1x'
  | 'fils-max-channel-time'
  | 'accept-bcast-probe-resp'
  | 'oce-probe-req-high-tx-rate'
  | 'oce-probe-req-deferral-suppression'
  | 'mfp-optional'
  | 'low-span-scan'
  | 'low-power-scan'
  | 'high-accuracy-scan'
  | 'dfs-offload'
  | 'control-port-over-nl80211'
  | 'ack-signal-support'
  | 'data-ack-signal-support'
  | 'txqs'
  | 'scan-random-sn'
  | 'scan-min-preq-content'
  | 'can-replace-ptk0'
  | 'enable-ftm-responder'
  | 'airtime-fairness'
  | 'ap-pmksa-caching'
  | 'sched-scan-band-specific-rssi-thold'
  | 'ext-key-id'
  | 'sta-tx-pwr'
  | 'sae-offload'
  | 'vlan-offload'
  | 'aql'
  | 'beacon-protection'
  | 'control-port-no-preauth'
  | 'protected-twt'
  | 'del-ibss-sta'
  | 'multicast-registrations'
  | 'beacon-protection-client'
  | 'scan-freq-khz'
  | 'control-port-over-nl80211-tx-status'
  | 'operating-channel-validation'
  | '4way-handshake-ap-psk'
  | 'sae-offload-ap'
  | 'fils-discovery'
  | 'unsol-bcast-probe-resp'
  | 'beacon-rate-he'
  | 'secure-ltf'
  | 'secure-rtt'
  | 'prot-range-nego-and-measure'
  | 'bss-color'
  | 'fils-crypto-offload'
  | 'radar-background'
  | 'powered-addr-change'
  | 'punct'
  | 'secure-nan'
  | 'auth-and-deauth-random-ta'
  | 'owe-offload'
  | 'owe-offload-ap'
  | 'dfs-concurrent'
  | 'spp-amsdu-support'
  | 'beacon-rate-eht'
  | 'eppke'
  | 'assoc-frame-encryption'
  | 'ieee8021x-auth'
  | 'roc-addr-filter'
  | 'set-key-ltf-seed'
  | 'probe-ap';
export type StationP2pPs = 'unsupported' | 'supported';
export type TimeoutReason = 'unspecified' | 'scan' | 'auth' | 'assoc';
export type ExternalAuthAction = 'start' | 'abort';
export type SaePwe = 'unspecified' | 'hunt-and-peck' | 'hash-to-element' | 'both';
export type ApSetting = 'external-auth-support' | 'sa-query-offload-support';
export type BssCannotUse = 'nstr-nonprimary' | '6ghz-pwr-mismatch';
