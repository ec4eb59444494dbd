/** What runs in the guest: the program that does things, and the driver that they are done to. */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

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
