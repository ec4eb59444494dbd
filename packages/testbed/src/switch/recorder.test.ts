import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recorder } from './recorder.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-recorder-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Nanoseconds since 1970. */
const TIME = 1_796_000_000_123_456_789n;

/** The blocks of a pcapng file: type and body, checked against both length fields. */
function blocks(file: Buffer): { type: number; body: Buffer }[] {
  const found = [];
  for (let at = 0; at < file.length; ) {
    const length = file.readUInt32LE(at + 4);
    expect(length % 4).toBe(0);
    expect(file.readUInt32LE(at + length - 4)).toBe(length);
    found.push({ type: file.readUInt32LE(at), body: file.subarray(at + 8, at + length - 4) });
    at += length;
  }
  return found;
}

test('writes a section, an interface for each port and the frames whole', async () => {
  const path = join(folder, 'air.pcapng');
  const recorder = await Recorder.begin(path);
  recorder.tap('ap', Buffer.from('first frame..'), TIME, false);
  recorder.tap('sta1', Buffer.from('second'), TIME, true);
  recorder.tap('ap', Buffer.from('third'), TIME, false);
  expect(await recorder.end()).toEqual({ file: path, frames: 3, missing: 0 });
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const found = blocks(readFileSync(path));
  expect(found.map(({ type }) => type)).toEqual([0x0a0d0d0a, 1, 6, 1, 6, 6]);
  const [, ap, first, , second, third] = found.map(({ body }) => body);
  expect(ap?.toString()).toContain('ap');
  const text = (packet?: Buffer) => packet?.subarray(20, 20 + packet.readUInt32LE(12)).toString();
  expect([first, second, third].map(text)).toEqual(['first frame..', 'second', 'third']);
  expect([first, second, third].map((packet) => packet?.readUInt32LE(0))).toEqual([0, 1, 0]);
  expect(second?.toString()).toContain('lost by the switch');
  expect(third?.toString()).not.toContain('lost by the switch');
  const time = (BigInt(first?.readUInt32LE(4) ?? 0) << 32n) | BigInt(first?.readUInt32LE(8) ?? 0);
  expect(time).toBe(TIME);
});

test('a place that cannot be written to is an error with what to do', async () => {
  await expect(Recorder.begin(join(folder, 'none', 'x.pcapng'))).rejects.toMatchObject({
    code: 'RECORD_FAILED',
    hint: expect.stringContaining('folder'),
  });
});

test('a disk that is full ends the record, and says so', async () => {
  const recorder = await Recorder.begin('/dev/full');
  recorder.tap('ap', Buffer.alloc(100_000), TIME, false);
  expect((await recorder.end()).failed).toMatch(/ENOSPC/);
});
