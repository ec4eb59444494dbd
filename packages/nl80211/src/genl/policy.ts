import type { CallOptions, GenericNetlink } from './generic.js';
import { nlctrl, type PolicyAttribute } from './nlctrl.js';

/** What the running kernel accepts for a family, as it describes itself (CTRL_CMD_GETPOLICY). */
export interface FamilyPolicy {
  /** By policy index, then by attribute number. */
  readonly policies: Readonly<Record<number, Readonly<Record<number, PolicyAttribute>>>>;
  /** By command number: the index of its policy. */
  readonly commands: Readonly<Record<number, { readonly do?: number; readonly dump?: number }>>;
}

export async function getPolicy(
  netlink: GenericNetlink,
  family: string,
  options: CallOptions = {},
): Promise<FamilyPolicy> {
  const { items } = await netlink.dump(nlctrl, 'getPolicy', { familyName: family }, options);
  const policies: Record<number, Record<number, PolicyAttribute>> = {};
  const commands: Record<number, { do?: number; dump?: number }> = {};
  for (const { policy, operationPolicy } of items) {
    for (const [index, attributes] of Object.entries(policy ?? {})) {
      policies[Number(index)] = { ...policies[Number(index)], ...attributes };
    }
    for (const [command, each] of Object.entries(operationPolicy ?? {})) {
      commands[Number(command)] = {
        ...(each.do === undefined ? {} : { do: each.do }),
        ...(each.dump === undefined ? {} : { dump: each.dump }),
      };
    }
  }
  return { policies, commands };
}
