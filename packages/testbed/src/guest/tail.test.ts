import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tail } from './tail.js';

describe('the last lines of a console', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'vwifi-tail-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('are without what would change a terminal', () => {
    const path = join(folder, 'console.log');
    writeFileSync(path, 'one\x1b[2J\x9b31m two\x7f\r\n\nthree\n');
    expect(tail(path)).toEqual(['one31m two', 'three']);
    expect(tail(path, 1)).toEqual(['three']);
    expect(tail(join(folder, 'none'))).toEqual([]);
  });

  it('are found at the end of a file that is all holes', () => {
    const path = join(folder, 'console.log');
    const file = openSync(path, 'w');
    writeSync(file, Buffer.from('\nfar away\n'), 0, 10, 2 ** 40);
    closeSync(file);
    expect(tail(path)).toEqual(['far away']);
  });
});
