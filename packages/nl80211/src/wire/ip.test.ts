import { ipBytes, ipText, parsePrefix } from './ip.js';

test.each([
  '10.0.0.2',
  '255.255.255.255',
  '::',
  '::1',
  'fe80::1',
  '2001:db8::2:1',
  'fd00:1:2:3:4:5:6:7',
  '1:0:0:2::',
])('%s survives', (address) => {
  expect(ipText(ipBytes(address))).toBe(address);
});

test('an IPv6 address with IPv4 in it', () => {
  expect(ipText(ipBytes('::ffff:10.0.0.1'))).toBe('::ffff:a00:1');
});

test('prefixes', () => {
  expect(parsePrefix('10.0.0.2/24').prefixLength).toBe(24);
  expect(parsePrefix('::1').prefixLength).toBe(128);
  const wrong = ['10.0.0.2/33', '10.0.0.2/', '10.0.0', 'x/8', '10.0.0.1/8/9', '10.0.0.1/-1'];
  for (const bad of [
    ...wrong,
    '10.0.0.1/0x18',
    '10.0.0.1/1e1',
    '10.0.0.1/+8',
    '10.0.0.1/ 8',
    '10.0.0.1/8.0',
  ]) {
    expect(() => parsePrefix(bad)).toThrow(expect.objectContaining({ code: 'BAD_ARGUMENT' }));
  }
});
