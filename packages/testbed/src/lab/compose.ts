/**
 * One laboratory of several files: `extends` names a file whose values hold where this one gives none, `includes` names files whose
 * nodes, links, denials, moments and traffic are added. All of it is plain data; what it means is decided afterwards.
 */
import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { dirname, resolve, sep } from 'node:path';
import { TestbedError } from '../errors.js';
import { visible } from '../visible.js';
import type { Path, Problem } from './problem.js';

/** A file that was read: its values, and where each of them stands in it. */
export interface Source {
  readonly values: unknown;
  /** The place of a problem, `file:line:column`. */
  readonly at: (path: Path, key?: string) => string;
  /** How many entries of others come before its own, by list. */
  readonly before?: Readonly<Record<string, number>>;
}

/** Files within files; and how long each may be. */
const DEEPEST = 8;
const MOST_FILES = 64;
const MOST_BYTES = 1 << 20;

type Values = Readonly<Record<string, unknown>>;

/** What is added by `includes`: mappings by name, and lists. */
const MAPPINGS = ['nodes'];
const LISTS = ['links', 'deny', 'timeline', 'traffic'];
/** Keys of nodes whose values are paths from the folder of their file. */
const PATHS = ['hostapd', 'supplicant'];

const isMapping = (value: unknown): value is Values =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Mappings are merged key by key; whatever else is given twice counts as `over` says. */
function merged(under: unknown, over: unknown): unknown {
  if (!isMapping(under) || !isMapping(over)) return over;
  // A node of another kind is another node.
  if (under.kind !== undefined && over.kind !== undefined && under.kind !== over.kind) return over;
  const all = new Map(Object.entries(under));
  for (const [key, value] of Object.entries(over))
    all.set(key, all.has(key) ? merged(all.get(key), value) : value);
  return Object.fromEntries(all);
}

/** Paths that start from another file's folder than the laboratory's are made whole. */
function anchored(values: Values, folder: string): Values {
  const whole = (value: unknown) => (typeof value === 'string' ? resolve(folder, value) : value);
  const nodes = isMapping(values.nodes)
    ? Object.fromEntries(
        Object.entries(values.nodes).map(([name, node]) => [
          name,
          isMapping(node)
            ? Object.fromEntries(
                Object.entries(node).map(([key, value]) => [key, PATHS.includes(key) ? whole(value) : value]),
              )
            : node,
        ]),
      )
    : values.nodes;
  return {
    ...values,
    ...(values.nodes === undefined ? {} : { nodes }),
    ...(values.module === undefined ? {} : { module: whole(values.module) }),
  };
}

/** The text of a file that somebody else named: a plain one, of a size that a person would write. */
export function readNamed(file: string): string {
  // Without waiting: what is named may be a pipe.
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = fstatSync(descriptor);
    if (!fstatSync(descriptor).isFile()) throw new Error('it is no plain file');
    if (size > MOST_BYTES) throw new Error(`it is larger than ${MOST_BYTES} bytes`);
    const buffer = Buffer.alloc(size);
    return buffer.toString('utf8', 0, readSync(descriptor, buffer, 0, size, 0));
  } finally {
    closeSync(descriptor);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'that is a folder',
  EACCES: 'you may not read it',
};

/** Whether a file is in a folder, or below: by what the paths lead to. */
function isBelow(file: string, folder: string): boolean {
  const real = (path: string): string => {
    try {
      return realpathSync(path);
    } catch {
      // What is not there is said by who reads it.
      return path;
    }
  };
  const within = (path: string, place: string) => path.startsWith(place.endsWith(sep) ? place : place + sep);
  return within(file, folder) && within(real(file), real(folder));
}

interface Composition {
  readonly values: unknown;
  /** The files, those that count more first. */
  readonly sources: readonly Source[];
}

/** `read`: a file's values; throws what is wrong with its text. */
export function compose(
  file: string,
  top: Source,
  read: (text: string, file: string) => Source,
): Composition {
  let files = 0;
  const root = resolve(dirname(file));
  const follow = (source: Source, path: string, above: readonly string[]): Composition => {
    const { values } = source;
    if (!isMapping(values)) return { values, sources: [source] };
    const folder = dirname(resolve(path));
    const refuse = (at: Path, message: string): never => {
      throw new TestbedError('LAB_INVALID', visible(`${source.at(at)}: ${message}`));
    };
    const load = (name: unknown, at: Path): Composition => {
      if (typeof name !== 'string' || name === '')
        return refuse(at, `${at[0]} ${at.length > 1 ? 'has an entry that is' : 'is'} no path of a file`);
      const other = resolve(folder, name);
      if (other === resolve(path) || above.includes(other))
        return refuse(at, `${at[0]} ${name}: that file is this one, or names it; leave it out`);
      if (!isBelow(other, root))
        return refuse(
          at,
          `${at[0]} ${name}: ${other} is outside of the laboratory's folder, ${root}; copy it there`,
        );
      if (above.length >= DEEPEST || ++files > MOST_FILES)
        return refuse(
          at,
          `${at[0]} ${name}: too many files, at most ${DEEPEST} within each other and ${MOST_FILES} in all`,
        );
      let text: string;
      try {
        text = readNamed(other);
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException;
        return refuse(at, `${at[0]} ${name}: cannot read ${other}: ${REASONS[code] ?? message}`);
      }
      const found = follow(read(text, other), other, [...above, resolve(path)]);
      if (!isMapping(found.values)) return refuse(at, `${at[0]} ${name}: ${other} is no laboratory`);
      return { ...found, values: anchored(found.values, dirname(other)) };
    };
    const { extends: base, includes, ...own } = values;
    const sources: Source[] = [source];
    let all: Values = own;
    const included = includes === undefined ? [] : [includes].flat();
    included.forEach((name, index) => {
      const at = Array.isArray(includes) ? ['includes', index] : ['includes'];
      const { values: more, sources: its } = load(name, at);
      const lengths = Object.fromEntries(LISTS.map((key) => [key, lengthOf(all[key])]));
      all = added(all, more as Values, (key) => refuse(at, `includes ${String(name)}: ${key}`));
      sources.push(...its.map((each) => ({ ...each, before: sums(each.before, lengths) })));
    });
    if (base !== undefined) {
      const under = load(base, ['extends']);
      all = merged(under.values, all) as Values;
      sources.push(...under.sources);
    }
    return { values: all, sources };
  };
  return follow(top, file, []);
}

const lengthOf = (value: unknown): number => (Array.isArray(value) ? value.length : 0);

const sums = (one: Source['before'] = {}, other: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(other).map(([key, count]) => [key, count + (one[key] ?? 0)]));

/** What an included file adds. What is said in two places is no addition. */
function added(own: Values, more: Values, refuse: (why: string) => never): Values {
  const all = new Map(Object.entries(own));
  for (const [key, value] of Object.entries(more)) {
    if (['$schema', 'name', 'description'].includes(key)) continue;
    const here = all.get(key);
    // What a file gives its variables counts for the files that it includes.
    if (key === 'variables' && isMapping(value)) {
      all.set(key, { ...value, ...(isMapping(here) ? here : {}) });
      continue;
    }
    if (MAPPINGS.includes(key) && isMapping(value)) {
      const twice = isMapping(here)
        ? Object.keys(value).find((name) => Object.hasOwn(here, name))
        : undefined;
      if (twice !== undefined)
        refuse(`${key}.${twice} is there already; rename one of them, or take extends`);
      all.set(key, { ...(isMapping(here) ? here : {}), ...value });
    } else if (LISTS.includes(key) && Array.isArray(value))
      all.set(key, [...(Array.isArray(here) ? here : []), ...(value as unknown[])]);
    else if (here !== undefined && JSON.stringify(here) !== JSON.stringify(value))
      refuse(`${key} is given twice, and differs; leave out one of them, or take extends`);
    else all.set(key, value);
  }
  return Object.fromEntries(all);
}

/** Where a problem of the whole stands: in the file that counts most of those that have its path. */
export function placeIn(sources: readonly Source[], { path, key }: Problem): string {
  const full = key === undefined ? path : [...path, key];
  for (let length = full.length; length >= 0; length--) {
    for (const source of sources) {
      const part = within(source, full.slice(0, length));
      if (part && has(source.values, part)) return source.at(within(source, path) ?? path, key);
    }
  }
  return sources[0]?.at(path, key) ?? '';
}

/** A path of the whole as one of a source; undefined of an entry that comes before all of its own. */
function within({ before = {} }: Source, path: Path): Path | undefined {
  const [list, index, ...rest] = path;
  const shift = before[String(list)];
  if (list === undefined || shift === undefined || typeof index !== 'number') return path;
  return index < shift ? undefined : [list, index - shift, ...rest];
}

function has(values: unknown, path: Path): boolean {
  let here = values;
  for (const part of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, part)) return false;
    here = (here as Record<string | number, unknown>)[part];
  }
  return true;
}
