/** Boots the guests of a laboratory, side by side, and connects them. */

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { isForChecks, type Kernel } from '@vwifi/kernel';
import { limited } from '../deadline.js';
import { errorMessage, TestbedError } from '../errors.js';
import type { GuestMachine } from '../guest/guest.js';
import { type MachineChoice, type OpenMachineOptions, openMachine } from '../guest/open.js';
import { LocalMachine } from '../machine/local.js';
import { Calendar } from '../switch/calendar.js';
import { Switch } from '../switch/switch.js';
import { hasSharedTime } from './alone.js';
import { Fleet } from './fleet.js';
import { GuestSlot } from './slot.js';
import type { FleetSpec, GuestSpec } from './spec.js';
import { Turns } from './turns.js';
import { sharedWiring, switchWiring, type Wiring } from './wiring.js';

export interface OpenFleetOptions extends OpenMachineOptions {
  readonly spec: FleetSpec;
  /** Told how far each guest is. */
  readonly onBoot: (guest: string, state: 'running' | 'done' | 'failed', ms: number) => void;
  /** A guest's state is another one. */
  readonly onChange: () => void;
}

/** What a guest with one or few nodes is content with; a debug kernel's checks need more. */
const MEMORY_MB = { uml: 128, qemu: 256, debug: 512 } as const;
/** More of them at once only wait for each other. */
const AT_ONCE = Math.max(4, 2 * availableParallelism());

export async function openFleet(choice: MachineChoice, options: OpenFleetOptions): Promise<Fleet> {
  const { spec, signal } = options;
  const { backend, kernel } = choice;
  if (backend === 'host' || !kernel)
    throw new TestbedError('NO_GUESTS', 'the backend host has one kernel, and no machine for each node', {
      hint: 'Take another backend, or isolation: namespace.',
    });
  const calendar = options.time === 'virtual' ? await sharedTime(kernel, options) : undefined;
  const wire = spec.net === 'switch' ? new Switch({ seed: spec.seed, timing: calendar }) : undefined;
  const wiring = !wire
    ? await bridged(options)
    : calendar
      ? sharedWiring(wire, calendar)
      : switchWiring(wire);
  const memoryMb = options.memoryMb ?? MEMORY_MB[isForChecks(kernel) ? 'debug' : backend];
  const turns = new Turns(AT_ONCE);
  const boot = (guest: GuestSpec) => (stop: AbortSignal) =>
    turns.take(async () => {
      stop.throwIfAborted();
      const began = performance.now();
      const say = (state: 'running' | 'done' | 'failed') =>
        options.onBoot(guest.name, state, Math.round(performance.now() - began));
      say('running');
      try {
        const bootAlone = () =>
          bootGuest(choice, { ...options, memoryMb, signal: stop, ...wallClock(calendar) }, wiring, guest);
        const booted = calendar
          ? await calendar.standing(async () => {
              const machine = await bootAlone();
              await calendar.joined(guest.name);
              return machine;
            })
          : await bootAlone();
        say('done');
        return booted;
      } catch (error) {
        say('failed');
        throw error;
      }
    });
  const changed = (name: string) => {
    if (slots.find((slot) => slot.name === name)?.state === 'gone') wire?.unplug(name);
    options.onChange();
  };
  const slots: readonly GuestSlot[] = spec.guests.map(
    (guest) => new GuestSlot(guest.name, guest.nodes, boot(guest), () => changed(guest.name)),
  );
  try {
    await bootAll(slots, signal);
    const [first] = slots;
    if (!first) throw new TestbedError('NO_NODE', 'the laboratory has no node, so there is no guest to boot');
    const { kernel: release, weakness, userSpace } = first.machine;
    return new Fleet({ spec, backend, kernel: release, slots, wiring, wire, calendar, weakness, userSpace });
  } catch (error) {
    await Promise.all(slots.map((slot) => slot.close()));
    await wiring.close();
    throw error;
  }
}

/** The first one that fails stops the others. */
async function bootAll(slots: readonly GuestSlot[], signal: AbortSignal | undefined): Promise<void> {
  const failed = new AbortController();
  using stop = limited([signal, failed.signal]);
  let first: unknown;
  await Promise.allSettled(
    slots.map((slot) =>
      slot.boot(stop).catch((error: unknown) => {
        first ??= error;
        failed.abort(error);
      }),
    ),
  );
  signal?.throwIfAborted();
  if (first !== undefined) throw first;
}

async function bootGuest(
  choice: MachineChoice,
  options: OpenFleetOptions,
  wiring: Wiring,
  guest: GuestSpec,
): Promise<GuestMachine> {
  const { descriptors, gate, parameters, kernelParameters, started } = await wiring.connect(
    guest,
    choice.backend,
  );
  try {
    return (await openMachine(choice, {
      ...options,
      directory: join(options.folder, 'guests', guest.name),
      hostname: guest.name,
      // One processor each: the others' guests have theirs.
      cpus: options.cpus ?? 1,
      // No two draw the same.
      seed: options.seed === undefined ? undefined : `${options.seed}-${guest.name}`,
      descriptors,
      gate,
      parameters: [...(options.parameters ?? []), ...(parameters ?? [])],
      kernelParameters: [...(options.kernelParameters ?? []), ...(kernelParameters ?? [])],
    })) as GuestMachine;
  } finally {
    started();
  }
}

const wallClock = (calendar: Calendar | undefined) =>
  calendar ? { wallClockNs: calendar.wallAtBoot() } : {};

/** What keeps the time of guests that share it, where their kernel and their network can. */
async function sharedTime(
  kernel: Kernel,
  { spec: { guests, net }, wallClockNs }: OpenFleetOptions,
): Promise<Calendar> {
  if (net !== 'switch')
    throw new TestbedError('NO_VIRTUAL_TIME', 'a bridge of the host has no part in virtual time', {
      hint: 'Take net: switch, or leave time out.',
    });
  if (kernel.kind === 'uml' && !(await hasSharedTime(kernel)))
    throw new TestbedError(
      'NO_VIRTUAL_TIME',
      `the kernel ${kernel.id} cannot share its virtual time with others`,
      {
        hint: 'User-Mode Linux 7.3 can: npx testbed kernel build fast. Or take isolation: namespace.',
      },
    );
  return new Calendar(
    guests.map(({ name }) => name),
    wallClockNs === undefined ? undefined : Number(wallClockNs / 1_000_000_000n),
  );
}

async function bridged({ spec, guard, signal }: OpenFleetOptions): Promise<Wiring> {
  const { bridgeWiring } = await import('./bridge.js');
  const host = new LocalMachine({ guard });
  try {
    return await bridgeWiring(host, spec, signal);
  } catch (error) {
    await host.close().catch((problem: unknown) => console.error(errorMessage(problem)));
    throw error;
  }
}
