import { list, map } from '../wire/collection.js';
import { bitsOf, enumOf } from '../wire/named.js';
import { padding, s64, string, u16, u32, u64 } from '../wire/scalar.js';
import { nest, type RowsOf } from '../wire/table.js';
import type { FamilySpec } from './family.js';
import type {
  GroupAttributes,
  Nlctrl,
  NlctrlIn,
  OperationAttributes,
  OperationPolicyAttributes,
  PolicyAttribute,
} from './nlctrl-messages.js';

export type { PolicyAttribute } from './nlctrl-messages.js';

/** The controller's family number is fixed; it tells the others. */
export const CONTROLLER_ID = 16;

/** How an operation may be called. */
const OPERATION_FLAGS = {
  'admin-permission': 0,
  do: 1,
  dump: 2,
  'has-policy': 3,
  'namespace-admin-permission': 4,
} as const;

/** Attribute types as the kernel's policies name them. */
export const POLICY_TYPES = {
  flag: 1,
  u8: 2,
  u16: 3,
  u32: 4,
  u64: 5,
  s8: 6,
  s16: 7,
  s32: 8,
  s64: 9,
  binary: 10,
  string: 11,
  'nul-string': 12,
  nested: 13,
  'nested-array': 14,
  bitfield32: 15,
  sint: 16,
  uint: 17,
} as const;

/** What the kernel accepts for one attribute. */
export const policyAttribute: RowsOf<PolicyAttribute> = {
  type: [1, enumOf(POLICY_TYPES)],
  minValueSigned: [2, s64],
  maxValueSigned: [3, s64],
  minValue: [4, u64],
  maxValue: [5, u64],
  minLength: [6, u32],
  maxLength: [7, u32],
  policyIndex: [8, u32],
  policyMaxType: [9, u32],
  bitfield32Mask: [10, u32],
  pad: [11, padding],
  mask: [12, u64],
};

const operation: RowsOf<OperationAttributes> = { id: [1, u32], flags: [2, bitsOf(OPERATION_FLAGS)] };
const group: RowsOf<GroupAttributes> = { name: [1, string], id: [2, u32] };
const operationPolicy: RowsOf<OperationPolicyAttributes> = { do: [1, u32], dump: [2, u32] };

export const nlctrlAttributes: RowsOf<Nlctrl> = {
  familyId: [1, u16],
  familyName: [2, string],
  version: [3, u32],
  headerSize: [4, u32],
  maxAttribute: [5, u32],
  operations: [6, list(nest(operation))],
  multicastGroups: [7, list(nest(group))],
  /** By policy index, then by attribute number. */
  policy: [8, map(map(nest(policyAttribute)))],
  /** By command number: the index of its policy. */
  operationPolicy: [9, map(nest(operationPolicy))],
  operation: [10, u32],
};

const NLCTRL_COMMANDS = {
  newFamily: 1,
  delFamily: 2,
  getFamily: 3,
  newOperations: 4,
  delOperations: 5,
  getOperations: 6,
  newMulticastGroup: 7,
  delMulticastGroup: 8,
  getMulticastGroup: 9,
  getPolicy: 10,
} as const;

export const nlctrl: FamilySpec<Nlctrl, NlctrlIn, Readonly<Record<keyof typeof NLCTRL_COMMANDS, number>>> = {
  name: 'nlctrl',
  version: 1,
  commands: NLCTRL_COMMANDS,
  message: nest(nlctrlAttributes),
};
