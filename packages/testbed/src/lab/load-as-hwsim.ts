/** Our module in a guest where somebody asks for mac80211_hwsim: under its name, and behind its `modprobe`. */
import { readFile } from 'node:fs/promises';
import { HWSIM_MODULE, moduleNamed } from '@vwifi/kernel';
import type { ExecResult, Machine } from '../machine/machine.js';

const MODULE = `/run/vwifi/${HWSIM_MODULE}.ko`;

/** What a shell does for `modprobe mac80211_hwsim radios=4` and `modprobe -r`, however often. */
const RULES = `# Written by testbed run --hwsim: vwifi answers to the names of mac80211_hwsim.
install ${HWSIM_MODULE} test -d /sys/module/${HWSIM_MODULE} || { modprobe cfg80211 && insmod ${MODULE} $CMDLINE_OPTS; }
remove ${HWSIM_MODULE} test ! -d /sys/module/${HWSIM_MODULE} || rmmod ${HWSIM_MODULE}
`;

/** Prepares a guest, and makes so many radios. @param path of vwifi.ko, on this side */
export async function loadAsHwsim(
  machine: Machine,
  path: string,
  radios: number,
  signal: AbortSignal,
): Promise<ExecResult> {
  const module = moduleNamed(await readFile(path), 'vwifi', HWSIM_MODULE);
  await Promise.all([
    machine.writeFile(MODULE, module),
    machine.writeFile(`/etc/modprobe.d/vwifi-${HWSIM_MODULE}.conf`, RULES),
  ]);
  // Without any, it is for the command to load it.
  const load = radios === 0 ? ['modprobe', 'cfg80211'] : ['modprobe', HWSIM_MODULE, `radios=${radios}`];
  return machine.exec(load, { signal });
}
