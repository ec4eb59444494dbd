/** What must not stand in a source, and where: one row a rule. */
import { readFileSync } from 'node:fs';
import { sourceFiles } from '../lib/files.mjs';
import { inRoot, ROOT } from '../lib/root.mjs';

/**
 * @typedef {object} Rule
 * @property {string} name
 * @property {RegExp} files the paths that the rule is about
 * @property {RegExp} [except] paths it does not bind, each for a reason given beside it
 * @property {RegExp} never what no line may have
 */

const CODE = /\.(ts|mjs|c|h|cc)$/;
const TEST = /(\.test\.(ts|mjs)$|^test\/.*\.ts$)/;
/** A generated file and a table are as long as what they hold. */
const LONG_FOR_A_REASON = /\.gen\.|\/spec\/|\/generated\/|\/uapi\//;
const LONGEST = 600;

/** @param {string} text */
const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @type {readonly Rule[]} */
export const RULES = [
  {
    name: 'no paths of one machine',
    files: /./,
    never: new RegExp(`${literally(ROOT)}(/|\\b)|/(home|Users)/[a-z]\\w*/`),
  },
  {
    name: 'no hosts of package registries',
    files: /./,
    never: /https?:\/\/(registry|deb|security|snapshot|ftp)\./,
  },
  {
    name: 'kernel versions in compat.h alone',
    files: /\.(c|h)$/,
    except: /\/compat\.h$/,
    never: /LINUX_VERSION_CODE|KERNEL_VERSION\(/,
  },
  {
    name: 'no bare sleeps in tests',
    files: TEST,
    // The one place that waits between two looks, with a deadline.
    except: /^test\/lib\/wait\.ts$/,
    never: /(?<![.\w])(setTimeout|sleep)\(/,
  },
  {
    // On Node 20 a signal made of another is collected as garbage and never fires: deadline.ts has one that is held.
    name: 'no signals that hold each other weakly',
    files: /\.(ts|mjs|js)$/,
    never: /AbortSignal\s*\??\.\s*(any|timeout)\b/,
  },
  {
    name: 'no test left out or unable to fail',
    files: TEST,
    never: /\b(it|test|describe)\.(only|skip|todo)\b|expect\(true\)|\bx(it|describe)\(/,
  },
  {
    // What a frame needs that waits stands beside it, in an object with an owner. It is only wiped.
    name: 'nothing of a frame in skb->cb',
    files: /\/driver-c\/src\/.*\.[ch]$/,
    never: /^(?!\s*\*)(?!.*memset\(skb->cb, 0, sizeof\(skb->cb\)\)).*\bskb(\)|->|\.)*cb\b/,
  },
  {
    name: 'nothing left to do in the code',
    files: CODE,
    never: /\b(TODO|FIXME|XXX|HACK)\b/,
    except: /content\.mjs$/,
  },
];

/** @param {Rule} rule @param {string} path @param {string} text @returns {string[]} */
export function offences(rule, path, text) {
  if (!rule.files.test(path) || rule.except?.test(path)) return [];
  return text
    .split('\n')
    .flatMap((line, index) => (rule.never.test(line) ? [`${path}:${index + 1}: ${line.trim()}`] : []));
}

/** @type {{ path: string, text: string }[] | undefined} */
let read;
function sources() {
  read ??= sourceFiles(['']).map((path) => ({ path, text: readFileSync(inRoot(path), 'utf8') }));
  return read;
}

/** @type {readonly import('./all.mjs').Check[]} */
export const CONTENT_RULES = [
  ...RULES.map((rule) => ({
    name: rule.name,
    find: () => sources().flatMap(({ path, text }) => offences(rule, path, text)),
  })),
  {
    name: `no hand-written source over ${LONGEST} lines`,
    find: () =>
      sources()
        .filter(({ path }) => CODE.test(path) && !LONG_FOR_A_REASON.test(path))
        .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
        .filter(({ lines }) => lines > LONGEST)
        .map(({ path, lines }) => `${path}: ${lines} lines`),
  },
];
