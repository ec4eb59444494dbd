/** An authentication server: hostapd without a radio, and the certificates of an authority of its own. */
import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { TestbedError } from '../errors.js';
import type { RadiusNode } from '../lab/lab.js';
import { install } from '../machine/programs.js';
import type { Recipe, RecipeFile } from './recipe.js';

export const RADIUS_PORT = 1812;
/** Between an access point and its server, on a cable that nobody else has. */
export const RADIUS_SECRET = 'between access point and server';

/** What a server's certificate says that it is. */
export const serverName = (server: string): string => `${server.toLowerCase()}.lab`;

/** Where certificates are in the machine, by the node that made them. */
export const pkiFolder = (server: string): string => `/run/vwifi/${server}/pki`;
/** Users are numbered: their names may hold anything. */
export const userFiles = (server: string, user: number) => ({
  certificate: `${pkiFolder(server)}/user${user}.pem`,
  key: `${pkiFolder(server)}/user${user}.key`,
});

/** Outside of the tunnel everybody is called by any name; inside, by name and password. */
const usersFile = (users: RadiusNode['users']): string =>
  [
    '* PEAP,TTLS,TLS',
    ...users.flatMap(({ name, password, vlan }) => [
      `"${name}" MSCHAPV2,TTLS-PAP,TTLS-MSCHAPV2 "${password}" [2]`,
      ...(vlan === undefined ? [] : vlanLines(vlan)),
    ]),
    '',
  ].join('\n');

/** A tunnel of type 13 over the medium 6, 802: a VLAN (RFC 3580, 3.31). */
const vlanLines = (vlan: number): string[] =>
  ['64:d:13', '65:d:6', `81:s:${vlan}`].map((attribute) => `radius_accept_attr=${attribute}`);

/** `files`: the certificates, already with their places in the machine. */
export function radiusRecipe(node: RadiusNode, folder: string, files: readonly RecipeFile[]): Recipe {
  const pki = pkiFolder(node.name);
  const conf = {
    ...{ driver: 'none', interface: node.interface, logger_stdout: -1, logger_stdout_level: 0 },
    ...{ radius_server_clients: `${folder}/clients`, radius_server_auth_port: RADIUS_PORT },
    ...{ eap_server: 1, eap_user_file: `${folder}/users` },
    ...{ ca_cert: `${pki}/ca.pem`, server_cert: `${pki}/server.pem`, private_key: `${pki}/server.key` },
  };
  const text = Object.entries(conf).map(([key, value]) => `${key}=${value}\n`);
  return {
    files: [
      ...files,
      { path: `${folder}/radius.conf`, text: text.join(''), mode: 0o600 },
      { path: `${folder}/users`, text: usersFile(node.users), mode: 0o600 },
      { path: `${folder}/clients`, text: `0.0.0.0/0 ${RADIUS_SECRET}\n`, mode: 0o600 },
    ],
    programs: [
      {
        ...{ name: 'hostapd', package: 'hostapd', ready: /AP-ENABLED/ },
        argv: ['hostapd', '-t', `${folder}/radius.conf`],
      },
    ],
  };
}

/** Of `openssl ca`, which alone can say from when on something holds. */
const AUTHORITY = `[ca]
default_ca = authority
[authority]
database = index
new_certs_dir = .
rand_serial = yes
unique_subject = no
default_md = sha256
policy = named
[named]
commonName = supplied
[authority_ext]
basicConstraints = critical, CA:true
subjectKeyIdentifier = hash
[user_ext]
basicConstraints = CA:false
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
`;

/**
 * `$1` and on: the common name of each user that needs a certificate, as `NUMBER`. They hold from long ago to in long:
 * the clock of a machine may stand, or be behind that of the host.
 */
const SCRIPT = `set -e
umask 077
new="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -batch"
sign() { openssl ca -batch -notext -config ca.conf -startdate 20000101000000Z -enddate 20491231235959Z -keyfile ca.key "$@"; }
printf %s "$AUTHORITY" > ca.conf
: > index
openssl req -new $new -subj "/CN=authority of $1" -keyout ca.key -out ca.csr
sign -selfsign -extensions authority_ext -in ca.csr -out ca.pem
name=$1; shift
for each in server "$@"; do
  openssl req -new $new -subj "/CN=$([ "$each" = server ] && echo "$name" || echo "$each")" -keyout "$each.key" -out "$each.csr"
  sign -cert ca.pem -extensions user_ext -in "$each.csr" -out "$each.pem"
done`;

/**
 * Makes an authority, the server's certificate and those of users (by number), in a folder of the host. Outside of the
 * guest: its clock may stand, and its programs may be others'.
 */
export async function makeCertificates(
  node: RadiusNode,
  users: readonly number[],
  folder: string,
  signal: AbortSignal,
): Promise<RecipeFile[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const names = users.map((user) => `user${user}`);
  try {
    await promisify(execFile)('/bin/sh', ['-c', SCRIPT, 'certificates', serverName(node.name), ...names], {
      ...{ cwd: folder, signal, env: { ...process.env, AUTHORITY } },
    });
  } catch (error) {
    signal.throwIfAborted();
    const said = String((error as { stderr?: unknown }).stderr ?? '');
    const missing = /openssl: (command )?not found/.test(said);
    throw new TestbedError(
      'CERTIFICATES_FAILED',
      `${node.name}: cannot make certificates: ${missing ? 'there is no program openssl' : said.trim().split('\n').at(-1)}`,
      missing ? { hint: `install it: ${install('openssl')}` } : {},
    );
  }
  const made = [
    'ca.pem',
    'server.pem',
    'server.key',
    ...names.flatMap((name) => [`${name}.pem`, `${name}.key`]),
  ];
  return Promise.all(
    made.map(async (file) => ({
      path: `${pkiFolder(node.name)}/${file}`,
      text: await readFile(join(folder, file), 'utf8'),
      mode: 0o600,
    })),
  );
}
