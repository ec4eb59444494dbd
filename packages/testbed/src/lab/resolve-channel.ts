/** On which channel an access point or a cell is, and what of it cannot be. */
import { bandOfChannel, channelAt, channelsOf, frequencyOf } from './channel.js';
import type { Named, Written } from './expand.js';
import { type AccessPointNode, type PeerKind, peerNetworks } from './lab.js';
import type { Path, Problem } from './problem.js';
import { standardProblem } from './standard.js';

/** In MHz; of a channel that is none the first of the band, and the problem is reported. */
export function frequencyFor(
  {
    path,
    written,
  }: { readonly path: Path; readonly written: Pick<Written<'ap'>, 'frequency' | 'channel' | 'band'> },
  report: (p: Problem) => void,
): number {
  const { frequency, channel, band } = written;
  if (frequency !== undefined) {
    if (channel !== undefined)
      report({ path: [...path, 'channel'], message: 'is given twice: leave out channel or frequency' });
    if (!channelAt(frequency))
      report({
        path: [...path, 'frequency'],
        message: `is ${frequency} MHz, where no channel is; 2437 is channel 6`,
      });
    return frequency;
  }
  if (channel === undefined) return band === '6GHz' ? 5975 : band === '5GHz' ? 5180 : 2437;
  const chosen = band ?? bandOfChannel(channel) ?? '2.4GHz';
  const found = frequencyOf(chosen, channel);
  if (found !== undefined) return found;
  const where = band ? `the ${band} band has` : `2.4GHz has ${channelsOf('2.4GHz')}, 5GHz has`;
  report({
    path: [...path, 'channel'],
    message: `is ${channel}, which does not exist: ${where} ${channelsOf(band ?? '5GHz')}`,
  });
  return 2437;
}

/** Cells are of HT and VHT, and at 6 GHz there is nothing older than HE; nobody in a mesh looks for radar. */
export function peerFrequency(
  kind: PeerKind,
  path: Path,
  frequencyMhz: number,
  report: (p: Problem) => void,
): number {
  const at = channelAt(frequencyMhz);
  if (at?.band === '6GHz')
    report({ path: [...path, 'band'], message: `is 6GHz, where there are no ${peerNetworks[kind]}` });
  if (kind === 'mesh' && frequencyMhz >= 5260 && frequencyMhz <= 5720)
    report({
      path: [...path, 'channel'],
      message: `is ${at?.channel}, where radar has to be looked for, which no mesh does; take 36 to 48 or 149 to 165`,
    });
  return frequencyMhz;
}

/** What is said of it, where anything is. */
export function modernOf({
  standard,
  width,
}: Pick<Written<'ap'>, 'standard' | 'width'>): Pick<AccessPointNode, 'modern'> {
  if (standard === undefined && width === undefined) return {};
  return {
    modern: { ...(standard === undefined ? {} : { standard }), ...(width === undefined ? {} : { width }) },
  };
}

/** Channels that are wider than their band or their standard has them, and networks that may not be at 6 GHz. */
export function checkModern(
  country: string | undefined,
  accessPoints: ReadonlyMap<string, AccessPointNode>,
  named: readonly Named[],
  report: (p: Problem) => void,
): void {
  for (const { name, path } of named) {
    const point = accessPoints.get(name);
    if (!point || point.ownConf !== undefined) continue;
    const { modern = {}, frequencyMhz, security } = point;
    const problem = standardProblem(modern, frequencyMhz, { country, security: security.type });
    if (problem) report({ path: [...path, problem.key], message: problem.message });
  }
}
