import { addressBytes, newAddress } from './route.js';

it.each([
  ['10.0.0.1', '0a000001'],
  ['fd00::1', 'fd000000000000000000000000000001'],
  ['::', '00000000000000000000000000000000'],
  ['1:2:3:4:5:6:7:8', '00010002000300040005000600070008'],
  ['fe80::1:0', 'fe800000000000000000000000010000'],
  ['::ffff:10.0.0.1', '00000000000000000000ffff0a000001'],
])('%s in octets', (address, hex) => expect(addressBytes(address).toString('hex')).toBe(hex));

it('makes the message that gives an interface an address', () => {
  // family 2, prefix 24, index 7; IFA_LOCAL and IFA_ADDRESS
  expect(newAddress(7, '10.0.0.2/24').toString('hex')).toBe(
    '0218000007000000' + '080002000a000002' + '080001000a000002',
  );
});
