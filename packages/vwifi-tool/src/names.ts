import type { Personality, VirtualRadio } from '@vwifi/nl80211/vwifi';

/** What a radio is called by a person: its interface; with its number, where several have that name. */
export function radioNames(radios: readonly VirtualRadio[]): (id: number) => string {
  const byId = new Map(radios.map((radio) => [radio.id, radio.ifname]));
  const uses = new Map<string, number>();
  for (const { ifname } of radios) if (ifname) uses.set(ifname, (uses.get(ifname) ?? 0) + 1);
  return (id) => {
    const name = byId.get(id);
    if (name === undefined) return `radio ${id}`;
    return (uses.get(name) ?? 0) > 1 ? `${name} (radio ${id})` : name;
  };
}

/** 'notAssociated' as words: 'not associated'. */
export const causeWords = (cause: string): string =>
  cause.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** 'no key 2, replay 1'; '-' for none. */
export function dropsText(drops: Readonly<Record<string, number | undefined>>): string {
  const all = Object.entries(drops).filter(([, count]) => count);
  return all.map(([cause, count]) => `${causeWords(cause)} ${count}`).join(', ') || '-';
}

/** The letters on the box. */
export const KINDS: Readonly<Record<Personality, string>> = {
  legacy: 'a/b/g',
  ht: 'n',
  vht: 'ac',
  he: 'ax',
  eht: 'be',
};

/** '2.4, 5 GHz'; '-' for none. */
export function bandText(bands: readonly string[]): string {
  const numbers = bands.map((band) => band.replace(' GHz', ''));
  return numbers.length === 0 ? '-' : `${numbers.join(', ')} GHz`;
}
