/** `testbed kill`, `pause`, `resume`, `restart`: what can happen to a node's own machine while the laboratory runs. */
import type { PowerAction } from '../fleet/spec.js';
import { type Context, print, printJson, withSession } from './context.js';
import { Progress } from './progress.js';
import { guestTable } from './tables.js';

export async function power(
  context: Context,
  action: PowerAction,
  node: string,
  flags: { readonly name?: string; readonly json?: boolean },
): Promise<void> {
  await withSession(context, flags.name, async (session) => {
    const progress = new Progress(context.terminal.errors);
    try {
      const { signal } = context;
      const onEvent = progress.event.bind(progress);
      const { guests } = await session.power(node, action, { onEvent, signal });
      if (flags.json) printJson(context, guests);
      else print(context, guestTable(guests ?? []));
    } finally {
      progress.end();
    }
  });
}
