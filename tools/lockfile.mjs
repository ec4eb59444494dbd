#!/usr/bin/env node
/**
 * Completes package-lock.json: a registry mirror that holds one platform's binaries leaves the others' out of the
 * lock file, and `npm ci` then refuses it everywhere. What is missing is known from the packages that want it.
 *
 *   node tools/lockfile.mjs       after `npm install` has changed the lock file
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { missingOptional } from './checks/lockfile.mjs';
import { inRoot } from './lib/root.mjs';

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32'];
const PROCESSORS = ['arm64', 'arm', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'wasm32', 'x64'];

/** What a platform's package says of itself, read from its name. @param {string} name */
function platformOf(name) {
  const words = name.split('/').at(-1) ?? '';
  const os = SYSTEMS.find((system) => words.includes(system));
  const cpu = PROCESSORS.find((processor) => new RegExp(`-${processor}(-|$)`).test(words));
  const libc =
    os !== 'linux'
      ? undefined
      : words.includes('musl')
        ? 'musl'
        : words.includes('gnu')
          ? 'glibc'
          : undefined;
  return { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), ...(os && { os: [os] }) };
}

const path = inRoot('package-lock.json');
const lock = JSON.parse(readFileSync(path, 'utf8'));
const missing = missingOptional(lock.packages);
for (const { name, version, dev } of missing) {
  lock.packages[`node_modules/${name}`] = {
    version,
    ...(dev && { dev }),
    optional: true,
    ...platformOf(name),
  };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added to package-lock.json`);
