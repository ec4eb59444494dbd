/** What a laboratory asks of its air, in words: for whoever wonders why something does not arrive. */
import type { Air } from './air.js';
import type { Lab } from './lab.js';

const percent = (part: number): string => `${Math.round(part * 1000) / 10} %`;

/** What makes frames get lost; empty where the air is ideal. */
export function lossesOf({ air, airs }: Pick<Lab, 'air' | 'airs'>): readonly string[] {
  const all: readonly Air[] = [...(air ? [air] : []), ...Object.values(airs ?? {})];
  const said = all.flatMap(({ medium, links, deny, radios }) => {
    const lossy = links.filter(({ settings }) => (settings.loss ?? 0) > 0);
    const most = Math.max(...lossy.map(({ settings }) => settings.loss ?? 0));
    return [
      ...(medium?.loss ? [`loses ${percent(medium.loss)} of all transmissions (medium.loss)`] : []),
      ...(lossy.length > 0 ? [`loses up to ${percent(most)} on ${lossy.length} links (links)`] : []),
      ...(medium?.sensitivityDbm === undefined
        ? []
        : [`does not hear below ${medium.sensitivityDbm} dBm (medium.sensitivity)`]),
      ...(medium?.model === 'dcf' ? ['is shared, and loses what is too weak (medium.model)'] : []),
      ...(radios.some(({ position, track }) => position ?? track)
        ? ['weakens with distance (position)']
        : []),
      ...(deny.length > 0 ? [`drops what ${deny.length} pairs say (deny)`] : []),
    ];
  });
  return [...new Set(said)];
}

/** The same as the end of a sentence; empty where the air is ideal. */
export function lossesText(lab: Pick<Lab, 'air' | 'airs'>): string {
  const said = lossesOf(lab);
  return said.length > 0 ? `; the laboratory asks for a medium that ${said.join(', ')}` : '';
}

/** What an air that several kernels share is not; undefined where there is nothing to say. */
export function limitText({ airs }: Pick<Lab, 'airs'>): string | undefined {
  if (!Object.values(airs ?? {}).some(({ medium }) => medium?.model === 'dcf')) return undefined;
  return 'medium.model is dcf within each machine: between machines frames are lost by noise, but take no time and contend with nobody';
}
