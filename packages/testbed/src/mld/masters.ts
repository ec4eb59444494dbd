/** Master keys: of who comes in now, and of who was here. */
import type { Elements } from '@vwifi/nl80211/elements';
import { STATUS } from './codes.js';
import { keep } from './newcomers.js';
import { DH_PARAMETER, oweKeys } from './owe.js';
import type { Newcomer } from './peer.js';
import type { PointSettings } from './settings.js';

const EXTENSION = 255;
const MOST = 256;

export interface MasterKey {
  readonly pmk: Uint8Array;
  readonly pmkid?: Uint8Array;
  /** What the station has to know before it has the key as well. */
  readonly answer?: Uint8Array;
}

export class Masters {
  /** By what stations call them. */
  private readonly all = new Map<string, { readonly address: string; readonly pmk: Uint8Array }>();

  /** The master key of who comes in; a status where there is none; undefined where none is needed. */
  keysOf(
    type: PointSettings['security']['type'],
    newcomer: Newcomer,
    said: Elements,
  ): MasterKey | number | undefined {
    if (type === 'open') return undefined;
    const { rsn } = said;
    if (!rsn || rsn.managementFrameProtection === 'no') return STATUS.invalidElement;
    if (rsn.akms[0] !== (type === 'sae' ? 'SAE' : 'OWE')) return STATUS.invalidAkm;
    if (rsn.pairwiseCiphers[0] !== 'CCMP-128') return STATUS.invalidElement;
    if (type === 'sae') return this.agreed(newcomer) ?? this.known(newcomer, rsn.pmkids ?? []);
    const parameter = said.get(EXTENSION, DH_PARAMETER);
    const keys = parameter && oweKeys(parameter);
    if (keys === 'group') return STATUS.group;
    return keys ?? STATUS.invalidElement;
  }

  private agreed({ address, proven, sae }: Newcomer): MasterKey | undefined {
    if (!proven || !sae?.pmk || !sae.pmkid) return undefined;
    const { pmk, pmkid } = sae;
    keep(this.all, Buffer.from(pmkid).toString('hex'), { address, pmk }, MOST);
    return { pmk, pmkid };
  }

  private known({ address }: Newcomer, pmkids: readonly Uint8Array[]): MasterKey | number {
    for (const pmkid of pmkids) {
      const master = this.all.get(Buffer.from(pmkid).toString('hex'));
      if (master?.address === address) return { pmk: master.pmk, pmkid };
    }
    return STATUS.invalidPmkid;
  }
}
