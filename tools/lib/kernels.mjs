/** Kernels and drivers, by way of @vwifi/kernel's command line, which fetches, builds, keeps and locks them. */
import { existsSync } from 'node:fs';
import { step } from './progress.mjs';
import { inRoot } from './root.mjs';
import { run } from './run.mjs';
import { hashOf, readStamp, writeStamp } from './stamp.mjs';

const CLI = inRoot('packages', 'kernel', 'dist', 'cli.js');
const DRIVER = 'packages/driver-c';
/** The module that proves the debug kernel's detectors alive. */
const CRIMES = 'test/crimes';
/** The module that has a guest's virtio devices fail. */
const FAULTS = 'test/faults';
const HOSTILE = 'test/hostile';

/** The stock kernels that the driver has to work on; the first one is enough to begin with. */
const STOCK = ['6.1', '6.12'];

/**
 * What a row of the matrix needs. The host's row boots guests of its own.
 * @type {Readonly<Record<string, { readonly stock?: string, readonly uml?: string }>>}
 */
const NEEDS = {
  'uml-fast': { uml: 'fast' },
  'uml-debug': { uml: 'debug' },
  'uml-smp': { uml: 'smp' },
  'uml-6.1': { uml: '6.1' },
  host: { stock: '6.1', uml: 'fast' },
  6.1: { stock: '6.1' },
  6.12: { stock: '6.12' },
};
/** The rows that run without being named. */
export const USUAL_ROWS = ['uml-fast', 'uml-debug', 'host', '6.1', '6.12'];

/** @typedef {{ id: string, kind: 'stock' | 'uml', release: string, package: string, version: string, recipe?: string, because?: string, names: string[], variant?: string, image: string, kdir?: string }} CachedKernel */

/** @param {readonly string[]} args @returns {Promise<unknown>} what the command says as data */
async function kernel(...args) {
  return JSON.parse(await run([process.execPath, CLI, ...args, '--json'], { showErrors: true }));
}

/** @returns {Promise<CachedKernel[]>} */
async function cachedKernels() {
  return /** @type {CachedKernel[]} */ (await kernel('ls'));
}

/**
 * Brings the kernels into the cache: those of the rows, since User-Mode Linux is built for minutes; a first laboratory
 * only needs something to boot, and a stock kernel is fetched in seconds.
 *
 * @param {import('./setup.mjs').Purpose} purpose
 * @param {readonly string[]} rows
 */
export async function ensureKernels(purpose, rows = USUAL_ROWS) {
  const there = await cachedKernels();
  const needs = rows.map((row) => NEEDS[row] ?? {});
  const wanted = (/** @type {'stock' | 'uml'} */ kind) => [
    ...new Set(needs.flatMap((need) => need[kind] ?? [])),
  ];
  const start = there.length > 0 ? [] : STOCK.slice(0, 1);
  for (const name of purpose === 'start' ? start : wanted('stock')) {
    if (there.some(({ kind, release }) => kind === 'stock' && release.startsWith(`${name}.`))) continue;
    await step(`kernel ${name}`, () => kernel('ensure', '--stock', name).then(() => ''));
  }
  if (purpose === 'start') return;
  // Also when it is there: a change of its recipe has it built again.
  const recipe = hashOf(['packages/kernel/uml', 'packages/kernel/src']);
  for (const name of wanted('uml')) {
    const stamp = `uml-${name}`;
    if (there.some((each) => each.kind === 'uml' && isCalled(each, name)) && readStamp(stamp) === recipe)
      continue;
    await step(`kernel uml-${name}`, async () => {
      const [built] = /** @type {CachedKernel[]} */ (await kernel('ensure', '--uml', name));
      return built ? `${built.package} ${built.version}, ${built.because ?? ''}` : '';
    });
    writeStamp(stamp, recipe);
  }
}

/** @param {CachedKernel} kernel @param {string} name */
const isCalled = ({ variant, release }, name) =>
  variant === name || (variant === 'fast' && release.startsWith(`${name}.`));

/** Programs that the tests use and that must not be installed: they would take over the network of this system, or are newer than it. */
const PROGRAMS = [
  'iwd',
  'wpasupplicant',
  'network-manager',
  'wavemon',
  'dbus-daemon',
  'reaver',
  'bully',
  'aircrack-ng',
  'rfkill',
  'munge',
  'slurmctld',
  'slurmd',
  'slurm-client',
  'slurm-wlm-basic-plugins',
];

/** Unpacks them into the cache. Where that fails their scenarios are skipped, and here is why. */
export async function ensurePrograms() {
  await step('programs for the tests, unpacked', async () => {
    const programs = /** @type {{ name: string, error?: string }[]} */ (await kernel('program', ...PROGRAMS));
    const failed = programs.filter(({ error }) => error !== undefined);
    return failed.map(({ name, error }) => `${name} is left out: ${error}`).join('; ');
  });
}

/**
 * Those that somebody may boot. Of User-Mode Linux that is the newest of each variant, and of an older series what a row
 * asks for.
 * @param {readonly CachedKernel[]} all the newest first
 * @param {readonly string[]} rows
 */
export function used(all, rows) {
  const whole = all.filter(({ kdir }) => kdir !== undefined);
  const asked = rows.flatMap((row) => {
    const name = NEEDS[row]?.uml;
    return name === undefined ? [] : [whole.find((each) => each.kind === 'uml' && isCalled(each, name))];
  });
  return whole.filter(
    (each) =>
      each.kind === 'stock' ||
      each === whole.find(({ variant }) => variant === each.variant) ||
      asked.includes(each),
  );
}

/**
 * Builds packages/driver-c/dist/<release>/vwifi.ko for the kernels at hand.
 * @param {readonly string[]} [rows] of the matrix, which may want another one
 */
export async function buildDrivers(rows = USUAL_ROWS) {
  if (!existsSync(inRoot(DRIVER, 'Kbuild'))) return;
  const there = used(await cachedKernels(), rows);
  // A kernel of the same release may have been built anew, with other patches.
  const kernels = there.map(({ id, version, recipe = '' }) => [id, version, recipe].join(' '));
  const inputs = hashOf([DRIVER, CRIMES, FAULTS, HOSTILE], kernels);
  const built = there.every(({ release }) => existsSync(inRoot(DRIVER, 'dist', release, 'vwifi.ko')));
  if (built && readStamp('drivers') === inputs) return;
  await step('vwifi.ko', async () => {
    const modules = /** @type {{ built: boolean }[]} */ (
      await kernel(
        ...['build-module', inRoot(DRIVER), inRoot(DRIVER, 'dist')],
        ...there.flatMap(({ id }) => ['--kernel', id]),
      )
    );
    const fresh = modules.filter((each) => each.built).length;
    return `built for ${fresh} of ${modules.length} kernels`;
  });
  for (const checks of there.filter(({ variant }) => variant === 'debug' || variant === 'smp'))
    await kernel('build-module', inRoot(CRIMES), inRoot('test', 'dist', 'crimes'), '--kernel', checks.id);
  const fast = there.find((each) => each.variant === 'fast');
  if (fast)
    await kernel('build-module', inRoot(HOSTILE), inRoot('test', 'dist', 'hostile'), '--kernel', fast.id);
  const stock = there.find(({ names }) => names.includes(STOCK[0] ?? ''));
  if (stock)
    await kernel('build-module', inRoot(FAULTS), inRoot('test', 'dist', 'faults'), '--kernel', stock.id);
  writeStamp('drivers', inputs);
}
