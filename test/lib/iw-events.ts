/** What iw says of what happens. */
import type { Context } from './context.js';
import type { Node } from './network.js';
import type { Program } from './program.js';

/** `iw event` at a node, listening. It says nothing of its readiness: a scan that it reports shows it. */
export async function iwEvents(context: Context, on: Node, ...options: readonly string[]): Promise<Program> {
  const events = await on.start(`iw event ${on.interface}`, ['stdbuf', '-oL', 'iw', 'event', ...options]);
  const last = (line: string) => events.output.toString().lastIndexOf(line);
  await context.eventually('iw event listens', async () => {
    await on.attempt(['iw', 'dev', on.interface, 'scan', 'trigger', 'freq', '2412']);
    return last('scan started') >= 0;
  });
  await context.eventually('its scan has ended', async () => last('scan finished') > last('scan started'));
  return events;
}
