/** Loading and unloading the radios, and whether they are there. */
import { HWSIM_MODULE, moduleNamed } from '@vwifi/kernel';
import type { Context } from './context.js';

export interface LoadOptions {
  /** How many radios; the driver's own default when left out. */
  readonly station?: number;
  /** Radios with several links (Wi-Fi 7). */
  readonly mlo?: boolean;
  /** Radios that connect by themselves. */
  readonly driverSme?: boolean;
  /** That agree on keys by themselves, too. */
  readonly driverHandshake?: boolean;
}

/** Loads the driver; it is unloaded, and that is verified, when the scenario ends. */
export async function loadDriver(
  context: Context,
  { station, mlo, driverSme, driverHandshake }: LoadOptions = {},
): Promise<void> {
  context.onEnd('unload the driver', () => unloadDriver(context));
  if (context.driver !== 'vwifi') return loadHwsim(context, station ?? 2);
  await context.run(['modprobe', 'cfg80211']);
  const parameters = [
    ...(station === undefined ? [] : [`station=${station}`]),
    ...(mlo ? ['mlo=1'] : []),
    ...(driverSme ? ['driver_sme=1'] : []),
    ...(driverHandshake ? ['driver_handshake=1'] : []),
  ];
  await context.run(['insmod', modulePath(context), ...parameters]);
}

/** The module's file in the machine. */
export function modulePath(context: Context): string {
  if (!context.module) throw new Error('no vwifi.ko for this kernel: npm run build');
  return context.module;
}

const loadedName = ({ driver }: Context): string => (driver === 'vwifi' ? 'vwifi' : HWSIM_MODULE);

/** A file with our module under the name of the kernel's own simulator. */
export async function dropInPath(context: Context): Promise<string> {
  const path = `/run/vwifi/${HWSIM_MODULE}.ko`;
  const ours = await context.machine.readFile(modulePath(context));
  await context.machine.writeFile(path, moduleNamed(ours, 'vwifi', HWSIM_MODULE));
  return path;
}

/** Loads our module as that file, with that simulator's own names; unloaded when the scenario ends, if it is still there. */
export async function loadDropIn(context: Context, radios: number): Promise<void> {
  const unload = `if grep -q "^${HWSIM_MODULE} " /proc/modules; then rmmod ${HWSIM_MODULE}; fi`;
  context.onEnd('unload the drop-in', async () => {
    await context.run(unload);
    await untilNameIsFree(context);
  });
  await context.run(['modprobe', 'cfg80211']);
  await context.run(['insmod', await dropInPath(context), `radios=${radios}`]);
}

/** Removes the driver. That it can be removed, whatever happened before, is part of every scenario. */
export async function unloadDriver(context: Context): Promise<void> {
  if (!(await isLoaded(context))) return;
  await context.run(['rmmod', loadedName(context)]);
  const left = (await context.run(['ls', '/sys/class/ieee80211'])).trim();
  if (left) throw new Error(`radios are left after rmmod: ${left}`);
  await untilNameIsFree(context);
}

/** With DEBUG_KOBJECT_RELEASE a module's name is free again after four seconds at most. */
export async function untilNameIsFree(context: Context): Promise<void> {
  if (context.machine.kernel.endsWith('-debug')) await context.machine.clock.sleep(5000);
}

export async function isLoaded(context: Context): Promise<boolean> {
  const modules = Buffer.from(await context.machine.readFile('/proc/modules')).toString();
  return new RegExp(`^${loadedName(context)} `, 'm').test(modules);
}

/** mac80211_hwsim with our names: what a scenario asks of a radio must hold for it as well. */
async function loadHwsim(context: Context, radios: number): Promise<void> {
  const load =
    context.driver === 'drop-in' ? ['insmod', await dropInPath(context)] : ['modprobe', HWSIM_MODULE];
  if (context.driver === 'drop-in') await context.run(['modprobe', 'cfg80211']);
  await context.run([...load, `radios=${radios}`]);
  const phys = (await context.run('ls /sys/class/ieee80211 | sort -V')).trim().split('\n');
  for (const [index, phy] of phys.entries()) {
    await context.run(
      `old=$(ls /sys/class/ieee80211/${phy}/device/net) && ip link set $old down && ip link set $old name vw${index} && iw phy ${phy} set name vw_phy${index}`,
    );
  }
}
