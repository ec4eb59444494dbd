/** The checks that other programs make: format, lint, types. */
import { inRoot } from '../lib/root.mjs';
import { attempt } from '../lib/run.mjs';

/** @param {string} name */
const tool = (name) => inRoot('node_modules', '.bin', name);

/** @param {readonly string[]} argv */
async function complaints(argv) {
  const { status, output } = await attempt(argv, { cwd: inRoot(), env: { NO_COLOR: '1' } });
  if (status === 0) return [];
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  return lines.length > 0 ? lines : [`"${argv.join(' ')}" ended with status ${status}`];
}

export const format = {
  name: 'format and lint',
  find: () =>
    complaints([
      tool('biome'),
      'check',
      '--diagnostic-level=error',
      '--max-diagnostics=20',
      '--colors=off',
      '.',
    ]),
};

export const types = { name: 'types', find: () => complaints([tool('tsc'), '-b', '--pretty', 'false']) };

/** The packages' own projects leave their tests out, since tests are not shipped; the tools are JavaScript. */
export const testTypes = {
  name: 'types of tests and tools',
  find: () => complaints([tool('tsc'), '-p', inRoot('tsconfig.check.json'), '--pretty', 'false']),
};
