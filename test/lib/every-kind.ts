/** A frame of every kind that 802.11 has or reserves, as octets in hexadecimal, from one address to another. */

const octets = (mac: string) => mac.replaceAll(':', '');
const ARP = `aaaa030000000806${'00'.repeat(28)}`;

/** What is wanted of them: a name, and the frame. */
export function everyKind(ra: string, ta: string): readonly (readonly [kind: string, frame: string])[] {
  const [to, from, third] = [octets(ra), octets(ta), '020000000077'];
  const head = (control: string, sequence = '3012') => `${control}0000${to}${from}${third}${sequence}`;
  return [
    ['beacon', `80000000ffffffffffff${from}${from}10120000000000000000640001000003616e79`],
    ['action', `${head('d000')}7f0102030405`],
    ['action with HT Control', `${head('d080')}44332211${'7f0102030405'}`],
    ['data', `${head('0800')}${ARP}`],
    ['data, more fragments follow', `${head('0804')}${ARP}`],
    ['data, fragment 3', `${head('0800', '3312')}${ARP}`],
    ['data with four addresses', `${head('0803')}020000000088${ARP}`],
    ['QoS data', `${head('8800')}0500${ARP}`],
    ['QoS data with HT Control', `${head('8880')}050044332211${ARP}`],
    ['QoS data with four addresses and HT Control', `${head('8883')}020000000088050044332211${ARP}`],
    ['null', head('4801')],
    ['RTS', `b4000001${to}${from}`],
    ['CTS', `c4000001${to}`],
    ['acknowledgement', `d4000000${to}`],
    ['PS-Poll', `a40001c0${to}${from}`],
    ['block acknowledgement request', `84000000${to}${from}04001012`],
    ['extension (type 3)', `0c000000${to}${'55'.repeat(20)}`],
    ['version 1', `${head('0900')}${ARP}`],
  ];
}
