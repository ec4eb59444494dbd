/** Access points with several links, one device (802.11be, 35.3): what may be written of them, and what cannot be. */
import { z } from 'zod';
import { type Band, channelsOf, frequencyOf } from './channel.js';
import type { Named, Written } from './expand.js';
import type { AccessPointNode, LabNode, StationNode } from './lab.js';
import type { Path, Problem } from './problem.js';
import type { ParsedLab } from './schema.js';
import type { Security } from './security.js';
import { standardProblem, type Width } from './standard.js';

/** A link as written: '5GHz/36', or with the width of its channel: '6GHz/5/320'. */
const LINK = /^(2\.4GHz|5GHz|6GHz)\/(\d{1,3})(?:\/(20|40|80|160|320))?$/;
/** The driver numbers so many. */
const MOST_LINKS = 15;

export const linksSchema = z
  .array(z.string().regex(LINK, 'is no link: BAND/CHANNEL or BAND/CHANNEL/WIDTH, such as 5GHz/36/80'))
  .min(1)
  .max(MOST_LINKS)
  .describe(
    'one access point on several channels at once (Wi-Fi 7, multi-link): BAND/CHANNEL or BAND/CHANNEL/WIDTH each, such as 2.4GHz/6, 5GHz/36/80, 6GHz/5/320; instead of channel and width',
  );

export const mldSchema = z
  .boolean()
  .describe(
    'false: it joins one link of an access point that has several, as devices before Wi-Fi 7 do; left out: all of them',
  );

/** A channel of a device with several. */
export interface LabLink {
  readonly frequencyMhz: number;
  readonly width: Width;
}

/** What an access point of ours does; hostapd does much more. */
export const POINT_SECURITY: readonly Security['type'][] = ['open', 'owe', 'wpa3-sae'];
/** Supplicants take several links of networks whose management frames are protected. */
const LINK_SECURITY: readonly Security['type'][] = ['owe', 'wpa3-sae'];
/** Keys that say something which it does not do. */
const NOT_WITH_LINKS = [
  ...(['channel', 'frequency', 'band', 'standard', 'width', 'networks', 'radios', 'vlans'] as const),
  ...(['passphrases', 'roaming', 'hostapd', 'extra', 'hidden', 'wire', 'cipher'] as const),
];

/** The links of an access point, where it has any. */
export function linksOf(
  { path, written }: { readonly path: Path; readonly written: Written<'ap'> },
  { country, isolation, driver }: ParsedLab,
  security: Security,
  report: (p: Problem) => void,
): Pick<AccessPointNode, 'links'> {
  if (written.links === undefined) return {};
  for (const key of NOT_WITH_LINKS)
    if (written[key] !== undefined)
      report({ path: [...path, key], message: 'has no place beside links; leave it out' });
  if (!LINK_SECURITY.includes(security.type) || ('cipher' in security && security.cipher !== 'CCMP'))
    report({
      path: [...path, 'security'],
      message: `is ${security.type}${'cipher' in security ? ` with ${security.cipher}` : ''}: an access point with links has ${LINK_SECURITY.join(' or ')}, with CCMP`,
    });
  if (isolation === 'machine')
    report({ path: ['isolation'], message: 'is machine, and links are of one kernel; take namespace' });
  if (driver === 'mac80211_hwsim')
    report({ path: ['driver'], message: 'is mac80211_hwsim, which is loaded without links; leave it out' });
  const taken = new Set<number>();
  const links = written.links.map((text, i): LabLink => {
    const at = [...path, 'links', i];
    const [, band = '', channel = '', mhz = '20'] = LINK.exec(text) ?? [];
    const width = Number(mhz) as Width;
    const frequencyMhz = frequencyOf(band as Band, Number(channel));
    if (frequencyMhz === undefined) {
      report({
        path: at,
        message: `is ${text}, which does not exist: ${band} has ${channelsOf(band as Band)}`,
      });
      return { frequencyMhz: 0, width };
    }
    if (taken.has(frequencyMhz)) report({ path: at, message: `is ${text}, where another link is` });
    taken.add(frequencyMhz);
    const problem = standardProblem({ standard: 'be', width }, frequencyMhz, {
      ...{ country, security: security.type },
    });
    if (problem)
      report({ path: problem.key === 'security' ? [...path, 'security'] : at, message: problem.message });
    if (frequencyMhz >= 5250 && frequencyMhz <= 5730)
      report({
        path: at,
        message: `is ${text}, where radars are, which links do not listen for; take another`,
      });
    return { frequencyMhz, width };
  });
  return { links };
}

/** Whether a station takes all links, which the supplicant of most systems is too old for. */
export function mldOf(
  {
    path,
    repeats,
    written: { mld },
  }: Pick<Named, 'path' | 'repeats'> & { readonly written: Written<'station'> },
  ap: AccessPointNode | undefined,
  report: (p: Problem) => void,
): Pick<StationNode, 'mld'> {
  if (repeats !== undefined && ap?.links)
    report({ path: [...path, 'of'], message: `is ${repeats}, which has links: those are not carried on` });
  if (mld && ap && !ap.links)
    report({ path: [...path, 'mld'], message: `is true, and ${ap.name} has one channel; give that links` });
  return ap?.links && mld !== false ? { mld: true } : {};
}

/** Whether the radios of a kernel have links. */
export const haveLinks = (nodes: readonly LabNode[]): boolean =>
  nodes.some((node) => node.kind === 'ap' && node.links !== undefined);
