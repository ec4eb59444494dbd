/** A RADIUS server, which says into which VLAN each of its users goes. */
import type { Context } from './context.js';
import { authenticationServer, EAP } from './eap.js';
import type { HostapdConf, NetworkBlock, Node } from './network.js';
import type { Program } from './program.js';

const FOLDER = '/run/radius';
const PORT = 1812;
const SECRET = 'between us';
/** Outside and inside of the tunnel; for the inside a tunnel type 13 over medium type 6: a VLAN, and its number. */
const user = (name: string, vlan: number) =>
  `"${name}" PEAP\n"in ${name}" MSCHAPV2 "correct horse" [2]\n` +
  `radius_accept_attr=64:d:13\nradius_accept_attr=65:d:6\nradius_accept_attr=81:s:${vlan}\n`;

/** Makes the certificates, and returns what starts the server with the VLAN of each user. */
export async function radiusServer(
  context: Context,
  on: Node,
  clients = '127.0.0.1/8',
): Promise<(vlans: Readonly<Record<string, number>>) => Promise<Program>> {
  const { ca_cert, server_cert, private_key } = await authenticationServer(context);
  const conf = {
    ...{ driver: 'none', interface: 'lo', eap_server: 1, eap_user_file: `${FOLDER}/users` },
    ...{ radius_server_clients: `${FOLDER}/clients`, radius_server_auth_port: PORT },
    ...{ ca_cert, server_cert, private_key },
  };
  const text = Object.entries(conf).map(([key, value]) => `${key}=${value}\n`);
  await context.run(['mkdir', '-p', FOLDER]);
  await context.machine.writeFile(`${FOLDER}/clients`, `${clients} ${SECRET}\n`);
  await context.machine.writeFile(`${FOLDER}/hostapd.conf`, text.join(''));
  return async (vlans) => {
    const users = Object.entries(vlans).map(([name, vlan]) => user(name, vlan));
    await context.machine.writeFile(`${FOLDER}/users`, users.join(''));
    const program = await on.start('radius', ['hostapd', '-d', `${FOLDER}/hostapd.conf`]);
    await program.output.next(/AP-ENABLED|interface state .*->ENABLED/);
    return program;
  };
}

/** What an access point has to know to ask the server at `server`, itself at `own`. */
export const askingRadius = (server = '127.0.0.1', own = server): HostapdConf => ({
  ...{ wpa: 2, wpa_key_mgmt: 'WPA-EAP', rsn_pairwise: 'CCMP', ieee8021x: 1 },
  ...{ auth_server_addr: server, auth_server_port: PORT, auth_server_shared_secret: SECRET },
  own_ip_addr: own,
});

/** What a station says as one of the users. */
export const asUser = (name: string): NetworkBlock => ({
  ...EAP.PEAP,
  anonymous_identity: `"${name}"`,
  identity: `"in ${name}"`,
});
