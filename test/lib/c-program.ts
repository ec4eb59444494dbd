/** A program of test/programs that is in C: compiled on the host, run in the guest. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Context } from './context.js';

const run = promisify(execFile);
/** Static, it needs nothing of the guest's. */
const FLAGS = ['-O1', '-static', '-D_GNU_SOURCE', '-Wall', '-Wextra', '-Werror'];

/** Compiles `NAME.c`; returns the program. */
export async function compiled(context: Context, name: string): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), `vwifi-${name}-`));
  context.onEnd(`remove ${name}`, () => rm(folder, { recursive: true, force: true }));
  const source = fileURLToPath(new URL(`../../programs/${name}.c`, import.meta.url));
  await run('gcc', [...FLAGS, '-o', join(folder, name), source]);
  return readFile(join(folder, name));
}

/** Compiles `NAME.c` and puts it into the guest; returns its path there. */
export async function cProgram(context: Context, name: string): Promise<string> {
  const path = `/tmp/${name}`;
  await context.machine.writeFile(path, await compiled(context, name), 0o755);
  return path;
}
