import { readFileSync } from 'node:fs';
import { TestbedError } from '../errors.js';
import { findCommand, searchPath } from '../machine/command.js';
import { install } from '../machine/programs.js';

const PROGRAM_HEADERS = 32;
const PROGRAM_HEADER_COUNT = 56;
const INTERPRETER = 3;

/** Whether an ELF program (64 bits) runs without a loader and libraries. */
export function isStatic(program: Buffer): boolean {
  if (program.toString('latin1', 0, 4) !== '\x7fELF' || program[4] !== 2) return false;
  const table = Number(program.readBigUInt64LE(PROGRAM_HEADERS));
  const count = program.readUInt16LE(PROGRAM_HEADER_COUNT);
  for (let index = 0; index < count; index++) {
    if (program.readUInt32LE(table + index * 56) === INTERPRETER) return false;
  }
  return true;
}

/** The host's statically linked busybox: all that a guest has before it sees the host's files. */
export function readBusybox(): Buffer {
  const hint = `Install it: ${install('busybox-static')}.`;
  let path: string;
  try {
    path = findCommand('busybox', searchPath(process.env.PATH), '/');
  } catch (error) {
    throw new TestbedError('NO_BUSYBOX', 'cannot make a guest: there is no busybox', { hint, cause: error });
  }
  const program = readFileSync(path);
  if (!isStatic(program))
    throw new TestbedError('NO_BUSYBOX', `cannot make a guest: ${path} is not linked statically`, { hint });
  return program;
}
