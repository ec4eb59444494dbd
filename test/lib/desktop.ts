/** Daemons of desktops that look after Wi-Fi by themselves, on the scenario's own bus. */
import type { Context } from './context.js';
import type { Node } from './network.js';
import type { Program } from './program.js';
import { onBus, unpacked } from './unpacked.js';

const NM = '/run/vwifi-nm';
const NM_CONF = `[main]
plugins=keyfile
dns=none
auth-polkit=false
no-auto-default=*
[keyfile]
path=${NM}/connections
[logging]
level=DEBUG
domains=CORE,DEVICE,WIFI,SUPPLICANT
`;

/** NetworkManager for a station, and the wpa_supplicant that it uses: one without a control socket. */
export async function startNetworkManager(context: Context, station: Node): Promise<Program> {
  await station.start('wpa_supplicant', onBus(['wpa_supplicant', '-u', '-dd', '-t']));
  await context.run(`mkdir -p ${NM}/connections ${NM}/state`);
  await context.machine.writeFile(`${NM}/nm.conf`, NM_CONF);
  const arguments_ = [
    ...['--debug', `--config=${NM}/nm.conf`, `--config-dir=${NM}/none`],
    ...[`--intern-config=${NM}/intern.conf`, `--state-file=${NM}/state/state`],
    ...[`--pid-file=${NM}/pid`, `--system-config-dir=${NM}/none`],
  ];
  return context.start('NetworkManager', unpacked('network-manager', ['NetworkManager', ...arguments_]), {
    netns: station.netns,
  });
}

/** iwctl, as a person types it; false when it says that it could not. */
export async function iwctl(
  context: Context,
  on: Node,
  ...words: readonly string[]
): Promise<string | false> {
  const { status, stdout } = await context.attempt(unpacked('iwd', ['iwctl', ...words]), { netns: on.netns });
  return status === 0 && stdout;
}

/** iwd for a station; resolves when it has it. */
export async function startIwd(context: Context, station: Node): Promise<Program> {
  await context.run(
    'mkdir -p /run/iwd/state /run/iwd/conf && printf "[General]\\nUseDefaultInterface=true\\n" > /run/iwd/conf/main.conf',
  );
  const places = ['env', 'STATE_DIRECTORY=/run/iwd/state', 'CONFIGURATION_DIRECTORY=/run/iwd/conf'];
  const iwd = await context.start('iwd', unpacked('iwd', [...places, '/usr/libexec/iwd', '-d']), {
    netns: station.netns,
  });
  await context.eventually('iwd has the station', async () => {
    const shown = await iwctl(context, station, 'station', station.interface, 'show');
    return shown && /State/.test(shown);
  });
  return iwd;
}
