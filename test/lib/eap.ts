/** What 802.1X needs: certificates, made afresh by openssl, and hostapd's own authentication server. */
import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Context } from './context.js';
import type { HostapdConf, NetworkBlock } from './network.js';

const FOLDER = '/run/eap';
const PASSWORD = 'correct horse';

/** Everybody the server knows: the outer identity leads to the method, the inner one has the password. */
const USERS = `"peap" PEAP
"ttls" TTLS
"tls" TLS
"inner" MSCHAPV2,TTLS-PAP "${PASSWORD}" [2]
`;

const COMMANDS = `set -e
key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -batch"
openssl req -x509 $key -subj "/CN=authority" -keyout ca.key -out ca.pem
for name in server client; do
  openssl req -new $key -subj "/CN=$name.example" -keyout $name.key -out $name.csr
  openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 3650 -out $name.pem
done`;

/** In the guest, by its own clock; out here for one that has not the program (its clock is this one then). */
async function makeCertificates(context: Context): Promise<void> {
  const { status } = await context.attempt(['sh', '-c', 'command -v openssl']);
  if (status === 0) {
    await context.run(`mkdir -p ${FOLDER} && cd ${FOLDER} && ${COMMANDS}`);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-eap-'));
  try {
    await promisify(execFile)('sh', ['-c', COMMANDS], { cwd: folder });
    await context.run(`mkdir -p ${FOLDER}`);
    for (const name of await readdir(folder))
      await context.machine.writeFile(join(FOLDER, name), await readFile(join(folder, name), 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Makes the certificates and returns what makes an access point one with 802.1X. */
export async function authenticationServer(context: Context): Promise<HostapdConf> {
  await makeCertificates(context);
  await context.machine.writeFile(`${FOLDER}/users`, USERS);
  return {
    ...{ wpa: 2, wpa_key_mgmt: 'WPA-EAP', rsn_pairwise: 'CCMP', ieee8021x: 1, eap_server: 1 },
    ...{ eap_user_file: `${FOLDER}/users`, ca_cert: `${FOLDER}/ca.pem` },
    ...{ server_cert: `${FOLDER}/server.pem`, private_key: `${FOLDER}/server.key` },
  };
}

const ANY: NetworkBlock = {
  ssid: '"test"',
  key_mgmt: 'WPA-EAP',
  ca_cert: `"${FOLDER}/ca.pem"`,
  domain_match: '"server.example"',
};
const INNER: NetworkBlock = { ...ANY, identity: '"inner"', password: `"${PASSWORD}"` };

/** What a station says, by method. */
export const EAP: Readonly<Record<'PEAP' | 'TTLS' | 'TLS', NetworkBlock>> = {
  PEAP: { ...INNER, eap: 'PEAP', anonymous_identity: '"peap"', phase2: '"auth=MSCHAPV2"' },
  TTLS: { ...INNER, eap: 'TTLS', anonymous_identity: '"ttls"', phase2: '"auth=PAP"' },
  TLS: {
    ...{ ...ANY, eap: 'TLS', identity: '"tls"' },
    ...{ client_cert: `"${FOLDER}/client.pem"`, private_key: `"${FOLDER}/client.key"` },
  },
};
