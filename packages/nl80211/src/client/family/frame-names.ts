/** Subtypes of frames by their names in 802.11-2020, table 9-1: for people who would not write numbers. */
import type { FrameType } from './faults.js';

interface Kind {
  readonly type: FrameType;
  readonly subtype: number;
}

const management = (subtype: number): Kind => ({ type: 'management', subtype });
const data = (subtype: number): Kind => ({ type: 'data', subtype });

export const FRAME_KINDS = {
  'association-request': management(0),
  'association-response': management(1),
  'reassociation-request': management(2),
  'reassociation-response': management(3),
  'probe-request': management(4),
  'probe-response': management(5),
  beacon: management(8),
  disassociation: management(10),
  authentication: management(11),
  deauthentication: management(12),
  action: management(13),
  'plain-data': data(0),
  null: data(4),
  'qos-data': data(8),
} as const satisfies Record<string, Kind>;

export type FrameName = keyof typeof FRAME_KINDS;

/** The name of a type and subtype, where it has one. */
export function frameName(type: FrameType | undefined, subtype: number | undefined): FrameName | undefined {
  const found = Object.entries(FRAME_KINDS).find(
    ([, kind]) => kind.type === type && kind.subtype === subtype,
  );
  return found?.[0] as FrameName | undefined;
}
