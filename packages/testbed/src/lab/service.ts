/**
 * The seam between a laboratory and the daemon that carries it. The daemon (`daemon/`) owns the process, the
 * socket, the leases and the machine; the laboratory (`lab/`) makes networks on that machine. The daemon calls
 * `labService(host)` once and serves its methods beside the machine's own.
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LinkSettings, VirtualRadioSettings } from '@vwifi/nl80211/vwifi';
import { limited } from '../deadline.js';
import { TestbedError } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import { powerActions } from '../fleet/spec.js';
import type { Machine } from '../machine/machine.js';
import type { Recorder } from '../record/recorder.js';
import { objectArgument, optionalNumber, textArgument } from '../rpc/arguments.js';
import type { JsonObject, RpcMethods, ServerCall } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';
import type { WatchedCommand } from '../rpc/machine-methods.js';
import type { Journal } from '../session/journal.js';
import { SESSION_FILE } from '../session/session.js';
import { HWSIM_NAMES, type Lab } from './lab.js';
import { Laboratory } from './laboratory.js';
import { placesOf } from './places.js';
import { barePlan, briefPlanOf, planOf, radiosPlan, type Step } from './plan.js';
import type { StepEvent } from './run-plan.js';
import type { LabStatus } from './status.js';
import { viewService } from './view-service.js';
import { wireService } from './wire-service.js';

/** What the daemon gives to the laboratory it carries. */
export interface LabHost {
  /** This laboratory's folder on the host, for its user only: configuration and logs go there. The daemon removes it. */
  readonly folder: string;
  /** The machine; throws what the caller shall see while it is not booted. */
  readonly machine: () => Machine;
  /** Has what clients have asked for. */
  readonly journal: Pick<Journal, 'session' | 'miss'>;
}

export interface LabService {
  /** Those that `daemon/lab-methods.ts` lists. */
  readonly methods: RpcMethods;
  /** Takes down a command that a client runs, where anything is taken down. */
  command(argv: readonly string[], netns: string | undefined): WatchedCommand | undefined;
  /** Ends what the machine's own end does not. The machine is closed by the daemon afterwards. */
  close(): Promise<void>;
}

/** A machine without a laboratory. */
const bareLab = (name: string): Lab => ({
  name,
  time: 'real',
  isolation: 'namespace',
  driver: 'vwifi',
  nodes: [],
});

/** What `lab.get` answers: the laboratory, and where its daemons are. */
export interface LabDescription {
  readonly lab: Lab;
  /** The laboratory's folder on the host. */
  readonly folder: string;
  readonly nodes: Readonly<
    Record<string, { readonly control: string; readonly log: string; readonly conf: string }>
  >;
}

export function labService(host: LabHost): LabService {
  let laboratory: Laboratory | undefined;
  let recorder: Recorder | undefined;
  const current = (): Laboratory => {
    if (laboratory) return laboratory;
    throw new TestbedError('LAB_NOT_UP', 'no laboratory was made on this machine yet', {
      hint: 'run `npx testbed up`',
    });
  };
  const make = async (
    lab: Lab,
    call: ServerCall,
    steps: readonly Step[],
    { timeoutMs, record = false }: { timeoutMs?: number | undefined; record?: boolean } = {},
  ): Promise<LabStatus> => {
    if (laboratory)
      throw new TestbedError('LAB_UP', `laboratory ${laboratory.lab.name} is up already`, {
        hint: 'run `npx testbed down` first',
      });
    const machine = host.machine();
    const guests = lab.fleet?.guests.map(({ name }) => name);
    if (record) {
      const { Recorder } = await import('../record/recorder.js');
      recorder = new Recorder(machine, host.folder, guests);
    }
    laboratory = new Laboratory(lab, machine, host.folder, recorder);
    // A step may wait for what a lost machine will never send.
    const lost = new AbortController();
    void machine.lost.then((reason) => lost.abort(new TestbedError('MACHINE_LOST', reason)));
    using stop = limited([call.signal, lost.signal]);
    return await laboratory.up({
      signal: stop,
      timeoutMs,
      onEvent: (event) => call.progress({ ...event }),
      steps,
    });
  };
  const wire = wireService(host.machine);
  const view = viewService(current, host.journal);
  const methods: RpcMethods = {
    ...wire.methods,
    ...view.methods,
    /** Kills, pauses, resumes or restarts the guest of a node; tells the steps of a restart as progress. */
    'lab.power': async ({ node, action }, call) => {
      const known = powerActions.find((each) => each === action);
      if (known === undefined || typeof node !== 'string')
        throw new TestbedError('EINVAL', `${String(action)} is none of ${powerActions.join(', ')}`);
      const onEvent = (event: StepEvent) => call.progress({ ...event });
      await current().power(node, known, { signal: call.signal, onEvent });
      return asJson(await current().status());
    },
    /** Makes the laboratory; tells each step as progress. Only a resolved laboratory is accepted: the client reads the files. */
    'lab.up': async (args: JsonObject, call) => {
      const lab = args.lab as unknown as Lab;
      const steps = args.brief === true ? briefPlanOf(lab) : planOf(lab);
      const timeoutMs = optionalNumber(args, 'timeoutMs');
      return asJson(await make(lab, call, steps, { timeoutMs, record: args.record === true }));
    },
    'lab.bare': async (args, call) => {
      const { module, names } = args;
      const radios = optionalNumber(args, 'radios');
      const lab: Lab = {
        ...bareLab(String(args.name)),
        ...(typeof module === 'string' ? { module } : {}),
        ...(names === 'vw' || names === 'wlan' || names === HWSIM_NAMES ? { names } : {}),
      };
      return asJson(
        await make(lab, call, radios === undefined ? barePlan : radiosPlan(radios, names === HWSIM_NAMES), {
          record: args.record === true,
        }),
      );
    },
    /**
     * Writes what was recorded to the laboratory's folder, all of it until now, and the session where it can be had; says
     * whether anything is recorded, and why there is no session.
     */
    'lab.records': async () => {
      await recorder?.read();
      const recorded = recorder !== undefined;
      if (!recorded) return { recorded };
      const { session } = host.journal;
      if ('missing' in session) return { recorded, missing: session.missing };
      await writeFile(join(host.folder, SESSION_FILE), session.text, { mode: 0o600 });
      return { recorded };
    },
    'lab.explain': async (args) => asJson(await current().explain(textArgument(args, 'node'))),
    /** Takes down something that a client says. */
    'lab.note': async ({ text, node, ok }) => {
      await recorder?.now({
        ...{ kind: 'deed', text: String(text) },
        ...(typeof node === 'string' ? { node } : {}),
        ...(typeof ok === 'boolean' ? { ok } : {}),
      });
    },
    'lab.mark': () => current().mark(),
    'lab.reset': (_, call) => current().reset(call.signal),
    'lab.link': (args) =>
      current().link(
        textArgument(args, 'from'),
        textArgument(args, 'to'),
        objectArgument(args, 'settings') as LinkSettings,
      ),
    'lab.deny': (args) =>
      current().deny(textArgument(args, 'receiver'), textArgument(args, 'sender'), args.denied !== false),
    'lab.place': (args) =>
      current().place(textArgument(args, 'node'), objectArgument(args, 'settings') as VirtualRadioSettings),
    'lab.signal': (args) => current().signal(textArgument(args, 'node'), textArgument(args, 'signal')),
    'lab.status': async (args, call) => {
      if (args.ping === true) await current().ping({ signal: call.signal, others: true });
      return asJson(await current().status());
    },
    'lab.get': () => {
      const { lab, folder, machine } = current();
      const places = placesOf(folder, machine.backend);
      const nodes = lab.nodes.map((node) => [
        node.name,
        { control: places.control(node), log: places.log(node), conf: places.conf(node) },
      ]);
      return asJson({ lab, folder, nodes: Object.fromEntries(nodes) } satisfies LabDescription);
    },
  };
  return {
    methods,
    command: (argv, netns) =>
      recorder?.command(argv, laboratory?.lab.nodes.find(({ namespace }) => namespace === netns)?.name),
    async close() {
      // In a guest they end with the guest, and nobody has to wait for it.
      await wire.close();
      await view.close();
      await recorder?.close();
      if (laboratory?.machine.backend === 'host') await laboratory.close();
      laboratory = undefined;
    },
  };
}

/** Interfaces are no index signatures to the compiler, though what is in them is plain data. */
const asJson = (value: LabStatus | LabDescription | Explanation): Json => value as unknown as Json;
