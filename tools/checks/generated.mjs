/** Generated files that are checked in are what their generator makes today. Each generator compares with --check. */
import { existsSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';
import { attempt } from '../lib/run.mjs';

/** A generator, relative to the root, run as `node <generator> --check`: status 0, or one line for each difference. */
const GENERATORS = ['tools/generate.mjs', 'packages/testbed/tools/schema.mjs'];

export const generated = {
  name: 'generated files',
  find: async () => {
    const differences = GENERATORS.filter((path) => existsSync(inRoot(path))).map(async (path) => {
      const { status, output } = await attempt([process.execPath, inRoot(path), '--check'], {
        cwd: inRoot(),
      });
      return status === 0 ? [] : output.split('\n').filter((line) => line !== '');
    });
    return (await Promise.all(differences)).flat();
  },
};
