/** A guest that is a few lines of script, for the runner's own tests. */
import type { Machine } from '@vwifi/testbed';
import type { KernelName } from '../lib/scenario.js';
import type { Guest } from './guest.js';

export interface FakeGuest extends Guest {
  /** What was run in it, in order. */
  readonly ran: readonly string[];
  readonly closed: boolean;
  /** The next lines of its kernel log. */
  say(...lines: readonly string[]): void;
}

export function fakeGuest(kernel: KernelName): FakeGuest {
  const ran: string[] = [];
  let log: string[] = [];
  let closed = false;
  const machine = {
    backend: 'uml',
    kernel,
    clock: { virtual: true, now: async () => 0, sleep: async () => {} },
    exec: async (argv: readonly string[]) => {
      ran.push(argv.join(' '));
      return { status: 0, stdout: '', stderr: '' };
    },
    kernelLog: async () => log.splice(0),
    lost: new Promise<string>(() => {}),
  };
  return {
    kernel,
    // A scenario of these tests uses no more of a machine than this.
    machine: machine as unknown as Machine,
    module: '/vwifi.ko',
    scenarios: [],
    console: async () => 'console',
    close: async () => {
      closed = true;
    },
    ran,
    get closed() {
      return closed;
    },
    say: (...lines) => {
      log = [...log, ...lines];
    },
  };
}
