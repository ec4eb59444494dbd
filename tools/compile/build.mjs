/** One target: the driver compiled in a place. */
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDir } from '@vwifi/kernel';
import { inRoot } from '../lib/root.mjs';
import { findingsIn, uncheckedIn } from './findings.mjs';
import { inPlace } from './place.mjs';
import { ARCHITECTURES, nameOf } from './targets.mjs';

const DRIVER = inRoot('packages', 'driver-c');

const SOURCES = () =>
  readdirSync(join(DRIVER, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.c') && !name.endsWith('/floor.c'))
    .map((name) => `src/${name}`);

/** Why make ended, where it was not for the driver: what was said before it gave up. @param {string} output */
function reasonIn(output) {
  const lines = output.trim().split('\n');
  const end = lines.findIndex((line) => /^make.*\*\*\*/.test(line));
  return lines[Math.max(end - 1, 0)] ?? 'make failed';
}

/**
 * Compiles all of the driver from nothing: what did not change would not be warned of again.
 *
 * @param {import('./place.mjs').Place} place @param {import('./targets.mjs').Target} target @param {string} headers
 * @returns {Promise<{ findings: readonly string[], log: string }>}
 */
export async function compile(place, target, headers) {
  const architecture = ARCHITECTURES[target.architecture];
  if (!architecture) throw new Error(`no architecture ${target.architecture}`);
  const name = nameOf(target);
  const scratch = `/opt/vwifi-${name}-${process.pid}`;
  const folder = join(place.root, scratch);
  const log = join(cacheDir(), 'logs', `compile-${name}.log`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    for (const each of ['Kbuild', 'src', 'include'])
      cpSync(join(DRIVER, each), join(folder, each), { recursive: true });
    const defines = architecture.defines.map((each) => `-D${each}=1`);
    const words = [
      // In place of the shell: a signal ends it, and all that it began.
      `exec make -C /usr/src/${headers} M=${scratch} ARCH=${architecture.kernel} VWIFI_FILES=1 W=1`,
      architecture.cross === '' ? '' : `CROSS_COMPILE=${architecture.cross}`,
      target.sparse ? "C=1 CHECK=sparse CF='-D__CHECK_ENDIAN__'" : '',
      // Of types for BPF nobody asks here, and absent symbols are counted below.
      'CONFIG_DEBUG_INFO_BTF_MODULES= KBUILD_MODPOST_WARN=1',
      `KCFLAGS='${['-g0', ...defines].join(' ')}' modules`,
    ];
    const { status, output } = await inPlace(place, words.join(' '));
    mkdirSync(join(cacheDir(), 'logs'), { recursive: true });
    writeFileSync(log, output);
    const findings = [...findingsIn(output, scratch, architecture.linked)];
    if (target.sparse && status === 0) findings.push(...uncheckedIn(output, SOURCES()));
    return { findings: status !== 0 && findings.length === 0 ? [reasonIn(output)] : findings, log };
  } finally {
    remove();
    process.off('exit', remove);
  }
}
