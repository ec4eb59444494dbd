/**
 * The floors of the driver: who may call whom. Each folder of packages/driver-c/src is a floor; a file includes the
 * headers of its own and the doors of those below, and calls nobody above, by whatever header or declaration. What
 * goes up goes through the table of upcalls (core/up.h). The roof, what lies in src itself, knows all of them.
 */
import { readFileSync } from 'node:fs';
import { join, normalize, relative } from 'node:path';
import { sourceFiles } from '../lib/files.mjs';
import { inRoot } from '../lib/root.mjs';

const SOURCES = 'packages/driver-c/src';

/** From the bottom up. The roof has no name. */
export const FLOORS = [
  'core',
  'crypto',
  'frame',
  'phy',
  'air',
  'dcf',
  'key',
  'watch',
  'wire',
  'data',
  'mgmt',
  'bss',
  'mesh',
  'tap',
  'device',
  'family',
  'hwsim',
];

/** A name that is called, taken or declared: not a struct's, which its header shows, nor a tracepoint's. */
const USE = /(?<!\b(?:struct|enum|union)\s|_EVENT\w*\((?:\w+,\s)?)\bvwifi_\w+/g;

/** @typedef {ReadonlyMap<string, string>} Sources path below src -> text */

/** A source without comments, strings and what continues a line; as many lines. @param {string} text */
function codeOf(text) {
  return text
    .replaceAll('\\\n', '  ')
    .replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|"(?:\\.|[^"\\\n])*"/g, (found) =>
      found.startsWith('"') ? '""' : found.replaceAll(/[^\n]/g, ' '),
    );
}

/** What `head`, a statement at the outermost level or what stands before its brace, defines for others. @param {string} head */
function definedBy(head) {
  if (/\b(static|extern|typedef)\b/.test(head)) return undefined;
  const [, made] =
    /\bDEFINE_\w+\s*\((?:[^,()]*,\s*)??(vwifi_\w+)/.exec(head) ?? /\bLIST_HEAD\((\w+)/.exec(head) ?? [];
  const [, called] = /\b(vwifi_\w+)\s*\(/.exec(head) ?? [];
  const [, set] = /\b(vwifi_\w+)\s*(?:\[[^\]]*\]\s*)*(?:__\w+\s*)?(?:=|$)/.exec(head) ?? [];
  return made ?? called ?? set;
}

/** The functions and variables that a .c file has for others. @param {string} text @returns {Set<string>} */
export function symbolsOf(text) {
  const code = codeOf(text).replaceAll(/^[ \t]*#.*$/gm, '');
  /** @type {Set<string>} */
  const symbols = new Set();
  let depth = 0;
  let start = 0;
  for (let at = 0; at < code.length; at++) {
    const sign = code[at];
    if (depth === 0 && (sign === '{' || sign === ';')) {
      const head = code.slice(start, at).trim();
      const declares =
        sign === ';' && /\)\s*(?:__\w+\s*)?$/.test(head) && !/\b(DEFINE_\w+|LIST_HEAD)\s*\(/.test(head);
      const shapes = sign === '{' && /^(struct|enum|union)\s+\w+$/.test(head);
      const name = declares || shapes ? undefined : definedBy(head);
      if (name) symbols.add(name);
      start = at + 1;
    }
    if (sign === '{') depth++;
    if (sign === '}' && --depth === 0) start = at + 1;
  }
  return symbols;
}

/** @param {string} path */
const folderOf = (path) => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

/**
 * @param {Sources} sources
 * @param {readonly string[]} floors
 * @returns {string[]}
 */
export function floorOffences(sources, floors = FLOORS) {
  /** @param {string} path */
  const height = (path) => (folderOf(path) === '' ? floors.length : floors.indexOf(folderOf(path)));
  const paths = [...sources.keys()];
  const strangers = paths.filter((path) => height(path) < 0);
  if (strangers.length > 0) return strangers.map((path) => `${path}: no floor of that name`);
  const closed = [...new Set(paths.map(folderOf))].filter(
    (floor) => floor && !sources.has(`${floor}/${floor}.h`),
  );
  const owners = new Map(
    [...sources]
      .filter(([path]) => path.endsWith('.c'))
      .flatMap(([path, text]) => [...symbolsOf(text)].map((symbol) => /** @type {const} */ ([symbol, path]))),
  );
  return [
    ...closed.map((floor) => `${floor}: has no door, ${floor}/${floor}.h`),
    ...[...sources].flatMap(([path, text]) => [
      ...includes(path, text).flatMap((header) => {
        if (height(header) > height(path)) return [`${path}: includes ${header}, which is above it`];
        const door = header === `${folderOf(header)}/${folderOf(header)}.h`;
        return folderOf(header) === folderOf(path) || door
          ? []
          : [`${path}: includes ${header}, which is no door`];
      }),
      ...climbs(path, text),
    ]),
  ];

  /** @param {string} path @param {string} text headers of the driver, by their paths below src */
  function includes(path, text) {
    return [...text.matchAll(/^[ \t]*#[ \t]*include[ \t]+"([^"]+)"/gm)]
      .map(([, name = '']) => {
        const beside = normalize(join(path, '..', name));
        return sources.has(beside) ? beside : name;
      })
      .filter((header) => sources.has(header));
  }

  /** @param {string} path @param {string} text */
  function climbs(path, text) {
    const own = path.endsWith('.c') ? localsOf(text) : new Set();
    return [...new Set(codeOf(text).match(USE))].flatMap((symbol) => {
      const owner = owners.get(symbol);
      return owner !== undefined && height(owner) > height(path) && !own.has(symbol)
        ? [`${path}: uses ${symbol} of ${owner}, which is above it`]
        : [];
    });
  }
}

/** Names that a file keeps for itself, and may share with one of another file. @param {string} text */
function localsOf(text) {
  return new Set(
    [...codeOf(text).matchAll(/^static\b[^;{=]*?\b(vwifi_\w+)\s*[([=;]/gm)].map(([, name]) => name),
  );
}

/** @returns {Sources} */
export function driverSources() {
  const paths = sourceFiles([SOURCES]).filter((path) => /\.[ch]$/.test(path));
  return new Map(paths.map((path) => [relative(SOURCES, path), readFileSync(inRoot(path), 'utf8')]));
}

/** Compiled by themselves: the roof, tracepoints, and what brings the others together (packages/driver-c/Kbuild). */
const APART = /^[^/]+$|\/(?:trace|floor)\.c$/;

/** Files that a floor's own floor.c does not compile. @param {Sources} sources @returns {string[]} */
export function floorGaps(sources) {
  return [...sources.keys()]
    .filter((path) => path.endsWith('.c') && !APART.test(path))
    .filter((path) => {
      const [folder = '', file = ''] = path.split('/');
      return !sources.get(`${folder}/floor.c`)?.includes(`#include "${file}"\n`);
    })
    .map((path) => `${path}: not in ${folderOf(path)}/floor.c`);
}

/** @type {import('./all.mjs').Check} */
export const floors = {
  name: 'floors of the driver',
  find: () => [...floorOffences(driverSources()), ...floorGaps(driverSources())],
};
