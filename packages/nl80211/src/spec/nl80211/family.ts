import type { FamilySpec } from '../../genl/family.js';
import { message } from './attributes.js';
import { COMMANDS } from './commands.js';

/** nl80211: the kernel's interface to Wi-Fi. */
export const nl80211 = {
  name: 'nl80211',
  version: 0,
  commands: COMMANDS,
  message,
} as const satisfies FamilySpec;

/** Multicast groups. */
export const GROUPS = ['config', 'scan', 'regulatory', 'mlme', 'vendor', 'nan'] as const;
export type Group = (typeof GROUPS)[number];
