import { buildElements, Elements } from '@vwifi/nl80211/elements';
import { seededRandom } from '@vwifi/nl80211/testing';
import { type LinkProfile, neighbourReport, pointElement, readAsked } from './multi-link.js';

const MLD = '02:00:00:00:00:01';
const profile = (id: number, mac: string, length: number): LinkProfile => ({
  ...{ id, mac, capability: 1 },
  elements: buildElements({ others: [{ id: 45, data: new Uint8Array(length).fill(id) }] }),
});

/** As a station has it: the same element, without a number of its own link. */
const asked = (others: Iterable<{ id: number; extension?: number; data: Uint8Array }>): Elements =>
  Elements.from(others);

describe('Multi-Link elements', () => {
  it('are read as they were written, also in fragments', () => {
    const profiles = [profile(1, '02:00:00:00:00:11', 26), profile(2, '02:00:00:00:00:22', 250)];
    const parts = pointElement(MLD, 0, 3, profiles);
    expect(parts.length).toBeGreaterThan(1);
    const read = readAsked(asked([...parts, { id: 7, data: Uint8Array.of(1) }]));
    expect(read?.mld).toBe(MLD);
    expect([...(read?.links ?? [])].map(([id, { mac }]) => [id, mac])).toEqual([
      [1, '02:00:00:00:00:11'],
      [2, '02:00:00:00:00:22'],
    ]);
    // In an answer there is a status, which a request has not: two octets of zero, which are an element of no length.
    expect(read?.links.get(2)?.get(45)?.length).toBe(250);
    expect(read?.links.get(1)?.get(45)?.[0]).toBe(1);
  });

  it('has what the frame says of all links, but for what a profile leaves out', () => {
    const own = [0xff, 4, 56, 1, 191, 0];
    const control = [0x31, 0x00];
    const info = [7, 2, 0, 0, 0, 0, 0x11];
    const body = [...control, ...info, 1, 0, ...own];
    const data = Uint8Array.from([0x30, 0x01, 7, 2, 0, 0, 0, 0, 1, 0, body.length, ...body]);
    const said = asked([
      { id: 45, data: Uint8Array.of(1) },
      { id: 191, data: Uint8Array.of(2) },
      { id: 255, extension: 107, data },
    ]);
    const link = readAsked(said)?.links.get(1);
    expect(link?.mac).toBe('02:00:00:00:00:11');
    expect(link?.get(45)).toEqual(Uint8Array.of(1));
    expect(link?.get(191)).toBeUndefined();
  });

  it('are no reason to fail, whatever stands in them', () => {
    const below = seededRandom(1);
    const [whole] = pointElement(MLD, 0, 3, [profile(1, '02:00:00:00:00:11', 26)]);
    for (let n = 0; n < 2000; n++) {
      const data = Uint8Array.from(whole?.data ?? []);
      for (let changes = below(6); changes > 0; changes--) data[below(data.length)] = below(256);
      const element = { id: 255, extension: 107, data: data.subarray(0, below(data.length + 1)) };
      const read = readAsked(asked([element]));
      for (const [id, { get }] of read?.links ?? []) {
        expect(id).toBeLessThan(16);
        get(45);
      }
    }
  });

  it('has neighbours with the numbers of their links', () => {
    const place = { operatingClass: 115, channel: 36 };
    const [report] = neighbourReport([{ id: 1, mac: '02:00:00:00:00:11', ...place }], 0x01020304);
    expect(report?.id).toBe(201);
    expect([...(report?.data ?? [])]).toEqual([
      ...[0, 16, 115, 36, 255, 2, 0, 0, 0, 0, 0x11, 4, 3, 2, 1, 0x42, 0x7f, 0, 1, 0],
    ]);
    expect(neighbourReport([], 0)).toEqual([]);
  });
});
