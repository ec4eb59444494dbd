import { randomBytes } from 'node:crypto';
import {
  buildEapolKey,
  integrityOf,
  KEY_INFORMATION,
  keyDataItems,
  MIC_AT,
  type PairwiseKeys,
  pairwiseKeys,
  parseEapolKey,
  unwrap,
} from '@vwifi/nl80211/capture';
import { buildElements } from '@vwifi/nl80211/elements';
import { Authenticator, type LinkKeys } from './authenticator.js';

const OWN = '02:00:00:00:00:01';
const PEER = '02:00:00:00:00:02';
const SAID = Uint8Array.of(1, 0, 0x00, 0x0f, 0xac, 4);
const PMK = randomBytes(32);
const { pairwise, mic, secure, ack } = KEY_INFORMATION;

const link = (id: number): LinkKeys => ({
  ...{ id, mac: `02:00:00:00:00:1${id}` },
  elements: buildElements({ rsn: { akms: ['SAE'] }, rsnxe: { bits: Uint8Array.of(0x20) } }),
  keys: {
    gtk: { index: 1, key: randomBytes(16), sequence: Uint8Array.of(id, 0, 0, 0, 0, 0) },
    igtk: { index: 4, key: randomBytes(16), sequence: new Uint8Array(6) },
  },
});
const LINKS = [link(0), link(1)];

const authenticator = (mld = true, links = LINKS): Authenticator =>
  new Authenticator({
    ...{ own: OWN, peer: PEER, akm: 'SAE', pmk: PMK, said: SAID, mld },
    links: async () => links,
  });

/** The other side, as far as the tests need it. */
class Station {
  readonly nonce = randomBytes(32);
  keys: PairwiseKeys | undefined;

  constructor(private readonly pmk: Uint8Array = PMK) {}

  answer(octets: Uint8Array, change: Partial<Parameters<typeof buildEapolKey>[0]> = {}): Uint8Array {
    const heard = parseEapolKey(octets);
    if (!heard) throw new Error('no key frame');
    if (!(heard.information & mic)) {
      const nonces = [heard.nonce, this.nonce] as const;
      this.keys = pairwiseKeys(this.pmk, { stations: [OWN, PEER], nonces, akm: 'SAE', cipher: 'CCMP-128' });
    }
    const second = !(heard.information & mic);
    const group = !(heard.information & pairwise);
    const frame = buildEapolKey({
      ...{ ...heard, mic: new Uint8Array(16), rsc: new Uint8Array(8) },
      nonce: second ? this.nonce : new Uint8Array(32),
      information: (group ? 0 : pairwise) | mic | (second ? 0 : secure),
      data: second ? Uint8Array.from([48, SAID.length, ...SAID]) : new Uint8Array(),
      ...change,
    });
    if (this.keys) frame.set(integrityOf(this.keys, frame), MIC_AT);
    return frame;
  }

  opened(octets: Uint8Array): { kind: number | undefined; data: Uint8Array }[] {
    const heard = parseEapolKey(octets);
    const data = heard && this.keys && unwrap(this.keys, heard.data);
    return [...keyDataItems(data ?? new Uint8Array())].map(({ kind, data: each }) => ({ kind, data: each }));
  }
}

async function third(its: Authenticator, station: Station): Promise<Uint8Array> {
  const step = await its.take(station.answer(its.begin()));
  if (!step || !('send' in step)) throw new Error('no third message');
  return step.send;
}

describe('Authenticator', () => {
  it('gives a device the keys of each of its links, and ends with the fourth message', async () => {
    const [its, station] = [authenticator(), new Station()];
    const message = await third(its, station);
    const items = station.opened(message);
    const of = (kind: number) => items.filter((each) => each.kind === kind).map(({ data }) => data);
    expect(of(16).map((data) => [data[0], data[1], data.length])).toEqual([
      [0x01, 0, 23],
      [0x11, 1, 23],
    ]);
    expect(of(17).map((data) => [data[0], data[8], data.length])).toEqual([
      [4, 0x00, 25],
      [4, 0x10, 25],
    ]);
    expect(of(19).map((data) => data[0])).toEqual([0x30, 0x31]);
    expect(Buffer.from(of(3)[0] ?? [])).toEqual(Buffer.from([2, 0, 0, 0, 0, 1]));
    const end = await its.take(station.answer(message));
    expect(end && 'done' in end && end.done).toBe('pairwise');
    expect(its.waiting).toBe(false);
  });

  it('gives a station without links its keys as ever', async () => {
    const [its, station] = [authenticator(false, LINKS.slice(0, 1)), new Station()];
    const kinds = station.opened(await third(its, station)).map(({ kind }) => kind);
    expect(kinds).toEqual([undefined, undefined, 1, 9]);
  });

  it('takes no message twice, none that was not asked for, none of another key', async () => {
    const [its, station] = [authenticator(), new Station()];
    const first = its.begin();
    const wrong = await its.take(new Station(randomBytes(32)).answer(first));
    expect(wrong).toEqual({ refused: 'mic' });
    const answer = station.answer(first);
    const step = await its.take(answer);
    if (!step || !('send' in step)) throw new Error('no third message');
    expect(await its.take(answer)).toBeUndefined();
    expect(await its.take(station.answer(step.send, { replayCounter: 99n }))).toBeUndefined();
    expect(
      await its.take(station.answer(step.send, { information: pairwise | mic | ack | secure })),
    ).toBeUndefined();
    const fourth = station.answer(step.send);
    expect(await its.take(fourth)).toMatchObject({ done: 'pairwise' });
    expect(await its.take(fourth)).toBeUndefined();
    for (let n = 0; n < 40; n++) expect(await its.take(randomBytes(n * 8))).toBeUndefined();
  });

  it('says a message again under another counter, and takes an answer to either', async () => {
    const [its, station] = [authenticator(), new Station()];
    const message = await third(its, station);
    const again = its.again() ?? new Uint8Array();
    const [one, other] = [message, again].map((each) => parseEapolKey(each));
    expect(other?.replayCounter).toBe((one?.replayCounter ?? 0n) + 1n);
    expect(Buffer.from(other?.data ?? [])).toEqual(Buffer.from(one?.data ?? [1]));
    expect(await its.take(station.answer(message))).toMatchObject({ done: 'pairwise' });
    expect(its.again()).toBeUndefined();
  });

  it('does not go on with who says another element than in its request', async () => {
    const [its, station] = [authenticator(), new Station()];
    const data = Uint8Array.of(48, 6, 1, 0, 0x00, 0x0f, 0xac, 2);
    expect(await its.take(station.answer(its.begin(), { data }))).toEqual({ refused: 'element' });
  });

  it('renews keys of groups once the first handshake is over', async () => {
    const [its, station] = [authenticator(), new Station()];
    expect(await its.renew()).toBeUndefined();
    const message = await third(its, station);
    expect(await its.renew()).toBeUndefined();
    await its.take(station.answer(message));
    const words = (await its.renew()) ?? new Uint8Array();
    expect(station.opened(words).map(({ kind }) => kind)).toEqual([16, 17, 16, 17]);
    expect(await its.take(station.answer(words))).toEqual({ done: 'group' });
  });
});
