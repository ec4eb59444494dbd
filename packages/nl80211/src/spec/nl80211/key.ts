/** Keys. Rows: name, number, codec. */
import { AKM_SUITES, CIPHER_SUITES } from '../../elements/suites.js';
import { enumOf, flagSetOf } from '../../wire/named.js';
import { bytesOf, flag, mac, u8, u32 } from '../../wire/scalar.js';
import type { RowsOf } from '../../wire/table.js';
import type { KeyAttributes, PmksaCandidateAttributes, RekeyDataAttributes } from './messages.js';
import { KEY_DEFAULT_TYPES, KEY_MODES, KEY_TYPES } from './values.js';

export const key: RowsOf<KeyAttributes> = {
  data: [1, bytesOf(0, 32)],
  idx: [2, u8],
  cipher: [3, enumOf(CIPHER_SUITES)],
  seq: [4, bytesOf(0, 16)],
  default: [5, flag],
  defaultMgmt: [6, flag],
  type: [7, enumOf(KEY_TYPES)],
  defaultTypes: [8, flagSetOf(KEY_DEFAULT_TYPES)],
  mode: [9, enumOf(KEY_MODES, u8)],
  defaultBeacon: [10, flag],
  ltfSeed: [11, bytesOf(0, 48)],
};

export const rekeyData: RowsOf<RekeyDataAttributes> = {
  kek: [1, bytesOf(16, 32)],
  kck: [2, bytesOf(16, 24)],
  replayCtr: [3, bytesOf(8, 8)],
  akm: [4, enumOf(AKM_SUITES)],
};

export const pmksaCandidate: RowsOf<PmksaCandidateAttributes> = {
  index: [1, u32],
  bssid: [2, mac],
  preauth: [3, flag],
};
