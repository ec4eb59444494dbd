import type { FamilyMessage } from '../../genl/family.js';
import { type Group, nl80211 } from '../../spec/nl80211/family.js';
import { VWifiError } from '../../wire/errors.js';
import type { Place } from '../place.js';

/** What every stream of one interface has in common: it ends when the interface goes, be it with its module. */
export function ofInterface({ ifindex, target }: Place, groups: readonly Group[]) {
  return {
    spec: nl80211,
    groups: ['config', ...groups],
    gone: ({ command, attributes }: FamilyMessage<typeof nl80211>): Error | undefined =>
      command === 'delInterface' && attributes.ifindex === ifindex ? interfaceGone(target) : undefined,
  } as const;
}

export function interfaceGone(target: string): VWifiError {
  return new VWifiError(
    'NO_INTERFACE',
    `interface ${target}: it has gone; open this again on one that is there`,
  );
}
