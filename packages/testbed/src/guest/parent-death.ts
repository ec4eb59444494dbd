import { existsSync } from 'node:fs';

/** A killed owner takes the process along, at once, wherever it is in its boot. */
export function withParentDeathSignal(argv: readonly string[], signal = 'KILL'): string[] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', signal, '--', ...argv] : [...argv];
}
