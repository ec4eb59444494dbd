/** What every command of the command line is given. */
import type { Session, Sessions } from '../api/session.js';
import { TestbedError } from '../errors.js';
import type { Terminal } from './terminal.js';

export interface Context {
  readonly terminal: Terminal;
  readonly sessions: Sessions;
  /** Given at Ctrl-C and the like. */
  readonly signal: AbortSignal;
  /** What followed `--` on the command line; undefined without one. */
  readonly tail: readonly string[] | undefined;
}

export const print = ({ terminal }: Context, text: string): void => {
  terminal.output.write(`${text}\n`);
};

export const printJson = (context: Context, value: unknown): void =>
  print(context, JSON.stringify(value, null, 2));

/** The laboratory a command means: the named one, else the only one. */
export async function chosenName({ sessions }: Context, name: string | undefined): Promise<string> {
  if (name !== undefined) return name;
  const running = await sessions.list();
  if (running.length === 1 && running[0]) return running[0].name;
  if (running.length === 0)
    throw new TestbedError('NO_LAB', 'no laboratory is up', { hint: 'bring one up with `npx testbed up`' });
  const names = running.map((lab) => lab.name).join(', ');
  throw new TestbedError('WHICH_LAB', `several laboratories are up: ${names}`, {
    hint: 'choose one with --name',
  });
}

/** Attaches to the chosen laboratory for the time of one piece of work. */
export async function withSession<T>(
  context: Context,
  name: string | undefined,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const session = await context.sessions.attach(await chosenName(context, name));
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}

/** The namespace of a node, checked against the laboratory so that a misspelt name says so. */
export async function namespaceOf(session: Session, node: string | undefined): Promise<string | undefined> {
  if (node === undefined) return undefined;
  const { lab } = await session.describe();
  const found = lab.nodes.find(({ name }) => name === node);
  if (found) return found.namespace;
  // A machine that several nodes share has a name of its own.
  if (lab.fleet?.guests.some(({ name }) => name === node)) return node;
  const { nearest } = await import('../lab/suggest.js');
  const names = lab.nodes.map(({ name }) => name);
  const near = nearest(node, names);
  throw new TestbedError('NO_NODE', `laboratory ${lab.name} has no node ${node}`, {
    hint: near
      ? `did you mean ${near}?`
      : names.length
        ? `its nodes: ${names.join(', ')}`
        : 'it is a machine without a network',
  });
}
