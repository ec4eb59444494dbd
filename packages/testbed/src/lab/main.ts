/** The program that carries one laboratory: `startDaemon` runs it. */
import type { DaemonCargo, DaemonHost } from '../daemon/daemon.js';
import { runDaemon } from '../daemon/daemon.js';
import { TestbedError } from '../errors.js';
import type { Backend, Machine } from '../machine/machine.js';
import type { JsonObject, ServerCall } from '../rpc/call.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { type BootOptions, boot, choose } from './boot.js';
import type { StepEvent } from './run-plan.js';
import { labService } from './service.js';

function cargo(host: DaemonHost): DaemonCargo {
  let machine: Machine | undefined;
  let booting = false;
  let gone: string | undefined;

  const current = (): Machine => {
    if (gone !== undefined)
      throw new TestbedError('MACHINE_GONE', `the machine of laboratory ${host.name} is gone: ${gone}`, {
        hint: `clear it away: testbed down --name ${host.name}`,
      });
    if (machine) return machine;
    throw new TestbedError('NOT_BOOTED', `the machine of laboratory ${host.name} is not there yet`, {
      hint: booting ? 'it is booting; try again' : `take it down: testbed down --name ${host.name}`,
    });
  };

  const start = async (args: JsonObject, call: ServerCall) => {
    if (booting) throw new TestbedError('LAB_EXISTS', `laboratory ${host.name} has a machine already`);
    booting = true;
    const options: BootOptions = {
      backend: args.backend as Backend | undefined,
      kernel: args.kernel as string | undefined,
      time: args.time === 'virtual' ? 'virtual' : 'real',
      keep: (args.keep ?? []) as readonly string[],
      deadlineMs: Number(args.deadlineMs),
    };
    const choice = choose(options);
    const title = choice.kernel
      ? `boot ${choice.backend} with kernel ${choice.kernel.release}`
      : "take this machine's own kernel";
    const began = performance.now();
    const say = (state: StepEvent['state']) =>
      call.progress({ step: 'boot', title, state, ms: Math.round(performance.now() - began) });
    say('running');
    try {
      machine = await boot(choice, options, host, call.signal);
    } catch (error) {
      say('failed');
      throw error;
    }
    say('done');
    void machine.lost.then((reason) => {
      gone = reason;
      console.error(`the machine is gone: ${reason}`);
      void host.inform({ ended: reason });
    });
    await host.inform({ backend: machine.backend, kernel: machine.kernel });
    return null;
  };

  const laboratory = labService({ folder: host.folder, machine: current });
  return {
    methods: { ...machineMethods(current), ...laboratory.methods, 'lab.boot': start },
    async close() {
      // In a guest everything ends with the guest; on the host the daemons are asked first.
      if (machine?.backend === 'host' && gone === undefined) await laboratory.close();
      await machine?.close();
    },
  };
}

const [name = '', folder = ''] = process.argv.slice(2);
await runDaemon(name, folder, cargo);
