/** Sessions of laboratories that are carried by daemons. */
import { TestbedError } from '../errors.js';
import type { Sessions } from './session.js';

export function daemonSessions(): Sessions {
  throw new TestbedError('NOT_SUPPORTED', 'laboratories cannot be started yet');
}
