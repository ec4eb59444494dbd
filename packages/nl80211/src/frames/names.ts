/** Types and subtypes of frames other than management frames (802.11-2020, table 9-1). */

export const CONTROL_SUBTYPES = {
  trigger: 2,
  tack: 3,
  'beamforming-report-poll': 4,
  'ndp-announcement': 5,
  'control-frame-extension': 6,
  'control-wrapper': 7,
  'block-ack-request': 8,
  'block-ack': 9,
  'ps-poll': 10,
  rts: 11,
  cts: 12,
  ack: 13,
  'cf-end': 14,
  'cf-end-ack': 15,
} as const;
export type ControlSubtype = keyof typeof CONTROL_SUBTYPES;

export const DATA_SUBTYPES = {
  data: 0,
  'data-cf-ack': 1,
  'data-cf-poll': 2,
  'data-cf-ack-cf-poll': 3,
  null: 4,
  'cf-ack': 5,
  'cf-poll': 6,
  'cf-ack-cf-poll': 7,
  'qos-data': 8,
  'qos-data-cf-ack': 9,
  'qos-data-cf-poll': 10,
  'qos-data-cf-ack-cf-poll': 11,
  'qos-null': 12,
  'reserved-data': 13,
  'qos-cf-poll': 14,
  'qos-cf-ack-cf-poll': 15,
} as const;
export type DataSubtype = keyof typeof DATA_SUBTYPES;

export const FRAME_TYPES = { management: 0, control: 1, data: 2, extension: 3 } as const;
export type FrameType = keyof typeof FRAME_TYPES;

/** Bits of the second octet of frame control. */
export const FRAME_FLAGS = {
  toDs: 0x01,
  fromDs: 0x02,
  moreFragments: 0x04,
  retry: 0x08,
  powerManagement: 0x10,
  moreData: 0x20,
  protected: 0x40,
  /** An HT Control field follows, in management and QoS data frames. */
  htControl: 0x80,
} as const;
