/** How a station that knows nothing of its network is told: what is done on both sides. */
import { TestbedError } from '../errors.js';
import type { Join } from '../lab/join.js';
import type { AccessPointNode } from '../lab/lab.js';
import type { Hostapd } from './hostapd.js';
import type { Supplicant } from './supplicant.js';

interface Sides {
  readonly point: Hostapd;
  readonly station: Supplicant;
  readonly network: AccessPointNode;
}

async function ask(
  who: string,
  what: string,
  request: (command: string) => Promise<string>,
): Promise<string> {
  const said = (await request(what)).trim();
  if (!/^(FAIL|UNKNOWN COMMAND)/.test(said)) return said;
  throw new TestbedError('JOIN_FAILED', `${who}: the command ${what.split(' ')[0]} failed`, {
    hint: 'its hostapd or wpa_supplicant may be built without it',
  });
}

const hex = (text: string): string => Buffer.from(text).toString('hex');

/** What a device is given by DPP: the name of the network, and how it is protected (Wi-Fi Easy Connect 2.0, 4.5). */
function credential({ ssid, security }: AccessPointNode): string {
  const pass = 'passphrase' in security ? security.passphrase : '';
  const kind = { 'wpa3-sae': 'sta-sae', 'wpa2-wpa3': 'sta-psk-sae' }[security.type as string] ?? 'sta-psk';
  const secret = pass.length === 64 ? `psk=${pass}` : `pass=${hex(pass)}`;
  return `conf=${kind} ssid=${hex(ssid)} ${secret}`;
}

const doings: Readonly<Record<Join, (sides: Sides) => Promise<void>>> = {
  async 'wps-button'({ point, station, network }) {
    await ask(network.name, 'WPS_PBC', (command) => point.request(command));
    await ask(station.daemon.node.name, 'WPS_PBC', (command) => station.request(command));
  },
  async 'wps-pin'({ point, station, network }) {
    const pin = await ask(station.daemon.node.name, 'WPS_PIN any', (command) => station.request(command));
    await ask(network.name, `WPS_PIN any ${pin}`, (command) => point.request(command));
  },
  async dpp({ point, station, network }) {
    const { name } = station.daemon.node;
    const ofStation = (command: string) => ask(name, command, (each) => station.request(each));
    const ofPoint = (command: string) => ask(network.name, command, (each) => point.request(each));
    const { address = '' } = await station.status();
    const { frequencyMhz = network.frequencyMhz } = await point.status();
    const own = await ofStation(`DPP_BOOTSTRAP_GEN type=qrcode mac=${address}`);
    const code = await ofStation(`DPP_BOOTSTRAP_GET_URI ${own}`);
    await ofStation(`DPP_LISTEN ${frequencyMhz}`);
    const owner = await ofPoint('DPP_CONFIGURATOR_ADD');
    const peer = await ofPoint(`DPP_QR_CODE ${code}`);
    await ofPoint(`DPP_AUTH_INIT peer=${peer} configurator=${owner} ${credential(network)}`);
  },
};

/** Begins it; whether it leads to a connection is seen of the station. */
export const join = (how: Join, sides: Sides): Promise<void> => doings[how](sides);
