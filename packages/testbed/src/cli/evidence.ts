/** What is left of a laboratory in which a command failed. */
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Session } from '../api/session.js';
import { errorMessage } from '../errors.js';

const FOLDER = 'testbed-run';
/** Of the laboratory's folder. */
const KEPT = ['nodes', 'machine', 'guests', 'daemon.log', 'records.jsonl', 'records.1.jsonl'];

/** Copies logs, configurations, kernel log and state into a folder of its own below the caller's; returns its path. */
export async function keepEvidence(session: Session, lab: string, command: object): Promise<string> {
  const stamp = new Date().toISOString().replace(/\..*$/, '').replaceAll(/[-:]/g, '').replace('T', '-');
  const folder = join(FOLDER, `${lab}-${stamp}-${process.pid}`);
  await keepIn(folder, session, command);
  return folder;
}

/** The same in that folder. */
export async function keepIn(folder: string, session: Session, command: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  const missing: string[] = [];
  /** One thing that cannot be had keeps nobody from the others. */
  const attempt = async (what: string, work: () => Promise<void>) => {
    await work().catch((error: unknown) => missing.push(`${what}: ${errorMessage(error)}`));
  };
  const json = (name: string, value: unknown) =>
    writeFile(join(folder, name), `${JSON.stringify(value, null, 2)}\n`);
  await json('command.json', command);
  await attempt('status.json', async () => json('status.json', await session.status()));
  await attempt('kernel.log', async () =>
    writeFile(
      join(folder, 'kernel.log'),
      (await session.machine.kernelLog()).map((line) => `${line}\n`).join(''),
    ),
  );
  await attempt('records.jsonl', async () => void (await session.records()));
  await attempt('laboratory', async () => {
    const described = await session.describe();
    await json('laboratory.json', described.lab);
    for (const name of await readdir(described.folder))
      if (KEPT.includes(name))
        await cp(join(described.folder, name), join(folder, name), {
          recursive: true,
          // Sockets and pipes are no evidence.
          filter: (path) => /^[^.]*$|\.(log|conf|sh|jsonl)$/.test(path.slice(described.folder.length)),
        });
  });
  if (missing.length > 0) await writeFile(join(folder, 'missing.txt'), `${missing.join('\n')}\n`);
}
