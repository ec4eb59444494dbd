import { Writer } from '../../wire/writer.js';
import { attributes } from './attributes.js';

const [, tidConfigs] = attributes.tidConfig;
const decode = (octets: Uint8Array) =>
  tidConfigs.decode(new DataView(octets.buffer, octets.byteOffset), 0, octets.length);

describe('configuration of single TIDs', () => {
  it('of a request is a list', () => {
    const asked = [
      { tids: 1, noack: 'enable' as const },
      { tids: 0xfe, ampduCtrl: 'disable' as const },
    ];
    const writer = new Writer();
    tidConfigs.encode(asked, writer);
    expect(decode(writer.finish())).toEqual(asked);
  });

  it('of a radio is one, of what it supports', () => {
    // VIF_SUPP, 12 octets, with NOACK, AMPDU_CTRL and RTSCTS_CTRL; then the longest RETRY_SHORT.
    const told = Uint8Array.of(12, 0, 2, 0, 0x40, 0x06, 0, 0, 0, 0, 0, 0, 5, 0, 7, 0, 4, 0, 0, 0);
    expect(decode(told)).toEqual([{ vifSupp: 0x640n, retryShort: 4 }]);
  });
});
