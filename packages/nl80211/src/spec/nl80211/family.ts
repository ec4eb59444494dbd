import type { FamilySpec } from '../../genl/family.js';
import { message, type Nl80211, type Nl80211In } from './attributes.js';
import { COMMANDS, type CommandName } from './commands.js';

/** nl80211: the kernel's interface to Wi-Fi. */
export const nl80211: FamilySpec<Nl80211, Nl80211In, Readonly<Record<CommandName, number>>> = {
  name: 'nl80211',
  version: 0,
  commands: COMMANDS,
  message,
};

/** Multicast groups. */
export const GROUPS = ['config', 'scan', 'regulatory', 'mlme', 'vendor', 'nan'] as const;
export type Group = (typeof GROUPS)[number];
