import { existsSync } from 'node:fs';

/** A killed owner takes the process along, at once, wherever it is in its boot. More parameters are setpriv's. */
export function withParentDeathSignal(
  argv: readonly string[],
  signal = 'KILL',
  more: readonly string[] = [],
): string[] {
  const setpriv = '/usr/bin/setpriv';
  return existsSync(setpriv) ? [setpriv, '--pdeathsig', signal, ...more, '--', ...argv] : [...argv];
}
