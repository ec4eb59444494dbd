/** Mesh networks. Rows: name, number, codec. */
import { elements } from '../../elements/elements.js';
import { bitsOf, enumOf } from '../../wire/named.js';
import { flag, s32, u8, u16, u32 } from '../../wire/scalar.js';
import type { RowsOf } from '../../wire/table.js';
import type {
  MeshConfigAttributes,
  MeshPathInfoAttributes,
  MeshSetupAttributes,
  MeshSetupAttributesIn,
} from './messages.js';
import { MESH_PATH_FLAGS, MESH_POWER_MODES } from './values.js';

export const meshPathInfo: RowsOf<MeshPathInfoAttributes> = {
  frameQlen: [1, u32],
  sn: [2, u32],
  metric: [3, u32],
  exptime: [4, u32],
  flags: [5, bitsOf(MESH_PATH_FLAGS, u8)],
  discoveryTimeout: [6, u32],
  discoveryRetries: [7, u8],
  hopCount: [8, u8],
  pathChange: [9, u32],
};

export const meshConfig: RowsOf<MeshConfigAttributes> = {
  retryTimeout: [1, u16],
  confirmTimeout: [2, u16],
  holdingTimeout: [3, u16],
  maxPeerLinks: [4, u16],
  maxRetries: [5, u8],
  ttl: [6, u8],
  autoOpenPlinks: [7, u8],
  hwmpMaxPreqRetries: [8, u8],
  pathRefreshTime: [9, u32],
  minDiscoveryTimeout: [10, u16],
  hwmpActivePathTimeout: [11, u32],
  hwmpPreqMinInterval: [12, u16],
  hwmpNetDiamTrvsTime: [13, u16],
  hwmpRootmode: [14, u8],
  elementTtl: [15, u8],
  hwmpRannInterval: [16, u16],
  gateAnnouncements: [17, u8],
  hwmpPerrMinInterval: [18, u16],
  forwarding: [19, u8],
  rssiThreshold: [20, s32],
  syncOffsetMaxNeighbor: [21, u32],
  htOpmode: [22, u16],
  hwmpPathToRootTimeout: [23, u32],
  hwmpRootInterval: [24, u16],
  hwmpConfirmationInterval: [25, u16],
  powerMode: [26, enumOf(MESH_POWER_MODES)],
  awakeWindow: [27, u16],
  plinkTimeout: [28, u32],
  connectedToGate: [29, u8],
  nolearn: [30, u8],
  connectedToAs: [31, u8],
};

export const meshSetup: RowsOf<MeshSetupAttributes, MeshSetupAttributesIn> = {
  enableVendorPathSel: [1, u8],
  enableVendorMetric: [2, u8],
  ie: [3, elements],
  userspaceAuth: [4, flag],
  userspaceAmpe: [5, flag],
  enableVendorSync: [6, u8],
  userspaceMpm: [7, flag],
  authProtocol: [8, u8],
};
