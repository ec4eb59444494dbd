import { reasonInDebugLog, reasonOf } from './reason.js';

const stamped = (...lines: readonly string[]) => lines.map((line) => `1795929734.474336: ${line}`);
/** What hostapd 2.10 says of every fault. */
const END = [
  'Interface initialization failed',
  'vw0: interface state HT_SCAN->DISABLED',
  'vw0: AP-DISABLED ',
  'vw0: CTRL-EVENT-TERMINATING ',
  "hostapd_free_hapd_data: Interface vw0 wasn't started",
  'nl80211: deinit ifname=vw0 disabled_11b_rates=0',
];

test.each([
  [
    [
      'vw0: interface state UNINITIALIZED->HT_SCAN',
      'Could not set fragmentation threshold for kernel driver',
    ],
    'Could not set fragmentation threshold for kernel driver',
  ],
  [["Line 12: unknown configuration item 'nonsense'"], "Line 12: unknown configuration item 'nonsense'"],
  [
    ['vw0: IEEE 802.11 Configured channel (100) not found from the channel list'],
    'Configured channel (100) not found from the channel list',
  ],
  [[], undefined],
])('the reason is what was said before its consequences: %o', (before, reason) => {
  expect(reasonOf(stamped(...before, ...END))).toBe(reason);
});

test('among debugging lines it is the last complaint before the fault', () => {
  const lines = stamped(
    'nl80211: Do not open EAPOL RX socket - using control port for RX',
    'DFS chan_idx seems wrong; num-ch: 29',
    'vw0: interface state COUNTRY_UPDATE->DISABLED',
    ...END,
  );
  expect(reasonInDebugLog(lines)).toBe('DFS chan_idx seems wrong; num-ch: 29');
  expect(reasonInDebugLog(stamped('all is well'))).toBeUndefined();
});
