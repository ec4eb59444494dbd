/** Runs a command: quiet while it succeeds, its last lines when it fails, ended with us on Ctrl-C. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Failure } from './progress.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {NodeJS.Signals | undefined} */
let interrupted;

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    interrupted = signal;
    for (const child of running) child.kill(signal);
    // Whoever waits for a child sees it end and stops; without one there is nobody to wait for.
    if (running.size === 0) process.exit(128 + constants.signals[signal]);
  });
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to our own
 * @property {boolean} [live] show the output as it comes instead of keeping it for a failure
 * @property {number} [tail] how many last lines a failure shows (20)
 */

/**
 * Runs a command to its end and returns what it printed. Output is kept, and shown only when it fails.
 *
 * @param {readonly string[]} argv
 * @param {RunOptions} [options]
 * @returns {Promise<string>}
 */
export async function run(argv, options = {}) {
  const { status, output } = await attempt(argv, options);
  if (status === 0) return output;
  if (!options.live) {
    const lines = output.trimEnd().split('\n');
    for (const line of lines.slice(-(options.tail ?? 20))) console.error(`    ${line}`);
  }
  throw new Failure(`"${argv.join(' ')}" ended with status ${status}`);
}

/**
 * Runs a command to its end; a status other than 0 is a result.
 *
 * @param {readonly string[]} argv
 * @param {RunOptions} [options]
 * @returns {Promise<{ status: number, output: string }>}
 */
export function attempt(argv, options = {}) {
  const [command = '', ...words] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: options.live ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      running.delete(child);
      reject(new Failure(`cannot run ${command}: ${error.code ?? error.message}`));
    });
    child.on('close', (status, signal) => {
      running.delete(child);
      if (interrupted) process.exit(128 + constants.signals[interrupted]);
      resolve({ status: status ?? 128 + (signal ? constants.signals[signal] : 0), output });
    });
  });
}
