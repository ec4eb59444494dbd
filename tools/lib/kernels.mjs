/** The kernels that guests boot, by way of @vwifi/kernel, which fetches, builds and keeps them. */

/**
 * @typedef {object} BuildableKernel
 * @property {string} name
 * @property {string} release as `uname -r` prints it
 * @property {string} headers what a module is built against (KDIR)
 * @property {readonly string[]} makeArguments further words for make
 */

/** @param {import('./setup.mjs').Purpose} purpose @returns {Promise<BuildableKernel[]>} */
export async function ensureKernels(purpose) {
  return purpose === 'start' ? [] : cachedKernels();
}

/** @returns {Promise<BuildableKernel[]>} */
export async function cachedKernels() {
  return [];
}
