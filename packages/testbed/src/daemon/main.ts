/** The program that carries a laboratory: `node main.js FOLDER`, started by {@link BegunDaemon}. */
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { Fleet } from '../fleet/fleet.js';
import type { FleetSpec } from '../fleet/spec.js';
import type { Uplink } from '../fleet/uplink.js';
import { chooseMachine, openMachine } from '../guest/open.js';
import type { Service } from '../jsonrpc/service.js';
import type { LabService } from '../lab/service.js';
import type { Backend, Machine } from '../machine/machine.js';
import type { JsonObject, RpcMethods, ServerCall } from '../rpc/call.js';
import { machineMethods } from '../rpc/machine-methods.js';
import { Journal } from '../session/journal.js';
import { ASKED } from '../session/session.js';
import { runDaemon } from './daemon.js';
import { labMethods } from './lab-methods.js';

const [, , startFolder = ''] = process.argv;

/** A call that nobody but this process makes. */
const inside = (signal: AbortSignal) =>
  ({ signal, progress: () => {}, observe: () => {} }) as unknown as ServerCall;

/** Code that most laboratories need, while whoever starts this one finds out which it will be. */
const network = () => import('../lab/service.js');
for (const early of [import('../guest/uml.js'), network()]) early.catch(() => {});

await runDaemon(startFolder, (host) => {
  const { name } = host;
  let machine: Machine | undefined;
  let booting: Promise<void> | undefined;
  let uplink: Uplink | undefined;
  let lost: string | undefined;
  const closing = new AbortController();
  const journal = new Journal();

  const current = (): Machine => {
    if (lost !== undefined) {
      throw new TestbedError('MACHINE_LOST', `the machine of laboratory ${name} is gone: ${lost}`, {
        hint: `Take the laboratory down and up again: npx testbed down --name ${name}.`,
      });
    }
    if (!machine) throw new TestbedError('NOT_BOOTED', `the machine of laboratory ${name} is not up yet`);
    return machine;
  };

  const boot = async (args: JsonObject, call: ServerCall): Promise<void> => {
    const wish = {
      backend: args.backend as Backend | undefined,
      kernel: args.kernel as string | undefined,
      time: args.time as 'real' | 'virtual' | undefined,
    };
    const choice = chooseMachine(wish);
    const { backend, kernel, why } = choice;
    await host.inform({ backend, ...(kernel ? { kernel: kernel.release } : {}), why });
    const title = kernel ? `boot ${kernel.id} (${backend})` : 'take this kernel';
    const began = performance.now();
    const fleet = args.fleet as unknown as FleetSpec | undefined;
    const hostname = typeof args.hostname === 'string' ? args.hostname : name;
    const wallClockS = typeof args.wallClockS === 'number' ? args.wallClockS : Math.floor(Date.now() / 1000);
    if (wish.time === 'virtual' && kernel) {
      const { hasSharedTime } = await import('../fleet/alone.js');
      if (await hasSharedTime(kernel)) journal.begin({ ...args, hostname, wallClockS, kernel: kernel.id });
      else journal.miss(`the kernel ${kernel.id} is another one each time`);
    }
    const say = (state: string) => {
      if (!fleet) call.progress({ step: 'boot', title, state, ms: Math.round(performance.now() - began) });
    };
    say('running');
    const wantsUplink = args.uplink === true;
    if (wantsUplink && backend !== 'uml')
      throw new TestbedError('UPLINK_BACKEND', `there is no uplink on the backend ${backend}`, {
        hint: 'take backend: uml, or leave out uplink in the laboratory file',
      });
    using stop = limited([call.signal, closing.signal]);
    try {
      uplink = wantsUplink
        ? await (await import('../fleet/uplink.js')).openUplink(host.guard.mark)
        : undefined;
      const options = {
        ...wish,
        folder: host.folder,
        guard: host.guard,
        hostname,
        keep: args.keep as readonly string[] | undefined,
        writable: args.writable as readonly string[] | undefined,
        deadlineMs: args.bootTimeoutMs as number | undefined,
        memoryMb: args.memoryMb as number | undefined,
        seed: args.seed === undefined ? undefined : String(args.seed),
        wallClockNs: BigInt(wallClockS) * 1_000_000_000n,
        cpus: args.cpus as number | undefined,
        parameters: args.parameters as readonly string[] | undefined,
        kernelParameters: [
          ...((args.kernelParameters as readonly string[] | undefined) ?? []),
          ...(uplink?.kernelParameters ?? []),
        ],
        descriptors: uplink?.descriptors,
        signal: stop,
      };
      const opened = fleet
        ? await openGuests(choice, options, fleet, (guest, state, ms) => {
            // Boots that come later are told to whoever asked for them.
            if (!machine) call.progress({ step: `boot:${guest}`, title: `${guest}: ${title}`, state, ms });
          })
        : await openOne(choice, options);
      machine = opened;
      void opened.lost.then((reason) => {
        lost = reason;
        void host.inform({ lost: reason });
      });
      await host.inform({ kernel: opened.kernel });
      say('done');
    } catch (error) {
      say('failed');
      throw error;
    } finally {
      uplink?.release();
    }
  };

  /** Who keeps a machine's time is needed where it is virtual. */
  const openOne: typeof openMachine = async (choice, options) =>
    options.time === 'virtual'
      ? (await import('../fleet/alone.js')).openAlone(choice, options)
      : openMachine(choice, options);

  /** Code that is only needed where nodes have machines of their own. */
  const openGuests = async (
    choice: Parameters<typeof openMachine>[0],
    options: Parameters<typeof openMachine>[1],
    spec: FleetSpec,
    onBoot: (guest: string, state: string, ms: number) => void,
  ): Promise<Fleet> => {
    const { openFleet } = await import('../fleet/open.js');
    const opened: Fleet = await openFleet(choice, {
      ...{ ...options, spec, onBoot },
      onChange: () => void host.inform({ gone: goneOf(machine) }),
    });
    return opened;
  };
  /** Guests of a running laboratory that have ended. */
  const goneOf = (of: Machine | undefined): readonly string[] =>
    (of && 'guests' in of ? (of as Fleet).guests : [])
      .filter(({ state }) => state === 'gone')
      .map(({ name }) => name);

  let loading: Promise<LabService> | undefined;
  let loaded: LabService | undefined;
  const service = (): Promise<LabService> => {
    loading ??= network().then(({ labService }) =>
      labService({ folder: host.folder, machine: current, journal }),
    );
    void loading.then((service) => {
      loaded = service;
    });
    return loading;
  };
  const served: RpcMethods = Object.fromEntries(
    labMethods.map((method) => [
      method,
      async (args: JsonObject, call: ServerCall) => (await service()).methods[method]?.(args, call),
    ]),
  );
  /** What clients of other languages can ask for. */
  const jsonService = async (): Promise<Service> => {
    const { jsonRpcService } = await import('../jsonrpc/service.js');
    return jsonRpcService({
      ...{ name, machine: current },
      command: (argv, netns) => loaded?.command(argv, netns),
      call: async (method, args, signal) => (await service()).methods[method]?.(args, inside(signal)),
      shutdown: () => void setImmediate(() => void host.shutdown('a client asked for it')),
    });
  };
  const noted = journal.of({
    ...machineMethods(current, (argv, netns) => loaded?.command(argv, netns)),
    ...served,
    [ASKED]: async (args: JsonObject, call: ServerCall) => {
      const { performAsked } = await import('../jsonrpc/service.js');
      return performAsked(await jsonService(), args, call.signal);
    },
  });
  return {
    methods: {
      ...noted,
      'machine.boot': (args, call) => {
        if (machine || booting)
          throw new TestbedError('BOOTED', `the machine of laboratory ${name} is up already`);
        void service().catch(() => {});
        booting = boot(args, call).finally(() => {
          booting = undefined;
        });
        return booting;
      },
    },
    serveJson(client) {
      client.pause();
      void Promise.all([import('../jsonrpc/serve.js'), import('../jsonrpc/service.js'), jsonService()]).then(
        ([{ serveJsonRpc }, { askedOf }, service]) => {
          const ask = async (asked: JsonObject, signal: AbortSignal) => noted[ASKED]?.(asked, inside(signal));
          serveJsonRpc(client, askedOf(service, ask));
          client.resume();
        },
      );
    },
    async close() {
      closing.abort(new TestbedError('CLOSED', `laboratory ${name} goes down`));
      await booting?.catch(() => {});
      // A lost machine would only be waited for.
      if (lost === undefined && loading)
        await loading.then((service) => service.close()).catch((error: unknown) => console.error(error));
      await machine?.close();
      uplink?.close();
    },
  };
});
