import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LogFile } from './log-file.js';

describe("a daemon's log", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vwifi-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('has an end in its file, while its last lines go on', () => {
    const log = new LogFile(join(folder, 'a.log'), 10);
    for (const line of ['first\n', 'second\n', 'third\n']) log.append(Buffer.from(line));
    expect(readFileSync(log.path, 'utf8')).toBe('first\n\n10 bytes: the log ends here\n');
    expect(log.last(2)).toEqual(['second', 'third']);
  });

  it('keeps no line without end', () => {
    const log = new LogFile(join(folder, 'a.log'));
    for (let piece = 0; piece < 64; piece++) log.append(Buffer.alloc(32 * 1024, 'x'));
    expect(log.last(1)[0]?.length).toBe(64 * 1024);
  });
});
