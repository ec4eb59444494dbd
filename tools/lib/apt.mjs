/** Installs Debian/Ubuntu packages: nothing recommended, no service started, nothing left behind. */
import { readdirSync, statSync } from 'node:fs';
import { findProgram } from './prerequisites.mjs';
import { Failure } from './progress.mjs';
import { attempt, run } from './run.mjs';

const LISTS = '/var/lib/apt/lists';
const LISTS_ARE_OLD_MS = 24 * 3600 * 1000;

/** What keeps a package's scripts from starting its daemon (hostapd, dbus): init and systemd both look here. */
const QUIET = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'SYSTEMD_OFFLINE=1'];

/** Package lists as apt keeps them: absent on a fresh image, stale on one that was not used for a while. */
function listsAreFresh() {
  try {
    const names = readdirSync(LISTS).filter((name) => name.includes('_Packages'));
    const newest = Math.max(...names.map((name) => statSync(`${LISTS}/${name}`).ctimeMs));
    return Date.now() - newest < LISTS_ARE_OLD_MS;
  } catch {
    return false;
  }
}

/** @param {readonly string[]} packages @returns {Promise<void>} */
export async function installPackages(packages) {
  const asRoot = process.getuid?.() === 0 ? ['env', ...QUIET] : ['sudo', 'env', ...QUIET];
  if (asRoot[0] === 'sudo' && !findProgram('sudo')) {
    throw new Failure(
      `sudo is not there; as root: apt-get install --no-install-recommends ${packages.join(' ')}`,
    );
  }
  const install = [...asRoot, 'apt-get', 'install', '-y', '-q', '--no-install-recommends', ...packages];
  if (!listsAreFresh()) await run([...asRoot, 'apt-get', 'update', '-q']);
  else if ((await attempt(install)).status === 0) return;
  else await run([...asRoot, 'apt-get', 'update', '-q']);
  await run(install);
}
