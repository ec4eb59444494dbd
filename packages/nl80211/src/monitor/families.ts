import { decodeFamilyMessage, type FamilySpec } from '../genl/family.js';
import type { FamilyInfo } from '../genl/generic.js';
import { CONTROLLER_ID, nlctrl } from '../genl/nlctrl.js';
import { nl80211 } from '../spec/nl80211/family.js';
import { vwifi } from '../spec/vwifi.js';

/** The families that have tables here. */
const SPECS: readonly FamilySpec[] = [nl80211, vwifi];

/** Which number is which family: told by whoever asked the controller, seen as it passes by. */
export class Families {
  private readonly byId = new Map<number, { readonly name: string; readonly spec?: FamilySpec }>([
    [CONTROLLER_ID, { name: 'nlctrl', spec: nlctrl }],
  ]);

  add(id: number, name: string): void {
    const spec = SPECS.find((each) => each.name === name);
    this.byId.set(id, spec ? { name, spec } : { name });
  }

  get(id: number): { readonly name: string; readonly spec?: FamilySpec } | undefined {
    return this.byId.get(id);
  }

  /** Those of the kernel's families that have tables here, and events. */
  withEvents(known: readonly FamilyInfo[]): { name: string; spec: FamilySpec; info: FamilyInfo }[] {
    return known.flatMap((info) => {
      const spec = SPECS.find(({ name }) => name === info.name);
      return spec && Object.keys(info.groups).length > 0 ? [{ name: info.name, spec, info }] : [];
    });
  }

  /** Learns from a message of the controller. */
  learn(payload: Uint8Array): void {
    const { attributes } = decodeFamilyMessage(nlctrl, payload);
    const { familyId, familyName } = attributes;
    if (familyId !== undefined && familyName !== undefined) this.add(familyId, familyName);
  }
}
