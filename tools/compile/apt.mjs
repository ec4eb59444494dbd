/** Packages of other suites and architectures, by the system's apt: downloaded, never installed, and without root. */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../lib/progress.mjs';
import { attempt } from '../lib/run.mjs';

const KEYS = '/usr/share/keyrings/debian-archive-keyring.gpg';
const FORMAT = ['--format', '$(REPO_URI) $(ORIGIN)', 'Identifier: Packages'];

/** Where this system reads Debian's packages. */
async function archive() {
  const { output } = await attempt(['apt-get', 'indextargets', ...FORMAT]);
  const found = /^(\S+) Debian$/m.exec(output)?.[1];
  if (found) return found;
  throw new Failure(
    "this system's apt has no lists of Debian's: run apt-get update as root, on Debian or in a container of it",
  );
}

/** @typedef {(argv: readonly [string, ...string[]], cwd?: string) => Promise<{ status: number, output: string }>} Apt */

/**
 * An apt that knows these suites and nothing of what is installed: whatever it is asked for comes with all that it needs.
 *
 * @param {string} folder for its lists; made
 * @param {readonly string[]} lists
 * @param {readonly string[]} architectures the host's first
 * @returns {Promise<Apt>}
 */
export async function openApt(folder, lists, architectures) {
  for (const name of ['state/lists/partial', 'cache/archives/partial'])
    await mkdir(join(folder, name), { recursive: true });
  const address = await archive();
  const file = (/** @type {string} */ name) => join(folder, name);
  await writeFile(
    file('sources.list'),
    lists.map((list) => `deb [signed-by=${KEYS}] ${address} ${list} main\n`).join(''),
  );
  await writeFile(file('status'), '');
  const options = {
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
    'Dir::State': file('state'),
    'Dir::State::status': file('status'),
    'Dir::Cache': file('cache'),
    'Dir::Etc::SourceList': file('sources.list'),
    'Dir::Etc::SourceParts': '-',
    'Dir::Etc::Preferences': '-',
    'Dir::Etc::PreferencesParts': '-',
    'APT::Architecture': architectures[0],
  };
  const config = Object.entries(options).map(([name, value]) => `${name} "${value}";\n`);
  const known = architectures.map((name) => `"${name}"; `).join('');
  await writeFile(
    file('apt.conf'),
    `${config.join('')}#clear APT::Architectures;\nAPT::Architectures { ${known}};\n`,
  );
  return (argv, cwd) =>
    attempt(argv, { cwd: cwd ?? folder, env: { APT_CONFIG: file('apt.conf'), LC_ALL: 'C' } });
}

/** One suite that cannot be read keeps nobody from the others. @param {Apt} apt */
export async function readLists(apt) {
  const { status, output } = await apt(['apt-get', '-q', 'update']);
  if (status === 0) return;
  const missed = output.split('\n').find((line) => /^[EW]: /.test(line)) ?? 'apt-get update failed';
  console.log(`          not all package lists could be read: ${missed.slice(3)}`);
}

/** @param {string} version */
const order = (version) =>
  version
    .split(/\D+/)
    .map((part) => part.padStart(6, '0'))
    .join('.');

/**
 * The headers of a series and flavour (`linux-headers-6.1.0-50-s390x`), the newest first.
 *
 * @param {Apt} apt @param {string} series @param {string} flavour
 */
export async function findHeaders(apt, series, flavour) {
  const prefix = `linux-headers-${series}`;
  const { output } = await apt(['apt-cache', 'pkgnames', prefix]);
  const plain = new RegExp(`^[.~+\\w-]*?-${flavour}$`);
  return output
    .split('\n')
    .filter((name) => name.startsWith(prefix) && /^[.-]/.test(name.slice(prefix.length)))
    .filter((name) => plain.test(name.slice(prefix.length)) && !/-(cloud|rt)-/.test(name))
    .sort((a, b) => (order(a) > order(b) ? -1 : 1));
}

/** The kernel's own packages that headers need: what they share with others, and programs of this machine. */
async function needsOf(/** @type {Apt} */ apt, /** @type {string} */ name) {
  const { output } = await apt(['apt-cache', 'show', '--no-all-versions', name]);
  const depends = /^Depends: (.*)$/m.exec(output)?.[1] ?? '';
  return depends.split(/[,|]\s*/).flatMap((each) => /^linux-(?:headers|kbuild)-\S+/.exec(each.trim()) ?? []);
}

/** Why it could not be had, or nothing. @param {Apt} apt @param {readonly string[]} words @param {string} into */
async function get(apt, words, into) {
  const { status, output } = await apt(['apt-get', '-q', ...words], into);
  return status === 0 ? undefined : (output.trim().split('\n').at(-1) ?? 'apt-get failed');
}

/** @param {string} folder */
export const debsIn = async (folder) =>
  (await readdir(folder)).filter((name) => name.endsWith('.deb')).map((name) => join(folder, name));

/**
 * Downloads headers, the newest that the archive gives: an index may name what is gone from there, or not there yet.
 * Headers of another architecture depend on its compiler; of those, only what is the kernel's own is taken.
 *
 * @param {Apt} apt @param {string} into @param {readonly string[]} candidates @param {string} architecture
 * @returns {Promise<{ headers?: string, kbuild: readonly string[], trouble?: string | undefined }>}
 */
export async function downloadHeaders(apt, into, candidates, architecture) {
  let trouble;
  for (const headers of candidates) {
    const name = `${headers}:${architecture}`;
    const needs = await needsOf(apt, name);
    const kbuild = needs.filter((each) => each.startsWith('linux-kbuild-'));
    const common = needs.filter((each) => !kbuild.includes(each));
    const failed = await get(apt, ['download', name, ...common], into);
    if (failed === undefined) return { headers, kbuild };
    trouble ??= failed;
  }
  return { kbuild: [], trouble };
}

/**
 * Downloads programs with all that they need; the files.
 *
 * @param {Apt} apt @param {string} folder its own @param {readonly string[]} programs
 */
export async function downloadPrograms(apt, folder, programs) {
  const words = ['install', '-y', '--download-only', '--no-install-recommends', ...programs];
  const failed = await get(apt, words, folder);
  if (failed !== undefined) throw new Failure(`download of compilers: ${failed}; try again later`);
  return await debsIn(join(folder, 'cache', 'archives'));
}
