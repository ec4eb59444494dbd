/**
 * The folders of the host that a guest may write. Neither the guest's kernel nor QEMU is given a right for it: they speak
 * 9P, over a serial line, to a process of the host that is held to just these folders, and that serves nothing else.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { bounded, environment } from './bounded.js';
import { held, whyNotHeld } from './held.js';

/** Standard ones, and the guest's. */
const DESCRIPTORS = 4;

export interface FileServer {
  /** The guest's end of the line, for its process to inherit. */
  readonly line: Duplex;
  /** To be called once the guest's process has it. */
  release(): void;
}

/** Starts the process. It ends with the guest, and with this process. */
export async function startFileServer(
  folders: readonly string[],
  directory: string,
  mark: string | undefined,
): Promise<FileServer> {
  const program = fileURLToPath(new URL('../files/main.js', import.meta.url));
  const argv = [process.execPath, program, ...folders];
  const own = { files: [], devices: [], trees: folders };
  // Without Landlock its own care has to do: it never follows a link, and takes one name at a time.
  const command = (await whyNotHeld()) === undefined ? held(argv, own, DESCRIPTORS) : argv;
  const [file = '', ...parameters] = await bounded(command, { writes: true });
  const log = openSync(join(directory, 'files.log'), 'w');
  const child: ChildProcess = spawn(file, parameters, {
    cwd: '/',
    detached: true,
    env: environment(mark),
    stdio: ['ignore', log, log, 'pipe'],
  });
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  const line = child.stdio[3] as Duplex;
  line.on('error', () => {});
  return { line, release: () => void line.destroy() };
}
