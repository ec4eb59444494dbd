/** Runs a command: quiet while it succeeds, its last lines when it fails, ended with us on Ctrl-C. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { Failure } from './progress.mjs';

/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** @type {NodeJS.Signals | undefined} */
let interrupted;

/** @type {readonly NodeJS.Signals[]} */
const ENDING = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** Passed on to the children; whoever waits for one sees it end, and we end after it. @param {NodeJS.Signals} signal */
function interrupt(signal) {
  interrupted = signal;
  for (const child of running) child.kill(signal);
}

/** @param {import('node:child_process').ChildProcess} child */
function began(child) {
  if (running.size === 0) for (const signal of ENDING) process.on(signal, interrupt);
  running.add(child);
}

/** @param {import('node:child_process').ChildProcess} child */
function ended(child) {
  running.delete(child);
  if (running.size === 0) for (const signal of ENDING) process.off(signal, interrupt);
}

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {Record<string, string | undefined>} [env] added to our own
 * @property {boolean} [showErrors] let standard error through as it comes: progress, and the last word
 * @property {boolean} [inherit] let all output through as it comes, and keep none
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
  const lines = output.trimEnd().split('\n').filter(Boolean);
  for (const line of lines.slice(-(options.tail ?? 20))) console.error(`    ${line}`);
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
      stdio: [
        'ignore',
        options.inherit ? 'inherit' : 'pipe',
        options.inherit || options.showErrors ? 'inherit' : 'pipe',
      ],
    });
    began(child);
    let output = '';
    child.stdout?.on('data', (data) => {
      output += data;
    });
    child.stderr?.on('data', (data) => {
      output += data;
    });
    child.on('error', (/** @type {NodeJS.ErrnoException} */ error) => {
      ended(child);
      reject(new Failure(`cannot run ${command}: ${error.code ?? error.message}`));
    });
    child.on('close', (status, signal) => {
      ended(child);
      if (interrupted) process.exit(128 + constants.signals[interrupted]);
      resolve({ status: status ?? 128 + (signal ? constants.signals[signal] : 0), output });
    });
  });
}
