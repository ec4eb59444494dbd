import { supplicantConf } from '../node/conf.js';
import { pointSettings } from '../node/point.js';
import { labFrom } from './from-object.js';
import type { AccessPointNode, StationNode } from './lab.js';
import { loadWords } from './load.js';
import { planOf } from './plan.js';
import type { LabSpec } from './schema.js';

const ORIGIN = { folder: '/', name: 'lab' };
const ap = { kind: 'ap', ssid: 'home', security: 'wpa3-sae', passphrase: 'correct horse' } as const;
const make = (spec: LabSpec) => labFrom(spec, ORIGIN, () => 'spec');
const problems = (spec: LabSpec): string => {
  try {
    make(spec);
    return '';
  } catch (error) {
    return (error as Error).message;
  }
};
const of = (...links: string[]): LabSpec => ({
  country: 'DE',
  nodes: { ap: { ...ap, links }, laptop: { kind: 'station' }, phone: { kind: 'station', mld: false } },
});

describe('links of an access point', () => {
  const lab = make(of('2.4GHz/6', '5GHz/36/80', '6GHz/5/320'));
  const [point, laptop, phone] = lab.nodes as [AccessPointNode, StationNode, StationNode];

  it('are told to its program', () => {
    expect(pointSettings(point, '/run/hostapd/vw0', 'DE')).toEqual({
      ...{ interface: 'vw0', ssid: 'home', control: '/run/hostapd/vw0', mld: true, country: 'DE' },
      security: { type: 'sae', passphrase: 'correct horse' },
      links: [
        { frequencyMhz: 2437, width: 'HT20' },
        { frequencyMhz: 5180, width: '80MHz' },
        { frequencyMhz: 5975, width: '320MHz' },
      ],
    });
  });

  it('are looked for by stations, which take all or one', () => {
    const context = { lab: 'lab', folder: '/', controlFolder: '/run' };
    for (const each of [laptop, phone])
      expect(supplicantConf(each, context)).toMatch(/sae_pwe=2[\s\S]*scan_freq=2437 5180 5975/);
    expect([laptop.mld, phone.mld]).toEqual([true, undefined]);
  });

  it('want radios that have them', () => {
    const load = planOf(lab).find(({ id }) => id === 'load')?.action;
    expect(load).toMatchObject({ do: 'load', mlo: true });
    expect(loadWords('m.ko', { radios: 3, mlo: true }, false)).toEqual(['m.ko', 'station=3', 'mlo=1']);
  });

  it.each([
    [of('2.4GHz/6', '2.4GHz/6'), /links\[1\].*where another link is/],
    [of('5GHz/35'), /links\[0\].*does not exist/],
    [of('5GHz/52'), /where radars are/],
    [of('2.4GHz/6/80'), /is 80 MHz, which be does not have at 2.4GHz/],
    [of('7GHz/1'), /is no link/],
    [{ nodes: { ap: { ...ap, links: ['6GHz/5'] } } }, /set country/],
    [{ nodes: { ap: { ...ap, channel: 6, links: ['2.4GHz/6'] } } }, /ap\.channel has no place beside links/],
    [{ nodes: { ap: { ...ap, security: 'wpa2-psk', links: ['2.4GHz/6'] } } }, /has owe or wpa3-sae/],
    [{ nodes: { ap: { kind: 'ap', links: ['2.4GHz/6'] } } }, /is open: an access point with links has/],
    [{ isolation: 'machine', nodes: { ap: { ...ap, links: ['2.4GHz/6'] } } }, /links are of one kernel/],
    [{ nodes: { ap, sta: { kind: 'station', mld: true } } }, /ap has one channel/],
    [
      { nodes: { ap: { ...ap, links: ['2.4GHz/6'] }, far: { kind: 'repeater', of: 'ap' } } },
      /is ap, which has links/,
    ],
    [
      { nodes: { ap: { ...ap, links: ['2.4GHz/6'] }, sta: { kind: 'station', join: 'dpp' } } },
      /ap has links/,
    ],
  ] as [LabSpec, RegExp][])('refuses what cannot be: %#', (spec, words) => {
    expect(problems(spec)).toMatch(words);
  });
});
