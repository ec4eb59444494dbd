/** What a page may do to a laboratory. Its words come from a browser: each is looked at. */
import type { EapolMessage, LinkSettings } from '@vwifi/nl80211/vwifi';
import { TestbedError } from '../errors.js';

/** What can be done; nodes by their names. */
export interface Deeds {
  place(
    node: string,
    settings: {
      readonly position?: { readonly x: number; readonly y: number; readonly z: number };
      readonly txPowerDbm?: number;
    },
  ): Promise<void>;
  link(from: string, to: string, settings: LinkSettings): Promise<void>;
  deny(receiver: string, sender: string, denied: boolean): Promise<void>;
  /** The next message `eapol` of a handshake between them is lost. */
  lose(from: string, to: string, eapol: EapolMessage): Promise<void>;
}

type Words = Readonly<Record<string, unknown>>;
type Is = (value: unknown, nodes: ReadonlySet<unknown>) => boolean;

const between =
  (least: number, most: number): Is =>
  (value) =>
    typeof value === 'number' && value >= least && value <= most;
const whole =
  (least: number, most: number): Is =>
  (value, nodes) =>
    Number.isInteger(value) && between(least, most)(value, nodes);
const node: Is = (value, nodes) => nodes.has(value);
const metres = between(-100_000, 100_000);

interface Verb {
  /** Its words, the verb's own among them, which names a node. */
  readonly words: Readonly<Record<string, Is>>;
  does(deeds: Deeds, words: Words): Promise<void>;
}

/** By the word that a deed begins with. */
const VERBS: Readonly<Record<string, Verb>> = {
  place: {
    words: { place: node, x: metres, y: metres, z: metres },
    does: (deeds, { place, x, y, z }) =>
      deeds.place(place as string, { position: { x: x as number, y: y as number, z: z as number } }),
  },
  power: {
    words: { power: node, dbm: whole(0, 30) },
    does: (deeds, { power, dbm }) => deeds.place(power as string, { txPowerDbm: dbm as number }),
  },
  deny: {
    words: { deny: node, to: node, denied: (value) => typeof value === 'boolean' },
    does: (deeds, { deny, to, denied }) => deeds.deny(to as string, deny as string, denied as boolean),
  },
  link: {
    words: { link: node, to: node, loss: between(0, 1), delayMs: between(0, 10_000) },
    does: (deeds, { link, to, loss, delayMs }) =>
      deeds.link(link as string, to as string, {
        loss: loss as number,
        delayUs: Math.round((delayMs as number) * 1000),
      }),
  },
  lose: {
    words: { lose: node, to: node, eapol: whole(1, 4) },
    does: (deeds, { lose, to, eapol }) => deeds.lose(lose as string, to as string, eapol as EapolMessage),
  },
};

/** Does what a page asks for. Throws TestbedError `EINVAL` where that is nothing that can be done here. */
export async function performDeed(deeds: Deeds, names: readonly string[], deed: unknown): Promise<void> {
  const words: Words = typeof deed === 'object' && deed !== null ? { ...deed } : {};
  const [first = ''] = Object.keys(words);
  const verb = Object.hasOwn(VERBS, first) ? VERBS[first] : undefined;
  const nodes = new Set<unknown>(names);
  const fits =
    verb !== undefined &&
    Object.keys(words).length === Object.keys(verb.words).length &&
    Object.entries(verb.words).every(([name, is]) => is(words[name], nodes));
  if (!fits) throw new TestbedError('EINVAL', 'that is nothing that a page can do');
  if (words.to === words[first]) throw new TestbedError('EINVAL', `${words.to} is at both ends`);
  await verb.does(deeds, words);
}
