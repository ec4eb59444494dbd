/** What a person sees while a tool works: one line a step, with its time. */

/** A failure whose message is all there is to say: printed as one line, without a stack. */
export class Failure extends Error {}

const SLOW_MS = 2000;

/** @param {number} milliseconds */
export const seconds = (milliseconds) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s`;

/**
 * Runs one step and prints its line when it is done. A step that takes longer is announced, so that
 * nobody looks at an empty screen.
 *
 * @template T
 * @param {string} title
 * @param {() => T | Promise<T>} work what it resolves to is appended to the line when it is a string
 * @returns {Promise<T>}
 */
export async function step(title, work) {
  const started = performance.now();
  const announce = setTimeout(() => console.log(`          ${title} ...`), SLOW_MS);
  try {
    const result = await work();
    const remark = typeof result === 'string' && result !== '' ? `: ${result}` : '';
    console.log(`${seconds(performance.now() - started)}  ${title}${remark}`);
    return result;
  } finally {
    clearTimeout(announce);
  }
}

/**
 * Runs a tool's main function: one line for a failure, its exit status otherwise.
 *
 * @param {() => Promise<number | undefined>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`error: ${error.message}`);
    process.exitCode = 1;
  }
}
