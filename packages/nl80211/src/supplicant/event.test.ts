import { decodeText, parseEvent } from './event.js';

describe('an event of a daemon', () => {
  it.each([
    [
      '<3>CTRL-EVENT-CONNECTED - Connection to 02:00:00:00:00:00 completed [id=0 id_str=]',
      { name: 'CTRL-EVENT-CONNECTED', address: '02:00:00:00:00:00', fields: { id: '0', id_str: '' } },
    ],
    [
      '<3>CTRL-EVENT-SSID-TEMP-DISABLED id=0 ssid="te\\"st" auth_failures=1 duration=10 reason=WRONG_KEY',
      {
        name: 'CTRL-EVENT-SSID-TEMP-DISABLED',
        fields: { id: '0', ssid: 'te"st', auth_failures: '1', duration: '10', reason: 'WRONG_KEY' },
      },
    ],
    ['<3>AP-ENABLED \n', { name: 'AP-ENABLED', text: '' }],
    [
      '<3>IFNAME=vw0 AP-STA-CONNECTED 00:76:77:31:00:00',
      { name: 'AP-STA-CONNECTED', address: '00:76:77:31:00:00' },
    ],
    ['<4>CTRL-EVENT-REGDOM-CHANGE init=USER type=COUNTRY alpha2=US', { level: 4, fields: { alpha2: 'US' } }],
  ])('%s', (datagram, event) => {
    expect(parseEvent(datagram)).toMatchObject(event);
  });

  it.each(['OK\n', 'FAIL', 'wpa_state=COMPLETED', '', '<x>y'])('is not a reply: %s', (datagram) => {
    expect(parseEvent(datagram)).toBeUndefined();
  });
});

it.each([
  ['plain', 'plain'],
  ['caf\\xc3\\xa9', 'café'],
  ['a\\"b\\\\c', 'a"b\\c'],
  ['\\x00\\n', '\0\n'],
  ['ends with \\', 'ends with '],
])('decodes %s', (written, meant) => expect(decodeText(written)).toBe(meant));
