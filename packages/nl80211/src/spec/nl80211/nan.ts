/** Neighbour awareness networking. Rows: name, number, codec. */
import { elements } from '../../elements/elements.js';
import { list } from '../../wire/collection.js';
import { enumOf } from '../../wire/named.js';
import { bytes, bytesOf, flag, mac, s8, u8, u16, u32 } from '../../wire/scalar.js';
import { nest, type RowsOf } from '../../wire/table.js';
import type {
  NanBandConfigurationAttributes,
  NanCapabilitiesAttributes,
  NanConfigurationAttributes,
  NanConfigurationAttributesIn,
  NanFunctionAttributes,
  NanMatchAttributes,
  NanPeerMapAttributes,
  NanPhyCapabilitiesAttributes,
  NanServiceFilterAttributes,
} from './messages.js';
import { BANDS, NAN_FUNCTION_TYPES, NAN_TERMINATIONS } from './values.js';

export const nanServiceFilter: RowsOf<NanServiceFilterAttributes> = {
  include: [1, flag],
  bf: [2, bytes],
  bfIdx: [3, u8],
  macAddrs: [4, list(mac)],
};

export const nanFunction: RowsOf<NanFunctionAttributes> = {
  type: [1, enumOf(NAN_FUNCTION_TYPES, u8)],
  serviceId: [2, bytesOf(6, 6)],
  publishType: [3, u8],
  publishBcast: [4, flag],
  subscribeActive: [5, flag],
  followUpId: [6, u8],
  followUpReqId: [7, u8],
  followUpDest: [8, mac],
  closeRange: [9, flag],
  ttl: [10, u32],
  serviceInfo: [11, bytes],
  srf: [12, nest(nanServiceFilter)],
  rxMatchFilter: [13, list(bytes)],
  txMatchFilter: [14, list(bytes)],
  instanceId: [15, u8],
  termReason: [16, enumOf(NAN_TERMINATIONS, u8)],
};

export const nanMatch: RowsOf<NanMatchAttributes> = {
  funcLocal: [1, nest(nanFunction)],
  funcPeer: [2, nest(nanFunction)],
};

/** Frequency in MHz, thresholds in dBm. A device wakes in every 2^(`wakeDw`-1)th discovery window, at 0 in none. */
export const nanBandConfiguration: RowsOf<NanBandConfigurationAttributes> = {
  band: [1, enumOf(BANDS, u8)],
  freq: [2, u16],
  rssiClose: [3, s8],
  rssiMiddle: [4, s8],
  wakeDw: [5, u8],
  disableScan: [6, flag],
};

/** `scanPeriod` in seconds, `scanDwellTime` and `discoveryBeaconInterval` in TU. */
export const nanConfiguration: RowsOf<NanConfigurationAttributes, NanConfigurationAttributesIn> = {
  clusterId: [1, mac],
  extraAttrs: [2, bytes],
  vendorElems: [3, elements],
  bandConfigs: [4, list(nest(nanBandConfiguration))],
  scanPeriod: [5, u16],
  scanDwellTime: [6, u16],
  discoveryBeaconInterval: [7, u8],
  notifyDw: [8, flag],
};

/** What the data path can do, on every band the same. */
export const nanPhyCapabilities: RowsOf<NanPhyCapabilitiesAttributes> = {
  htMcsSet: [1, bytesOf(16, 16)],
  htCapa: [2, u16],
  htAmpduFactor: [3, u8],
  htAmpduDensity: [4, u8],
  vhtMcsSet: [5, bytesOf(8, 8)],
  vhtCapa: [6, u32],
  heMac: [7, bytes],
  hePhy: [8, bytes],
  heMcsSet: [9, bytes],
  hePpe: [10, bytes],
};

/** `opMode` and `capabilities` are the fields of Wi-Fi Aware; antennas: transmit in the low nibble; time in microseconds. */
export const nanCapabilities: RowsOf<NanCapabilitiesAttributes> = {
  configurableSync: [1, flag],
  userspaceDe: [2, flag],
  opMode: [3, u8],
  numAntennas: [4, u8],
  maxChannelSwitchTime: [5, u16],
  capabilities: [6, u8],
  phy: [7, nest(nanPhyCapabilities)],
};

/** Octets, one for each slot of 16 TU: which of the schedule's channels, 255 for none. */
export const nanTimeSlots = bytesOf(32, 32);

export const nanPeerMap: RowsOf<NanPeerMapAttributes> = {
  mapId: [1, u8],
  timeSlots: [2, nanTimeSlots],
};
