import { frequencyOf } from './channel.js';
import { parseLab } from './parse.js';
import { isWifi7, standardLines, standardProblem } from './standard.js';

const lines = (...args: Parameters<typeof standardLines>) =>
  standardLines(...args).map(([key, value]) => `${key}=${value}`);
const at = (band: '2.4GHz' | '5GHz' | '6GHz', channel: number) => frequencyOf(band, channel) ?? 0;

it('says nothing where nothing is said', () => {
  expect(standardLines({}, 2437)).toEqual([]);
});

it.each([
  [{ width: 40 }, '2.4GHz', 6, ['ieee80211n=1', 'ht_capab=[HT40+][SHORT-GI-40][SHORT-GI-20]']],
  [{ standard: 'n' }, '2.4GHz', 11, ['ieee80211n=1', 'ht_capab=[SHORT-GI-20]', 'wmm_enabled=1']],
  [
    { width: 80 },
    '5GHz',
    44,
    [
      'ht_capab=[HT40+][SHORT-GI-40][SHORT-GI-20]',
      'ieee80211ac=1',
      'vht_oper_chwidth=1',
      'vht_oper_centr_freq_seg0_idx=42',
    ],
  ],
  [
    { standard: 'ax', width: 160 },
    '5GHz',
    112,
    [
      'ieee80211h=1',
      'vht_capab=[SHORT-GI-80][VHT160][SHORT-GI-160]',
      'ieee80211ax=1',
      'he_oper_chwidth=2',
      'he_oper_centr_freq_seg0_idx=114',
    ],
  ],
  [{}, '6GHz', 5, ['op_class=131', 'sae_pwe=1', 'ieee80211ax=1', 'he_oper_centr_freq_seg0_idx=0']],
  [{ width: 80 }, '6GHz', 37, ['op_class=133', 'he_oper_chwidth=1', 'he_oper_centr_freq_seg0_idx=39']],
  [
    { width: 320 },
    '6GHz',
    5,
    [
      'op_class=137',
      'he_oper_chwidth=2',
      'he_oper_centr_freq_seg0_idx=15',
      'ieee80211be=1',
      'eht_oper_chwidth=9',
      'eht_oper_centr_freq_seg0_idx=31',
    ],
  ],
] as const)('%j at %s/%s', (modern, band, channel, wanted) => {
  const said = lines(modern, at(band, channel));
  for (const line of wanted) expect(said).toContain(line);
});

it.each([
  ['band: 6GHz, channel: 5', 'security', 'is open: at 6GHz it is wpa3-sae, owe or wpa3-eap'],
  ['band: 6GHz, channel: 5, security: owe', 'band', 'is 6GHz, which a country has to allow'],
  ['channel: 36, width: 320', 'width', 'is 320 MHz, which be does not have at 5GHz'],
  ['channel: 6, width: 80', 'width', 'is 80 MHz, which ac does not have at 2.4GHz'],
  ['channel: 36, standard: n, width: 80', 'width', 'is 80 MHz, which n does not have at 5GHz'],
  ['channel: 165, width: 40', 'width', 'is 40 MHz, and channel 165 is in no block of that'],
  ['channel: 60, width: 30', 'width', '30'],
  ['channel: 36, width: 160', 'width', 'wants a channel with radars on it: set country'],
  [
    'band: 6GHz, channel: 5, standard: ac, security: owe',
    'standard',
    'there is nothing older than ax at 6GHz',
  ],
  ['band: 6GHz, channel: 6, security: owe', 'channel', '6GHz band has 1 to 233 in steps of 4'],
])('%s is refused at %s', (written, key, words) => {
  const text = `nodes:\n  ap: {kind: ap, ${written}}\n  sta: {kind: station}\n`;
  expect(() => parseLab(text, 'l.yaml')).toThrow(
    new RegExp(`nodes\\.ap\\.${key}.*${words.replace(/\./g, '\\.')}`),
  );
});

it('refuses cells at 6 GHz', () => {
  expect(() => parseLab('nodes:\n  a: {kind: adhoc, band: 6GHz}\n  b: {kind: adhoc}\n', 'l.yaml')).toThrow(
    'nodes.a.band is 6GHz, where there are no ad hoc cells',
  );
});

it('takes a network at 6 GHz that is as it has to be', () => {
  const around = { country: 'DE', security: 'wpa3-sae' };
  expect(standardProblem({ width: 160 }, at('6GHz', 5), around)).toBeUndefined();
  expect(isWifi7({ width: 320 }, at('6GHz', 5))).toBe(true);
  expect(isWifi7({ width: 160 }, at('6GHz', 5))).toBe(false);
  expect(isWifi7({}, 2437)).toBe(false);
});
