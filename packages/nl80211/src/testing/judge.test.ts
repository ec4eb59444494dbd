import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { message } from '../spec/nl80211/attributes.js';
import { vwifi } from '../spec/vwifi.js';
import { NLA_F_NESTED, NLA_TYPE_MASK, walkAttributes } from '../wire/attribute.js';
import { viewOf } from '../wire/writer.js';
import { seededRandom } from './fuzz.js';
import { generateBytes, tryDecode, tryEncode } from './generate.js';

const JUDGE = fileURLToPath(new URL('./judge.py', import.meta.url));

function judge(messages: readonly Uint8Array[]): string[] {
  const input = messages.map((each) => `${Buffer.from(each).toString('hex')}\n`).join('');
  const { status, stdout, stderr } = spawnSync('python3', [JUDGE], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  expect([status, stderr]).toEqual([0, '']);
  return stdout.trimEnd().split('\n');
}

/** The same as judge.py says, by our own walk. */
function ours(bytes: Uint8Array): string {
  const found: string[] = [];
  const view = viewOf(bytes);
  walkAttributes(view, 0, bytes.length, (type, at, length) => {
    const raw = view.getUint16(at - 2, true);
    const inside = raw & NLA_F_NESTED ? ours(bytes.subarray(at, at + length)) : '';
    found.push(`${type & NLA_TYPE_MASK}:${length}${inside}`);
  });
  return `[${found.join(' ')}]`;
}

test.each([
  ['nl80211', message],
  ['vwifi', vwifi.message],
])('libnl finds in what we write of %s what we put there', (_name, codec) => {
  const random = seededRandom(7);
  const written = Array.from({ length: 500 }, () => {
    const read = tryDecode(codec, generateBytes(codec, random));
    return (read && tryEncode(codec, read.value)) ?? new Uint8Array();
  });
  expect(written.filter(({ length }) => length > 0).length).toBeGreaterThan(300);
  expect(judge(written)).toEqual(written.map(ours));
});

test('libnl refuses what is cut off', () => {
  expect(judge([Uint8Array.of(8, 0, 3, 0, 1)])).toEqual(['bad']);
});
