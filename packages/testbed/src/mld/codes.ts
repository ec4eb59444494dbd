/** Numbers of IEEE Std 802.11-2020, 9.4.1.7 and 9.4.1.9, that an access point answers with. */
export const STATUS = {
  ok: 0,
  failure: 1,
  refusedForNow: 30,
  full: 17,
  algorithm: 13,
  challenge: 15,
  invalidElement: 40,
  invalidAkm: 43,
  invalidPmkid: 53,
  group: 77,
  hashToElement: 126,
} as const;
export const REASON = { leaving: 3, inactive: 4, handshake: 15, mic: 14, element: 17 } as const;
