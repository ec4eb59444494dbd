/** What a client can ask of the switch between a laboratory's guests. */
import { TestbedError } from '../errors.js';
import { Fleet } from '../fleet/fleet.js';
import type { Machine } from '../machine/machine.js';
import type { JsonObject, RpcMethods } from '../rpc/call.js';
import type { Json } from '../rpc/json.js';
import type { PortCounters } from '../switch/port.js';
import { Recorder, type RecordState } from '../switch/recorder.js';
import type { Switch } from '../switch/switch.js';

/** How the switch stands. */
export interface WireStatus {
  readonly ports: readonly PortCounters[];
  /** What goes through it is being written to a file. */
  readonly record: RecordState | null;
}

/** What is set; what is left out stays. */
export interface WireSettings {
  /** Part of the frames that is lost, 0 to 1. */
  readonly loss?: number | undefined;
  readonly delayMs?: number | undefined;
}

const LIMITS = { loss: 1, delayMs: 60_000 } as const;

export interface WireService {
  readonly methods: RpcMethods;
  close(): Promise<void>;
}

export function wireService(machine: () => Machine): WireService {
  let recorder: Recorder | undefined;
  const fleet = (): Fleet & { readonly wire: Switch } => {
    const found = machine();
    if (found instanceof Fleet && found.wire) return found as Fleet & { readonly wire: Switch };
    throw new TestbedError('NO_SWITCH', 'there is no switch in this laboratory', {
      hint:
        found instanceof Fleet
          ? "its guests are on a bridge of the host: use the host's own tools there"
          : 'there is one where nodes have machines of their own: npx testbed up --isolation machine',
    });
  };
  const status = (): Json =>
    ({ ports: fleet().wire.ports, record: recorder?.state ?? null }) satisfies WireStatus as unknown as Json;

  const methods: RpcMethods = {
    'wire.get': status,
    'wire.set': ({ node, ...settings }) => {
      const { wire, guestOf } = bound(fleet());
      wire.setFaults(checked(settings), typeof node === 'string' ? [guestOf(node)] : undefined);
      return status();
    },
    'wire.record': async ({ file }) => {
      const { wire } = fleet();
      await end(wire);
      if (typeof file === 'string') {
        recorder = await Recorder.begin(file);
        wire.tap(recorder.tap);
      }
      return status();
    },
  };
  const end = async (wire: Switch | undefined) => {
    wire?.tap();
    await recorder?.end();
    recorder = undefined;
  };
  return { methods, close: () => end(undefined) };
}

const bound = (fleet: Fleet & { readonly wire: Switch }) => ({
  wire: fleet.wire,
  guestOf: (node: string) => fleet.guestOf(node).name,
});

function checked(settings: JsonObject): { loss?: number; delayMs?: number } {
  const known: { loss?: number; delayMs?: number } = {};
  for (const name of ['loss', 'delayMs'] as const) {
    const value = settings[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !(value >= 0 && value <= LIMITS[name]))
      throw new TestbedError('EINVAL', `${name} is ${String(value)}, not a number from 0 to ${LIMITS[name]}`);
    known[name] = value;
  }
  return known;
}
