/** The laboratory's own access point with several links, as a program of a node. */
import { fileURLToPath } from 'node:url';
import type { Context } from './context.js';
import type { Daemon, Node } from './network.js';

const MAIN = fileURLToPath(new URL('../../../packages/testbed/dist/mld/main.js', import.meta.url));

export interface PointLink {
  readonly frequencyMhz: number;
  readonly width?: string;
}

let started = 0;

/** Starts it, and waits until it is on the air. Without a passphrase it does OWE. */
export async function linkedPoint(
  context: Context,
  on: Node,
  links: readonly PointLink[],
  passphrase?: string,
): Promise<Daemon> {
  const id = `point-${on.interface}-${++started}`;
  const control = `/run/${id}/${on.interface}`;
  const security = passphrase === undefined ? { type: 'owe' } : { type: 'sae', passphrase };
  const settings = { interface: on.interface, ssid: 'links', mld: true, control, security, links };
  await context.machine.writeFile(`/tmp/${id}.json`, JSON.stringify(settings));
  const program = await on.start(id, [process.execPath, MAIN, `/tmp/${id}.json`]);
  await program.output.next(/AP-ENABLED/);
  return { program, control: await context.attach(program, control) };
}
