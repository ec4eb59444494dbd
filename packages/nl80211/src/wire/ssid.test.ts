import { EncodeError } from './errors.js';
import { Ssid, ssidBytes } from './ssid.js';

test.each([
  ['test', 'test'],
  ['Café ☕', 'Café ☕'],
  ['tab\there', 'tab\\x09here'],
  ['back\\slash', 'back\\\\slash'],
  ['', ''],
])('%j is shown as %j', (name, shown) => {
  expect(new Ssid(ssidBytes(name)).toString()).toBe(shown);
});

test('bytes that are no text are escaped, and zeros are a hidden name', () => {
  expect(new Ssid(Uint8Array.of(0xff, 0x41)).toString()).toBe('\\xffA');
  expect(new Ssid(new Uint8Array(8)).toString()).toBe('');
});

test('33 bytes are too many', () => {
  expect(() => ssidBytes('é'.repeat(17))).toThrow(EncodeError);
});
