/**
 * One User-Mode Linux guest in virtual time, which is kept as that of several is: a command of the host's is served when
 * the guest rests, and not in the middle of what the one before has started.
 */
import { readFile } from 'node:fs/promises';
import type { Kernel } from '@vwifi/kernel';
import { type MachineChoice, type OpenMachineOptions, openMachine } from '../guest/open.js';
import type { Machine } from '../machine/machine.js';
import { Calendar } from '../switch/calendar.js';
import { makeSharedCable } from '../switch/shared-cable.js';
import { sharedTimeWords } from './wiring.js';

const NAME = 'machine';
/** Of the kernels that can have their time kept. */
const PARAMETER = 'shared-time=';

/** Whether somebody else can keep a kernel's time. */
export const hasSharedTime = async ({ image }: Kernel): Promise<boolean> =>
  (await readFile(image)).includes(PARAMETER);

/** Opens a machine alone; one whose time can be kept has it kept. */
export async function openAlone(choice: MachineChoice, options: OpenMachineOptions): Promise<Machine> {
  const { backend, kernel } = choice;
  if (options.time !== 'virtual' || backend !== 'uml' || !kernel || !(await hasSharedTime(kernel)))
    return openMachine(choice, options);
  const calendar = new Calendar([NAME]);
  const cable = await makeSharedCable(NAME, calendar);
  // It has no card: nothing but words comes.
  cable.port.listen(() => {});
  const ended = () => {
    cable.port.close();
    calendar.close();
  };
  try {
    return await calendar.standing(async () => {
      const machine = await openMachine(choice, {
        ...options,
        ...{ descriptors: cable.descriptors, gate: cable.gate, ended },
        kernelParameters: [...(options.kernelParameters ?? []), sharedTimeWords],
      });
      await calendar.joined(NAME);
      return machine;
    });
  } catch (error) {
    ended();
    throw error;
  } finally {
    cable.release();
  }
}
