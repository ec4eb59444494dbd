/** What runs in the guest: the program that does things, and the driver that they are done to. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Context } from './context.js';
import { loadDriver, loadDropIn, modulePath } from './driver.js';

/** Of `npm run soak`: a kind of it, what its chance follows from, and how many things each of its processes does. */
export interface SoakRound {
  readonly kind: string;
  readonly seed: number;
  readonly steps: number;
}

const run = promisify(execFile);
const RADIOS = 6;

/** Compiled, this file is in test/dist/lib. */
const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));

/** The guest sees the host's files, so a program of the host's own runs there; static, it needs none of them. */
export async function buildProgram(folder: string): Promise<string> {
  const sources = inProject('test/soak/program');
  const files = (await readdir(sources)).filter((name) => name.endsWith('.c'));
  const program = join(folder, 'soak');
  const include = inProject('packages/driver-c/include/uapi');
  const flags = ['-O1', '-static', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Wno-unused-parameter', '-Werror'];
  await run('gcc', [...flags, `-I${include}`, '-o', program, ...files.map((name) => join(sources, name))]);
  return program;
}

/** Rounds in the scenario's guest, one after the other, with six radios. */
export async function soak(
  context: Context,
  rounds: readonly SoakRound[],
  {
    timeoutMs,
    driverSme = false,
    driverHandshake = false,
  }: { readonly timeoutMs?: number; readonly driverSme?: boolean; readonly driverHandshake?: boolean } = {},
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-soak-'));
  context.onEnd('remove the program', () => rm(folder, { recursive: true, force: true }));
  await context.machine.writeFile('/tmp/soak', await readFile(await buildProgram(folder)), 0o755);
  const asHwsim = rounds.some(({ kind }) => kind === 'hwsim');
  await (asHwsim
    ? loadDropIn(context, RADIOS)
    : loadDriver(context, { station: RADIOS, driverSme, driverHandshake }));
  for (const { kind, seed, steps } of rounds)
    await context.run(
      ['/tmp/soak', kind, String(seed), String(steps), modulePath(context)],
      timeoutMs === undefined ? {} : { timeoutMs },
    );
}
