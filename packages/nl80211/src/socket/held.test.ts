import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const ADDON = fileURLToPath(new URL('../../build/Release/vwifi_nl80211.node', import.meta.url));
/** Beyond those that Node looks at when it starts. */
const HIGH = 200;

/** Which descriptors a program has that is started by a Node that was started with a high one. */
function inherited(first: string): string[] {
  const script = `const addon = require(process.argv[1]); ${first};
    process.stdout.write(require('node:child_process').execFileSync('ls', ['/proc/self/fd']))`;
  const file = openSync('/dev/null', 'w');
  try {
    const stdio = [
      ...(['ignore', 'pipe', 'inherit'] as const),
      ...Array<'ignore'>(HIGH - 3).fill('ignore'),
      file,
    ];
    // The lower ones are closed in between, as they are in a shell.
    const words = ['-c', 'exec "$@"', 'sh', process.execPath, '-e', script, ADDON];
    return spawnSync('/bin/sh', words, { stdio, encoding: 'utf8' }).stdout.split('\n');
  } finally {
    closeSync(file);
  }
}

describe('programs that are started', () => {
  it('inherit what Node was started with, until it is told otherwise', () => {
    expect(inherited('')).toContain(String(HIGH));
    expect(inherited('addon.inheritNothing()')).not.toContain(String(HIGH));
  });
});
