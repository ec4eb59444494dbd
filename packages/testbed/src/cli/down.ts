/** `testbed down`, `testbed status`, `testbed ls`: what runs, and the end of it. */
import { TestbedError } from '../errors.js';
import { type Context, chosenName, print, printJson, withSession } from './context.js';
import { statusText, table } from './tables.js';
import { seconds } from './terminal.js';

export async function down(
  context: Context,
  flags: { readonly name?: string; readonly all?: boolean },
): Promise<void> {
  const names = flags.all
    ? (await context.sessions.list()).map((lab) => lab.name)
    : [await chosenName(context, flags.name)];
  for (const name of names) {
    const began = performance.now();
    if (!(await context.sessions.stop(name)))
      throw new TestbedError('NO_LAB', `no laboratory ${name} is up`, {
        hint: 'see which are with `npx testbed ls`',
      });
    print(context, `${name} is down (${seconds(performance.now() - began)})`);
  }
}

export async function status(
  context: Context,
  flags: { readonly name?: string; readonly ping?: boolean; readonly json?: boolean },
): Promise<void> {
  await withSession(context, flags.name, async (session) => {
    const found = await session.status({ ping: flags.ping ?? false, signal: context.signal });
    if (flags.json) return printJson(context, found);
    const { why } = (await context.sessions.list()).find(({ name }) => name === session.name) ?? {};
    print(context, statusText(found, context.terminal.output.columns, why));
  });
}

export async function ls(context: Context, flags: { readonly json?: boolean }): Promise<void> {
  const running = await context.sessions.list();
  if (flags.json) return printJson(context, running);
  if (running.length === 0) return print(context, 'no laboratory is up');
  const rows = running.map((lab) => [
    lab.name,
    lab.state,
    lab.backend ?? '-',
    lab.kernel ?? '-',
    lab.pid === undefined ? '-' : String(lab.pid),
  ]);
  print(context, table(['LABORATORY', 'STATE', 'BACKEND', 'KERNEL', 'PID'], rows));
}
