import { decryptionOf, networkOf, shellWords } from './keys.js';

test('the key of a passphrase is the one of the standard (802.11-2020, J.4.2)', () => {
  const { options } = decryptionOf([{ ssid: 'IEEE', type: 'wpa2-psk', passphrase: 'password' }]);
  expect(options).toEqual([
    ...['-o', 'wlan.enable_decryption:TRUE', '-o'],
    'uat:80211_keys:"wpa-psk","f42c6fc52df0ebef9ebb4b90b38a5f902e83fe1b135a70e23aed762e9710a12e"',
  ]);
  expect(shellWords(options)).toMatch(/^-o wlan\.enable_decryption:TRUE -o 'uat:80211_keys:"wpa-psk","f42c/);
});

test('a key is taken as it is, an open network has none, and what cannot be told is named', () => {
  const key = 'AB'.repeat(32);
  expect(decryptionOf([{ ssid: 'x', type: 'wpa2-wpa3', passphrase: key }]).options.at(-1)).toContain(key);
  expect(decryptionOf([{ ssid: 'x', type: 'open' }])).toEqual({ options: [], unknown: [] });
  const station = { ssid: 'home', type: 'wpa3-sae', passphrase: 'secret' };
  expect(decryptionOf([station, station])).toEqual({ options: [], unknown: ['home'] });
});

test('a network as it is written', () => {
  expect(networkOf('my net:12345:78')).toEqual({ ssid: 'my net', type: 'wpa2-psk', passphrase: '12345:78' });
  for (const bad of ['test', ':12345678', 'test:1234567']) expect(networkOf(bad)).toBeUndefined();
});
