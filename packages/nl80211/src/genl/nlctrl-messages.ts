/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */
import type { Loose, Unknowns } from '../wire/table.js';

/** What the kernel accepts for one attribute. */
export interface PolicyAttribute extends Unknowns {
  type?: PolicyType | number;
  minValueSigned?: bigint;
  maxValueSigned?: bigint;
  minValue?: bigint;
  maxValue?: bigint;
  minLength?: number;
  maxLength?: number;
  policyIndex?: number;
  policyMaxType?: number;
  bitfield32Mask?: number;
  mask?: bigint;
}
export interface OperationAttributes extends Unknowns {
  id?: number;
  flags?: readonly (OperationFlag | number)[];
}
export interface GroupAttributes extends Unknowns {
  name?: string;
  id?: number;
}
export interface OperationPolicyAttributes extends Unknowns {
  do?: number;
  dump?: number;
}
export interface Nlctrl extends Unknowns {
  familyId?: number;
  familyName?: string;
  version?: number;
  headerSize?: number;
  maxAttribute?: number;
  operations?: readonly OperationAttributes[];
  multicastGroups?: readonly GroupAttributes[];
  /** By policy index, then by attribute number. */
  policy?: Readonly<Record<number, Readonly<Record<number, PolicyAttribute>>>>;
  /** By command number: the index of its policy. */
  operationPolicy?: Readonly<Record<number, OperationPolicyAttributes>>;
  operation?: number;
}
/** As it is written. */
export interface NlctrlIn extends Loose<Nlctrl> {}
export type PolicyType =
  | 'flag'
  | 'u8'
  | 'u16'
  | 'u32'
  | 'u64'
  | 's8'
  | 's16'
  | 's32'
  | 's64'
  | 'binary'
  | 'string'
  | 'nul-string'
  | 'nested'
  | 'nested-array'
  | 'bitfield32'
  | 'sint'
  | 'uint';
export type OperationFlag = 'admin-permission' | 'do' | 'dump' | 'has-policy' | 'namespace-admin-permission';
