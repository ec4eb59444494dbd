/** Keeps what is left of a laboratory that is still up: logs, configurations, state, records; in a folder and as one file. */
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { errorMessage } from '../errors.js';
import type { Explanation } from '../explain/facts.js';
import type { Lab } from '../lab/lab.js';
import type { LabStatus } from '../lab/status.js';
import type { Machine } from '../machine/machine.js';
import type { LabRecord } from '../record/record.js';
import { FILES, TRACE_FILE, type TraceManifest } from './manifest.js';
import { decryptCommand, framesFile, keysFile, keysOf } from './pcapng.js';
import { zipFolder } from './zip.js';

/** What is asked: a session of a laboratory. */
export interface Kept {
  readonly machine: Pick<Machine, 'kernelLog' | 'exec' | 'backend' | 'kernel'>;
  status(): Promise<LabStatus>;
  describe(): Promise<{ readonly lab: Lab; readonly folder: string }>;
  records(): Promise<readonly LabRecord[]>;
  session(): Promise<{ readonly text: string } | { readonly missing: string }>;
  explain(node: string): Promise<Explanation>;
}

export interface Occasion {
  /** What was run, or judged. */
  readonly command?: unknown;
  /** The command line that does it again. */
  readonly repeat?: string | undefined;
}

/** Of the laboratory's folder. */
const COPIED = ['nodes', 'machine', 'guests', 'daemon.log'];
/** Of a large laboratory the first nodes are asked about. */
const MOST_NODES = 20;
const VERSION_MS = 5000;

/** Keeps it as one file. */
export async function saveTrace(file: string, source: Kept, occasion: Occasion = {}): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-trace-'));
  try {
    await keepTraceIn(folder, source, occasion);
    await mkdir(dirname(file), { recursive: true });
    // Whole, or not there.
    const partial = `${file}.${process.pid}.part`;
    await cp(join(folder, TRACE_FILE), partial);
    await rename(partial, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The same in that folder, with the file in it. */
export async function keepTraceIn(folder: string, source: Kept, occasion: Occasion): Promise<void> {
  await mkdir(folder, { recursive: true });
  const missing: string[] = [];
  /** One thing that cannot be had keeps nobody from the others. */
  const attempt = async <T>(what: string, work: () => Promise<T>): Promise<T | undefined> =>
    work().catch((error: unknown) => {
      missing.push(`${what}: ${errorMessage(error)}`);
      return undefined;
    });
  const write = (name: string, data: string | Uint8Array) =>
    writeFile(join(folder, name), data, { mode: 0o600 });
  const json = (name: string, value: unknown) => write(name, `${JSON.stringify(value, null, 2)}\n`);
  if (occasion.command !== undefined) await json('command.json', occasion.command);
  await attempt(FILES.status, async () => json(FILES.status, await source.status()));
  await attempt('kernel.log', async () =>
    write('kernel.log', (await source.machine.kernelLog()).map((line) => `${line}\n`).join('')),
  );
  const described = await attempt(FILES.laboratory, async () => {
    const { lab, folder: from } = await source.describe();
    await json(FILES.laboratory, lab);
    for (const name of await readdir(from))
      if (COPIED.includes(name)) await cp(join(from, name), join(folder, name), evidence(from));
    return lab;
  });
  await attempt(FILES.explained, async () => {
    const nodes = described?.nodes.slice(0, MOST_NODES) ?? [];
    const all: Explanation[] = [];
    for (const { name } of nodes) all.push(await source.explain(name));
    await json(FILES.explained, all);
  });
  const keys = described ? keysOf(described) : [];
  const decrypt = decryptCommand(keys);
  let noSession: string | undefined;
  await attempt(FILES.records, async () => {
    const records = await source.records();
    await write(FILES.records, records.map((record) => `${JSON.stringify(record)}\n`).join(''));
    await write(FILES.frames, framesFile(records, decrypt));
    if (keys.length > 0) await write(FILES.keys, keysFile(keys));
    const session = await source.session();
    if ('text' in session) await write(FILES.session, session.text);
    else noSession = session.missing;
  });
  const manifest: TraceManifest = {
    ...{ format: 1, lab: described?.name ?? 'unknown', savedAt: new Date().toISOString() },
    ...(occasion.command === undefined ? {} : { command: occasion.command }),
    ...(occasion.repeat === undefined ? {} : { repeat: occasion.repeat }),
    ...(described?.seed === undefined ? {} : { seed: described.seed }),
    time: described?.time ?? 'real',
    ...(noSession === undefined ? {} : { noSession }),
    versions: await versionsOf(source.machine),
    ...(decrypt === undefined ? {} : { decrypt }),
    ...(missing.length > 0 ? { missing } : {}),
  };
  await json(FILES.manifest, manifest);
  await zipFolder(folder, join(folder, TRACE_FILE), new Set([TRACE_FILE]));
}

/** Sockets and pipes are no evidence. */
const evidence = (from: string) => ({
  recursive: true,
  filter: (path: string) => /^[^.]*$|\.(log|conf|sh)$/.test(path.slice(from.length)),
});

/** The first number of what a program says of itself: 'hostapd v2.10' and the like. */
async function versionsOf(machine: Kept['machine']): Promise<Record<string, string>> {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const versions: Record<string, string> = { testbed: version, node: process.versions.node };
  versions.kernel = `${machine.kernel} (${machine.backend})`;
  for (const program of ['hostapd', 'wpa_supplicant']) {
    const said = await machine
      .exec([program, '-v'], { timeoutMs: VERSION_MS })
      .then(({ stdout, stderr }) => /\bv(\d\S*)/.exec(stdout + stderr)?.[1])
      .catch(() => undefined);
    if (said) versions[program] = said;
  }
  return versions;
}
