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
const UML = ['fast', 'debug'];

/** @typedef {{ id: string, kind: 'stock' | 'uml', release: string, version: string, recipe?: string, names: string[], variant?: string, image: string }} CachedKernel */

/** @param {readonly string[]} args @returns {Promise<unknown>} what the command says as data */
async function kernel(...args) {
  return JSON.parse(await run([process.execPath, CLI, ...args, '--json'], { showErrors: true }));
}

/** @returns {Promise<CachedKernel[]>} */
async function cachedKernels() {
  return /** @type {CachedKernel[]} */ (await kernel('ls'));
}

/**
 * Brings the kernels into the cache. The tests need the whole matrix; a first laboratory only something to boot,
 * and a stock kernel is fetched in seconds where User-Mode Linux is built for minutes.
 *
 * @param {import('./setup.mjs').Purpose} purpose
 */
export async function ensureKernels(purpose) {
  const there = await cachedKernels();
  const has = (/** @type {string} */ name) =>
    there.some(
      (each) => each.release.startsWith(`${name}.`) || (each.kind === 'uml' && each.variant === name),
    );
  const wanted =
    purpose === 'start' && there.length > 0 ? [] : purpose === 'start' ? STOCK.slice(0, 1) : STOCK;
  for (const name of wanted) {
    if (!has(name)) await step(`kernel ${name}`, () => kernel('ensure', '--stock', name).then(() => ''));
  }
  // Also when they are there: a change of their recipe has them built again.
  if (purpose === 'start') return;
  const recipe = hashOf(['packages/kernel/uml', 'packages/kernel/src']);
  if (UML.every(has) && readStamp('uml-recipe') === recipe) return;
  for (const variant of UML) {
    await step(`kernel uml-${variant}`, () => kernel('ensure', '--uml', variant).then(() => ''));
  }
  writeStamp('uml-recipe', recipe);
}

/** Programs that the tests use and that must not be installed: they would take over the network of this system. */
const PROGRAMS = [
  'iwd',
  'network-manager',
  'wavemon',
  'dbus-daemon',
  'reaver',
  'bully',
  'aircrack-ng',
  'rfkill',
];

/** Unpacks them into the cache. Where that fails their scenarios are skipped, and here is why. */
export async function ensurePrograms() {
  await step('programs for the tests, unpacked', async () => {
    const programs = /** @type {{ name: string, error?: string }[]} */ (await kernel('program', ...PROGRAMS));
    const failed = programs.filter(({ error }) => error !== undefined);
    return failed.map(({ name, error }) => `${name} is left out: ${error}`).join('; ');
  });
}

/** Builds packages/driver-c/dist/<release>/vwifi.ko for every kernel at hand. */
export async function buildDrivers() {
  if (!existsSync(inRoot(DRIVER, 'Kbuild'))) return;
  const there = await cachedKernels();
  // A kernel of the same release may have been built anew, with other patches.
  const kernels = there.map(({ id, version, recipe = '' }) => [id, version, recipe].join(' '));
  const inputs = hashOf([DRIVER, CRIMES, FAULTS, HOSTILE], kernels);
  const built = there.every(({ release }) => existsSync(inRoot(DRIVER, 'dist', release, 'vwifi.ko')));
  if (built && readStamp('drivers') === inputs) return;
  await step('vwifi.ko', async () => {
    const modules = /** @type {{ built: boolean }[]} */ (
      await kernel('build-module', inRoot(DRIVER), inRoot(DRIVER, 'dist'))
    );
    const fresh = modules.filter((each) => each.built).length;
    return `built for ${fresh} of ${modules.length} kernels`;
  });
  const debug = there.find((each) => each.variant === 'debug');
  if (debug)
    await kernel('build-module', inRoot(CRIMES), inRoot('test', 'dist', 'crimes'), '--kernel', debug.id);
  const fast = there.find((each) => each.variant === 'fast');
  if (fast)
    await kernel('build-module', inRoot(HOSTILE), inRoot('test', 'dist', 'hostile'), '--kernel', fast.id);
  const stock = there.find(({ names }) => names.includes(STOCK[0] ?? ''));
  if (stock)
    await kernel('build-module', inRoot(FAULTS), inRoot('test', 'dist', 'faults'), '--kernel', stock.id);
  writeStamp('drivers', inputs);
}
