import { binding } from './binding.js';
import { SocketError } from './error.js';

/**
 * What a program may do below a path: list folders; read and run files; write into a
 * file, or make and remove sockets in a folder; do anything to the files, folders and links of a tree; use a device. A
 * path that is not there, or is a link, gives nothing.
 */
export type HeldRule = readonly [kind: 'list' | 'read' | 'write' | 'tree' | 'device', path: string];

/** The version of Landlock that this kernel has; 0 for none. Throws NO_ADDON. */
export const landlockVersion = (): number => binding().landlockVersion();

/**
 * Turns this process into another program, which Landlock holds as far as this kernel has it: it reaches the files of
 * its rules, no TCP port, no abstract socket, and no process but those that it starts. It keeps so many descriptors,
 * from 0 on. Does not return.
 */
export function execHeld(argv: readonly string[], rules: readonly HeldRule[], descriptors: number): never {
  throw new SocketError(`exec ${argv[0]}`, binding().execHeld(argv, rules, descriptors));
}

/**
 * Has programs that are started from here on get no descriptor but those that they are given. Node closes those that it
 * has opened itself; one with a high number that it was started with (`exec 200>lock` of a shell) would go on for ever.
 */
export function inheritNothing(): void {
  const errno = binding().inheritNothing();
  if (errno !== 0) throw new SocketError('descriptors', errno);
}
