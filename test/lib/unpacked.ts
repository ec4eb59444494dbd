/** Programs that set-up unpacked into the cache, run in the guest as if they were installed, and a bus for them. */
import { findProgram } from '@vwifi/kernel';
import type { Context } from './context.js';
import type { Program } from './program.js';

const BUS = '/run/vwifi-bus';
const BUS_CONF = `<busconfig>
<type>system</type><listen>unix:path=${BUS}</listen><auth>EXTERNAL</auth>
<policy context="default">
<allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/>
</policy>
</busconfig>
`;

/**
 * The command that runs `argv` with the files of a package, or of several, over the guest's own /usr: for itself, nobody
 * else sees them.
 * The namespace's /sys is for reading, by which daemons know that no udev is there to wait for.
 */
export function unpacked(names: string | readonly string[], argv: readonly string[]): readonly string[] {
  const folders = [names].flat().map((name) => {
    const program = findProgram(name);
    if (!program) throw new Error(`${name} was not fetched: npm run setup`);
    return program.usr;
  });
  const script = `mount -t overlay -o lowerdir=${folders.join(':')}:/usr none /usr && mount -o remount,ro /sys && exec "$@"`;
  return ['unshare', '--mount', 'sh', '-c', script, 'sh', ...onBus(argv)];
}

/** The command that runs a program of the system's own on that bus. */
export const onBus = (argv: readonly string[]): readonly string[] => [
  ...['env', `DBUS_SYSTEM_BUS_ADDRESS=unix:path=${BUS}`],
  ...argv,
];

/** Starts a bus of the scenario's own. */
export async function startBus(context: Context): Promise<Program> {
  await context.machine.writeFile('/tmp/vwifi-bus.conf', BUS_CONF);
  const daemon = ['dbus-daemon', '--config-file=/tmp/vwifi-bus.conf', '--nofork', '--print-address'];
  const bus = await context.start('dbus-daemon', unpacked('dbus-daemon', daemon));
  await bus.output.next(/^unix:path=/);
  return bus;
}
