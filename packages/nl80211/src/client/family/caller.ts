import type { CommandOf, MessageInOf, MessageOf } from '../../genl/family.js';
import type { CallOptions, GenericNetlink } from '../../genl/generic.js';
import { vwifi } from '../../spec/vwifi.js';
import { VWifiError } from '../../wire/errors.js';

export type FamilyCommand = CommandOf<typeof vwifi>;
export type FamilyIn = MessageInOf<typeof vwifi>;
export type FamilyOut = MessageOf<typeof vwifi>;

/** Says what to do about a kernel that knows no family vwifi. */
export function explainMissing(error: unknown): Error {
  if (error instanceof VWifiError && error.code === 'NO_FAMILY') {
    const next = 'load it: modprobe vwifi, or insmod vwifi.ko station=2';
    return new VWifiError(
      'NOT_LOADED',
      `vwifi: the module vwifi is not loaded, or too old for this; ${next}`,
      { cause: error },
    );
  }
  return error instanceof Error ? error : new Error(String(error));
}

/** Commands of the family vwifi on a socket. */
export class FamilyCaller {
  constructor(private readonly netlink: GenericNetlink) {}

  /** `attributes` may have been written already. */
  async request(
    command: FamilyCommand,
    attributes: FamilyIn | Uint8Array,
    options: CallOptions,
  ): Promise<FamilyOut[]> {
    try {
      return await this.netlink.request(vwifi, command, attributes, options);
    } catch (error) {
      throw explainMissing(error);
    }
  }

  async dump(command: FamilyCommand, options: CallOptions): Promise<FamilyOut[]> {
    try {
      return (await this.netlink.dump(vwifi, command, {}, options)).items;
    } catch (error) {
      throw explainMissing(error);
    }
  }
}
