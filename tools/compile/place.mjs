/**
 * A place to compile in: a suite's compilers, sparse and headers, unpacked side by side in the cache as they would be
 * installed. Commands run in it with it as their root, in a user namespace: by anybody, and nothing of the system changes.
 */
import { existsSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheDir } from '@vwifi/kernel';
import { Failure, step } from '../lib/progress.mjs';
import { attempt, run } from '../lib/run.mjs';
import { debsIn, downloadHeaders, downloadPrograms, findHeaders, openApt, readLists } from './apt.mjs';
import { ARCHITECTURES, nameOf, TARGETS } from './targets.mjs';

const FOLDER = () => join(cacheDir(), 'compile');
const HOST = 'amd64';

/** What make and its recipes call, beside the compilers. */
const PROGRAMS = [
  'make',
  'sparse',
  'dash',
  'bash',
  'coreutils',
  'sed',
  'grep',
  'mawk',
  'findutils',
  'diffutils',
  'perl-base',
];

/**
 * @typedef {object} Place
 * @property {string} root
 * @property {Readonly<Record<string, string>>} headers by the target's name: the package, which is its folder's name too
 * @property {Readonly<Record<string, string>>} absent why there are none
 */

/** @param {import('./targets.mjs').Suite} suite */
const targetsOf = (suite) => TARGETS.filter((target) => target.suite === suite.name);

const DESCRIPTION = 'place.json';

/** Places that somebody who is no more began to make. @param {string} folder */
async function sweep(folder) {
  for (const name of existsSync(folder) ? await readdir(folder) : []) {
    const maker = /^\.making-(\d+)-/.exec(name)?.[1];
    if (maker && !existsSync(`/proc/${maker}`)) await rm(join(folder, name), { recursive: true });
  }
}

/** @param {readonly string[]} debs @param {string} root */
async function unpack(debs, root) {
  await mkdir(join(root, 'usr'), { recursive: true });
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    await mkdir(join(root, 'usr', name), { recursive: true });
    await symlink(`usr/${name}`, join(root, name));
  }
  for (const name of ['proc', 'dev', 'tmp', 'opt', 'etc']) await mkdir(join(root, name), { recursive: true });
  const pipe = 'dpkg-deb --fsys-tarfile "$0" | tar -x --keep-directory-symlink --no-same-owner -C "$@"';
  // Pages and translations nobody reads; the kernel's image of types asks for a program to read it.
  const without = ['./usr/share/doc', './usr/share/man', './usr/share/locale', './usr/src/*/vmlinux'];
  for (const deb of debs)
    await run([
      'bash',
      '-o',
      'pipefail',
      '-c',
      pipe,
      deb,
      root,
      ...without.map((name) => `--exclude=${name}`),
    ]);
  // What the packages' own scripts would have made.
  for (const [name, to] of [
    ['awk', 'mawk'],
    ['sh', 'dash'],
  ])
    if (!existsSync(join(root, 'usr/bin', `${name}`)))
      await symlink(`${to}`, join(root, 'usr/bin', `${name}`));
}

/**
 * From 7.2 on make asks a script whether sparse is there, and compiles without when it cannot ask. The packages of headers
 * have no such script.
 *
 * @param {string} root
 */
async function allowSparse(root) {
  for (const name of await readdir(join(root, 'usr/src'))) {
    const script = join(root, 'usr/src', name, 'scripts/checker-valid.sh');
    if (!name.endsWith('-common') || existsSync(script)) continue;
    await writeFile(script, '#!/bin/sh\n"$@" /dev/null >/dev/null 2>&1 && echo 1\n', { mode: 0o755 });
  }
}

/** @param {import('./targets.mjs').Suite} suite @param {string} temporary */
async function make(suite, temporary) {
  const targets = targetsOf(suite);
  const architectures = [...new Set([HOST, ...targets.map(({ architecture }) => architecture)])];
  const apt = await openApt(temporary, suite.lists, architectures);
  await step(`reading the package lists of ${suite.lists.join(' and ')}`, () => readLists(apt));
  /** @type {Record<string, string>} */
  const headers = {};
  /** @type {Record<string, string>} */
  const absent = {};
  const compilers = architectures.flatMap((name) => ARCHITECTURES[name]?.compiler ?? []);
  const programs = new Set([...compilers, ...PROGRAMS]);
  const downloads = join(temporary, 'headers');
  await mkdir(downloads);
  await step(`downloading kernel headers of ${suite.name}`, async () => {
    for (const target of targets) {
      const flavour = ARCHITECTURES[target.architecture]?.flavour ?? '';
      const candidates = await findHeaders(apt, target.series, flavour);
      const found = await downloadHeaders(apt, downloads, candidates, target.architecture);
      for (const name of found.kbuild) programs.add(name);
      if (found.headers) headers[nameOf(target)] = found.headers;
      else absent[nameOf(target)] = found.trouble ?? `${suite.lists.join(' and ')} have no such headers`;
    }
  });
  const debs = await step(`downloading compilers of ${suite.name} (100 to 250 MB, once)`, () =>
    downloadPrograms(apt, temporary, [...programs]),
  );
  debs.push(...(await debsIn(downloads)));
  await step(`unpacking ${debs.length} packages`, () => unpack(debs, join(temporary, 'root')));
  await allowSparse(join(temporary, 'root'));
  for (const name of ['cache', 'state', 'headers']) await rm(join(temporary, name), { recursive: true });
  await writeFile(
    join(temporary, DESCRIPTION),
    `${JSON.stringify({ headers, absent, wanted: wanted(suite) })}\n`,
  );
}

/** What decides whether a place is the one that the tables ask for. @param {import('./targets.mjs').Suite} suite */
const wanted = (suite) =>
  JSON.stringify([
    suite.lists,
    targetsOf(suite).map(({ series, architecture }) => {
      const { flavour, compiler } = ARCHITECTURES[architecture] ?? {};
      return [series, architecture, flavour, compiler];
    }),
    PROGRAMS,
  ]);

/** @param {import('./targets.mjs').Suite} suite @returns {Promise<Place | undefined>} */
async function stored(suite) {
  const folder = join(FOLDER(), suite.name);
  const text = await readFile(join(folder, DESCRIPTION), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const description = JSON.parse(text);
  return description.wanted === wanted(suite)
    ? { root: join(folder, 'root'), headers: description.headers, absent: description.absent ?? {} }
    : undefined;
}

/**
 * The place of a suite, made when it is not there.
 *
 * @param {import('./targets.mjs').Suite} suite @param {boolean} fresh fetch it anew
 * @returns {Promise<Place>}
 */
export async function placeOf(suite, fresh) {
  const early = fresh ? undefined : await stored(suite);
  if (early) return early;
  await mkdir(FOLDER(), { recursive: true });
  await sweep(FOLDER());
  const temporary = join(FOLDER(), `.making-${process.pid}-${suite.name}`);
  const remove = () => rmSync(temporary, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    await mkdir(temporary);
    await make(suite, temporary);
    await rm(join(FOLDER(), suite.name), { recursive: true, force: true });
    await rename(temporary, join(FOLDER(), suite.name));
  } finally {
    remove();
    process.off('exit', remove);
  }
  const made = await stored(suite);
  if (!made) throw new Failure(`${FOLDER()}: ${suite.name} was made and is gone; is another check running?`);
  return made;
}

/** Runs a shell's words with a place as the root. @param {Place} place @param {string} words */
export async function inPlace(place, words) {
  const inside =
    'mount --rbind /proc "$0/proc" && mount --rbind /dev "$0/dev" && PATH=/usr/bin:/usr/sbin HOME=/ exec chroot "$0" sh -c "$1"';
  const unshare = ['unshare', '--map-root-user', '--mount', 'sh', '-c', inside, place.root, words];
  return await attempt(unshare, { env: { LC_ALL: 'C', LANG: 'C' } });
}

/** @param {Place} place */
export async function tryPlace(place) {
  const { status, output } = await inPlace(place, 'make --version >/dev/null && sparse --version');
  if (status !== 0)
    throw new Failure(
      `cannot run programs in ${place.root}: ${output.trim().split('\n').at(-1)}; user namespaces have to be allowed`,
    );
}
