/** A daemon for tests: it carries this kernel as its machine and needs neither root nor a guest. */
import { LocalMachine } from '../machine/local.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { runDaemon } from './daemon.js';

const [, , startFolder = ''] = process.argv;

if (process.env.VWIFI_TEST === 'die') {
  console.error('the sky is falling');
  process.exit(3);
}
await runDaemon(startFolder, (host) => {
  if (process.env.VWIFI_TEST === 'refuse') throw new Error('not today');
  const machine = new LocalMachine({ guard: host.guard });
  return {
    methods: {
      ...machineMethods(() => machine),
      'test.mark': () => host.guard.mark,
      'test.crash': () => void setImmediate(() => Promise.reject(new Error('a fault'))),
    },
    close: () => machine.close(),
  };
});
