import { errnoCode, errnoWords } from '../wire/errno.js';
import { VWifiError } from '../wire/errors.js';

/** A system call on a socket failed. `code` is the system's own (`EPERM`, `ENOENT`), `errno` its number. */
export class SocketError extends VWifiError {
  override name = 'SocketError';
  constructor(
    what: string,
    readonly errno: number,
    hint?: string,
  ) {
    super(errnoCode(errno), `${what}: ${errnoCode(errno)} (${errnoWords(errno)})${hint ? `; ${hint}` : ''}`);
  }
}

/** What is said by any use of a socket after its end. */
export function closedError(what: string): VWifiError {
  return new VWifiError('CLOSED', `${what}: the socket is closed; open a new one`);
}
