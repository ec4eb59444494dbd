/** Builds the packages with Nx, and the scenarios. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { findNodeHeaders } from './prerequisites.mjs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

/** The driver is no npm package; it is built for kernels, not for Node. */
const PACKAGES = readdirSync(inRoot('packages')).filter((name) =>
  existsSync(inRoot('packages', name, 'package.json')),
);

/** Everything the build looks at, and what a build leaves. */
const INPUTS = [
  ...PACKAGES.map((name) => `packages/${name}`),
  ...['test', 'tsconfig.base.json', 'tsconfig.json', 'nx.json', 'package-lock.json'],
];
const PROGRAMS = inRoot('node_modules', '.bin');

/** The packages' own programs: what `npx` runs, and the built file that it is. */
function programs() {
  return PACKAGES.flatMap((name) => {
    /** @type {{ bin?: Record<string, string> }} */
    const { bin = {} } = JSON.parse(readFileSync(inRoot('packages', name, 'package.json'), 'utf8'));
    return Object.entries(bin).map(([program, file]) => ({
      link: join(PROGRAMS, program),
      file: inRoot('packages', name, file),
    }));
  });
}

/** npm links only programs that are there when it installs; these are built afterwards. */
function linkPrograms() {
  mkdirSync(PROGRAMS, { recursive: true });
  for (const { link, file } of programs()) {
    chmodSync(file, 0o755);
    rmSync(link, { force: true });
    symlinkSync(relative(dirname(link), file), link);
  }
}

const outputs = () => [
  ...PACKAGES.map((name) => inRoot('packages', name, 'dist', '.tsbuildinfo')),
  ...programs().map(({ link }) => link),
];

export async function buildPackages() {
  const inputs = hashOf(INPUTS, [process.version]);
  if (readStamp('packages') === inputs && outputs().every((path) => existsSync(path))) return;
  await step('packages', async () => {
    const headers = findNodeHeaders();
    // Neither a daemon nor a cloud: a build leaves nothing behind but its files.
    const env = { NX_DAEMON: 'false', NX_NO_CLOUD: 'true', ...(headers && { NODEDIR: headers }) };
    const nx = inRoot('node_modules', '.bin', 'nx');
    await run([nx, 'run-many', '-t', 'build', '--outputStyle=static'], { cwd: inRoot(), env, tail: 40 });
    await run([inRoot('node_modules', '.bin', 'tsc'), '-b'], { cwd: inRoot(), tail: 40 });
    linkPrograms();
  });
  writeStamp('packages', inputs);
}
