/** Access points of Wi-Fi 7 that no distribution's hostapd is: a program of ours, with hostapd's control interface. */
import { fileURLToPath } from 'node:url';
import { findProgram } from '@vwifi/kernel';
import type { ChannelWidth } from '@vwifi/nl80211';
import { TestbedError } from '../errors.js';
import type { AccessPointNode, StationNode } from '../lab/lab.js';
import { POINT_SECURITY } from '../lab/links.js';
import { beside, isWifi7, type Width } from '../lab/standard.js';
import { hostapdKnowsWifi7 } from '../machine/programs.js';
import type { PointSettings } from '../mld/settings.js';

const MAIN = fileURLToPath(new URL('../mld/main.js', import.meta.url));

/** What hostapd does besides, and it does not. */
const isPlain = ({
  security,
  hidden,
  roaming,
  vlans,
  extra,
  ownConf,
  bridge,
  joins,
  asks,
}: AccessPointNode) =>
  POINT_SECURITY.includes(security.type) &&
  (!('cipher' in security) || security.cipher === 'CCMP') &&
  !(hidden || roaming || vlans || extra.length || ownConf || bridge || joins || asks);

/** Whether our program carries it: it has links, or is of 802.11be where hostapd is not. */
export const isOwnPoint = (node: AccessPointNode): boolean =>
  node.links !== undefined ||
  (node.ownConf === undefined &&
    isWifi7(node.modern ?? {}, node.frequencyMhz) &&
    isPlain(node) &&
    hostapdKnowsWifi7() !== true);

const widthOf = (frequencyMhz: number, width: Width): ChannelWidth => {
  if (width === 20) return 'HT20';
  return width === 40 ? `HT40${beside(frequencyMhz)}` : `${width}MHz`;
};

/** The file that the program reads. */
export function pointSettings(
  node: AccessPointNode,
  control: string,
  country: string | undefined,
): PointSettings {
  const { security, frequencyMhz, modern, links } = node;
  const places = links ?? [{ frequencyMhz, width: modern?.width ?? 20 }];
  return {
    ...(country === undefined ? {} : { country }),
    ...{ interface: node.interface, ssid: node.ssid, control, mld: links !== undefined },
    security:
      security.type === 'wpa3-sae'
        ? { type: 'sae', passphrase: security.passphrase }
        : { type: security.type === 'owe' ? 'owe' : 'open' },
    links: places.map((each) => ({
      frequencyMhz: each.frequencyMhz,
      width: widthOf(each.frequencyMhz, each.width),
    })),
  };
}

/** The words that start it. Node is the host's, and so is the program: a guest has the host's files. */
export const pointWords = (settings: string): readonly string[] => [process.execPath, MAIN, settings];

/** A wpa_supplicant that knows several links, which those of most systems do not: it is in the cache; undefined where it is not. */
export function newestSupplicant(): string | undefined {
  const bin = findProgram('wpasupplicant')?.bin;
  return bin === undefined ? undefined : `${bin}/wpa_supplicant`;
}

/** What a station runs. Throws where it is to take several links, and no supplicant is at hand that can. */
export function supplicantProgram({ name, mld }: StationNode): string {
  if (!mld) return 'wpa_supplicant';
  const newest = newestSupplicant();
  if (newest !== undefined) return newest;
  throw new TestbedError(
    'PROGRAM_MISSING',
    `${name} takes several links, and the wpa_supplicant that can has not been fetched`,
    { hint: 'npx testbed up fetches it; or mld: false' },
  );
}
