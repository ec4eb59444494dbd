/** Moving radios into the namespaces of their nodes. */
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';
import { needPrograms } from '../machine/programs.js';

export interface RadioMove {
  readonly interface: string;
  readonly namespace: string;
}

/** A line for each radio that could not be moved; the moves run at once. */
const script = (moves: readonly RadioMove[]): string =>
  [
    ...moves.map(
      ({ interface: name, namespace }) =>
        `{ read -r phy </sys/class/net/${name}/phy80211/name && iw phy "$phy" set netns name ${namespace}; } 2>&1 || echo "failed ${name}" &`,
    ),
    'wait',
  ].join('\n');

export async function moveRadios(
  machine: Machine,
  moves: readonly RadioMove[],
  signal: AbortSignal,
  guest?: string,
): Promise<void> {
  const { stdout } = await machine.exec(['/bin/sh', '-c', script(moves)], {
    signal,
    ...(guest === undefined ? {} : { netns: guest }),
  });
  const failed = /^failed (\S+)$/m.exec(stdout)?.[1];
  if (failed === undefined) return;
  const said = stdout.split('\n').find((line) => line && !line.startsWith('failed '));
  if (/\biw: (command )?not found/.test(said ?? '')) needPrograms('cannot move radios', ['iw']);
  throw new TestbedError(
    'RADIO_MOVE_FAILED',
    `cannot move the radio of ${failed} into its namespace: ${said}`,
    {
      hint: `is ${failed} there? testbed exec -- iw dev`,
    },
  );
}
