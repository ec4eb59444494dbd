/** The network namespaces of the nodes. */
import { TestbedError } from '../errors.js';
import type { Machine } from '../machine/machine.js';

/** Makes all namespaces with one process. */
export async function makeNamespaces(
  machine: Machine,
  names: readonly string[],
  signal: AbortSignal,
  guest?: string,
): Promise<void> {
  const input = names.map((name) => `netns add ${name}\n`).join('');
  const made = await machine.exec(['ip', '-batch', '-'], {
    ...{ input, signal },
    ...(guest === undefined ? {} : { netns: guest }),
  });
  const said = made.stderr.trim().split('\n')[0];
  if (made.status !== 0)
    throw new TestbedError(
      'NAMESPACE_FAILED',
      `cannot make the network namespaces ${names.join(', ')}: ${said}`,
      {
        hint: /File exists/.test(made.stderr)
          ? 'a namespace of that name is there: remove it with `ip netns del NAME`, or rename the node'
          : undefined,
      },
    );
  if (machine.backend === 'host')
    for (const name of names) await machine.undoOnEnd(['ip', 'netns', 'del', name]);
}
