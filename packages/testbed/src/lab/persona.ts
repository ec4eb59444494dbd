/** The real device that a node's radio is like. */
import { PERSONAS, type PersonaName } from '@vwifi/nl80211/vwifi';
import { z } from 'zod';
import { channelAt } from './channel.js';

export const personaSchema = z
  .enum(Object.keys(PERSONAS) as [PersonaName, ...PersonaName[]])
  .describe(
    'a device that its radio is like, as `vwifi-tool persona ls` lists them; left out: all that the driver can',
  );

/** What an interface of a node is. */
const TYPES = { ap: 'ap', station: 'station', adhoc: 'adhoc', mesh: 'mesh-point' } as const;

/** A node as far as its device matters. */
interface Bearer {
  readonly kind: keyof typeof TYPES;
  /** Of its network, where that is known. */
  readonly frequencyMhz?: number;
}

/** Why such a device cannot be that node; undefined where it can. */
export function personaProblem(name: PersonaName, { kind, frequencyMhz }: Bearer): string | undefined {
  const { interfaceTypes, bands } = PERSONAS[name];
  if (!interfaceTypes.includes(TYPES[kind])) {
    const able = Object.entries(TYPES).filter(([, type]) => interfaceTypes.includes(type));
    return `is ${name}, which cannot be ${kind}: it can be ${able.map(([word]) => word).join(', ')}`;
  }
  const band = frequencyMhz === undefined ? undefined : channelAt(frequencyMhz)?.band;
  return band === undefined || bands.some((each) => each.replace(' ', '') === band)
    ? undefined
    : `is ${name}, which has no ${band}, where its network is: it has ${bands.join(', ')}`;
}
