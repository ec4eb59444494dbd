/** Stations: peers of an access point, or the access point of a station. Rows: name, number, codec. */
import { map, struct } from '../../wire/collection.js';
import { bitsOf, enumOf } from '../../wire/named.js';
import { flag, padding, s8, s64, u8, u16, u32, u64 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  StationBssParamAttributes,
  StationInfoAttributes,
  StationWmeAttributes,
  TidStatsAttributes,
  TxqStatsAttributes,
} from './messages.js';
import { rateInfo } from './rate.js';
import { MESH_POWER_MODES, PEER_LINK_STATES, STATION_FLAGS } from './values.js';

/** Which flags changed (`mask`) and what they are now (`set`). */
export const stationFlagUpdate = struct({ mask: bitsOf(STATION_FLAGS), set: bitsOf(STATION_FLAGS) });

export const stationBssParam: RowsOf<StationBssParamAttributes> = {
  ctsProt: [1, flag],
  shortPreamble: [2, flag],
  shortSlotTime: [3, flag],
  dtimPeriod: [4, u8],
  beaconInterval: [5, u16],
};

/** Transmit queue statistics. */
export const txqStats: RowsOf<TxqStatsAttributes> = {
  backlogBytes: [1, u32],
  backlogPackets: [2, u32],
  flows: [3, u32],
  drops: [4, u32],
  ecnMarks: [5, u32],
  overlimit: [6, u32],
  overmemory: [7, u32],
  collisions: [8, u32],
  txBytes: [9, u32],
  txPackets: [10, u32],
  maxFlows: [11, u32],
};

/** Statistics of one traffic identifier. */
export const tidStats: RowsOf<TidStatsAttributes> = {
  rxMsdu: [1, u64],
  txMsdu: [2, u64],
  txMsduRetries: [3, u64],
  txMsduFailed: [4, u64],
  pad: [5, padding],
  txqStats: [6, nest(txqStats)],
};

/** Times in milliseconds (`connectedTime` in seconds, durations in microseconds), signals in dBm. */
export const stationInfo: RowsOf<StationInfoAttributes> = {
  inactiveTime: [1, u32],
  rxBytes: [2, u32],
  txBytes: [3, u32],
  llid: [4, u16],
  plid: [5, u16],
  plinkState: [6, enumOf(PEER_LINK_STATES, u8)],
  signal: [7, s8],
  txBitrate: [8, nest(rateInfo)],
  rxPackets: [9, u32],
  txPackets: [10, u32],
  txRetries: [11, u32],
  txFailed: [12, u32],
  signalAvg: [13, s8],
  rxBitrate: [14, nest(rateInfo)],
  bssParam: [15, nest(stationBssParam)],
  connectedTime: [16, u32],
  staFlags: [17, stationFlagUpdate],
  beaconLoss: [18, u32],
  tOffset: [19, s64],
  localPm: [20, enumOf(MESH_POWER_MODES)],
  peerPm: [21, enumOf(MESH_POWER_MODES)],
  nonpeerPm: [22, enumOf(MESH_POWER_MODES)],
  rxBytes64: [23, u64],
  txBytes64: [24, u64],
  chainSignal: [25, map(s8)],
  chainSignalAvg: [26, map(s8)],
  expectedThroughput: [27, u32],
  rxDropMisc: [28, u64],
  beaconRx: [29, u64],
  beaconSignalAvg: [30, s8],
  tidStats: [31, map(nest(tidStats))],
  rxDuration: [32, u64],
  pad: [33, padding],
  ackSignal: [34, s8],
  ackSignalAvg: [35, s8],
  rxMpdus: [36, u32],
  fcsErrorCount: [37, u32],
  connectedToGate: [38, u8],
  txDuration: [39, u64],
  airtimeWeight: [40, u16],
  airtimeLinkMetric: [41, u32],
  assocAtBoottime: [42, u64],
  connectedToAs: [43, u8],
};

/** Power save parameters. */
export const stationWme: RowsOf<StationWmeAttributes> = {
  uapsdQueues: [1, u8],
  maxSp: [2, u8],
};
