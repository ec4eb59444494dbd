/** Reads a specification in the kernel's genetlink dialect (Documentation/netlink) and resolves its names. */
import { parse } from 'yaml';

/**
 * @typedef {{ min?: number, max?: number, 'max-len'?: number, 'exact-len'?: number }} Checks
 *
 * @typedef {object} Attribute
 * @property {string} name
 * @property {number} id
 * @property {string} type
 * @property {Checks} checks
 * @property {string} doc
 * @property {boolean} multi written once for each item of a list
 * @property {AttributeSet} [nested]
 * @property {Enumeration} [enumeration]
 * @property {string} [hint] how people write it, for instance `mac`
 *
 * @typedef {object} AttributeSet
 * @property {string} name
 * @property {string} doc
 * @property {string} [subsetOf] the set whose numbers it shares
 * @property {Attribute[]} attributes
 *
 * @typedef {{ name: string, value: number, doc: string }} Value
 * @typedef {{ name: string, doc: string, entries: Value[] }} Enumeration
 *
 * @typedef {{ request: Attribute[], reply: Attribute[] | undefined }} Exchange
 *
 * @typedef {object} Operation
 * @property {string} name
 * @property {number} id
 * @property {string} doc
 * @property {AttributeSet} set
 * @property {readonly string[]} flags
 * @property {Exchange} [ask] one object
 * @property {Exchange} [dump] all objects
 * @property {Attribute[]} [tells] what a notification carries
 * @property {string} [group] where it is told
 *
 * @typedef {object} Family
 * @property {string} name
 * @property {number} version
 * @property {string} doc
 * @property {Value[]} constants
 * @property {Enumeration[]} enumerations
 * @property {AttributeSet[]} sets
 * @property {Operation[]} operations
 * @property {{ name: string, doc: string }[]} groups
 */

const SCALARS = ['u8', 'u16', 'u32', 'u64', 's8', 's16', 's32', 's64'];
const TYPES = [...SCALARS, 'string', 'binary', 'flag', 'nest', 'pad'];
const FLAGS = ['admin-perm', 'uns-admin-perm'];

/** 'wiphy-name' as C and YAML's other readers say it. @param {string} name */
export const upper = (name) => name.replaceAll('-', '_').toUpperCase();
/** @param {string} name */
export const lower = (name) => name.replaceAll('-', '_').toLowerCase();
/** 'wiphyName'. @param {string} name */
export const camel = (name) =>
  name.replaceAll(/-(\w)/g, (_match, /** @type {string} */ letter) => letter.toUpperCase());

/**
 * @template T
 * @param {readonly T[]} items
 * @param {(item: T) => boolean} wanted
 * @param {string} problem
 */
function find(items, wanted, problem) {
  const found = items.find(wanted);
  if (found === undefined) throw new Error(`specification: ${problem}`);
  return found;
}

/**
 * A key that nobody reads is a slip of the pen: an unquoted comma in a text makes one.
 * @param {Record<string, unknown>} object
 * @param {readonly string[]} known
 */
function checkKeys(object, known) {
  for (const key of Object.keys(object))
    if (!known.includes(key))
      throw new Error(`specification: ${object.name}: nothing reads ${JSON.stringify(key)}`);
}

const ATTRIBUTE_KEYS = [
  'name',
  'type',
  'doc',
  'checks',
  'multi-attr',
  'nested-attributes',
  'enum',
  'display-hint',
];
const OPERATION_KEYS = ['name', 'doc', 'attribute-set', 'flags', 'do', 'dump', 'notify', 'event', 'mcgrp'];

/** @param {any} definition @returns {Enumeration} */
function readEnumeration({ name, doc = '', entries }) {
  let next = 0;
  return {
    name,
    doc,
    entries: entries.map((/** @type {any} */ entry) => {
      checkKeys(entry, ['name', 'value', 'doc']);
      const value = entry.value ?? next;
      next = value + 1;
      return { name: entry.name, value, doc: entry.doc ?? '' };
    }),
  };
}

/**
 * @param {readonly any[]} raw
 * @param {readonly Enumeration[]} enumerations
 * @returns {AttributeSet[]}
 */
function readSets(raw, enumerations) {
  /** @type {AttributeSet[]} */
  const sets = raw.map(({ name, doc = '', 'subset-of': subsetOf }) => ({
    name,
    doc,
    attributes: [],
    ...(subsetOf ? { subsetOf } : {}),
  }));
  /** @param {string} name */
  const named = (name) => find(sets, (set) => set.name === name, `no attribute set ${name}`);
  for (const [index, set] of sets.entries()) {
    if (set.subsetOf) continue;
    set.attributes = raw[index].attributes.map((/** @type {any} */ attribute, /** @type {number} */ at) => {
      checkKeys(attribute, ATTRIBUTE_KEYS);
      const { name, type, checks = {}, doc = '' } = attribute;
      if (!TYPES.includes(type)) throw new Error(`specification: ${set.name}.${name}: no type ${type}`);
      return {
        name,
        id: at + 1,
        type,
        checks,
        doc,
        multi: attribute['multi-attr'] === true,
        ...(type === 'nest' ? { nested: named(attribute['nested-attributes']) } : {}),
        ...(attribute.enum
          ? {
              enumeration: find(
                enumerations,
                ({ name: each }) => each === attribute.enum,
                `no enum ${attribute.enum}`,
              ),
            }
          : {}),
        ...(attribute['display-hint'] ? { hint: attribute['display-hint'] } : {}),
      };
    });
  }
  for (const [index, set] of sets.entries()) {
    const { subsetOf } = set;
    if (!subsetOf) continue;
    set.attributes = raw[index].attributes.map((/** @type {any} */ { name }) => pick(named(subsetOf), name));
  }
  return sets;
}

/** @param {AttributeSet} set @param {string} name */
const pick = (set, name) =>
  find(set.attributes, (each) => each.name === name, `no attribute ${name} in ${set.name}`);

/** @param {AttributeSet} set @param {{ attributes: string[] } | undefined} list */
const pickAll = (set, list) => list?.attributes.map((name) => pick(set, name));

/** @param {AttributeSet} set @param {any} raw @returns {Exchange | undefined} */
const readExchange = (set, raw) =>
  raw && { request: pickAll(set, raw.request) ?? [], reply: pickAll(set, raw.reply) };

/**
 * @param {readonly any[]} list
 * @param {readonly AttributeSet[]} sets
 * @returns {Operation[]}
 */
function readOperations(list, sets) {
  return list.map((raw, index) => {
    checkKeys(raw, OPERATION_KEYS);
    const set = find(sets, ({ name }) => name === raw['attribute-set'], `${raw.name}: no such attribute set`);
    const flags = raw.flags ?? [];
    for (const flag of flags)
      if (!FLAGS.includes(flag)) throw new Error(`specification: ${raw.name}: no flag ${flag}`);
    const ask = readExchange(set, raw.do);
    const dump = readExchange(set, raw.dump);
    const source = raw.notify && find(list, ({ name }) => name === raw.notify, `no operation ${raw.notify}`);
    const tells = source ? pickAll(set, source.do.reply) : pickAll(set, raw.event);
    if (!ask && !dump && !tells)
      throw new Error(`specification: ${raw.name} neither does nor tells anything`);
    return {
      name: raw.name,
      id: index + 1,
      doc: raw.doc ?? '',
      set,
      flags,
      ...(ask ? { ask } : {}),
      ...(dump ? { dump } : {}),
      ...(tells ? { tells } : {}),
      ...(raw.mcgrp ? { group: raw.mcgrp } : {}),
    };
  });
}

/** @param {string} text @returns {Family} */
export function readFamily(text) {
  const raw = parse(text);
  if (raw.protocol !== 'genetlink')
    throw new Error(`specification: protocol ${raw.protocol} is not genetlink`);
  const enumerations = raw.definitions
    .filter((/** @type {any} */ { type }) => type === 'enum')
    .map(readEnumeration);
  const sets = readSets(raw['attribute-sets'], enumerations);
  const groups = raw['mcast-groups'].list.map((/** @type {any} */ group) => {
    checkKeys(group, ['name', 'doc']);
    return { name: group.name, doc: group.doc ?? '' };
  });
  const operations = readOperations(raw.operations.list, sets);
  for (const { name, group } of operations)
    if (group) find(groups, (each) => each.name === group, `${name}: no multicast group ${group}`);
  return {
    name: raw.name,
    version: raw.version ?? 1,
    doc: raw.doc,
    constants: raw.definitions
      .filter((/** @type {any} */ { type }) => type === 'const')
      .map((/** @type {any} */ { name, value, doc = '' }) => ({ name, value, doc })),
    enumerations,
    sets,
    operations,
    groups,
  };
}

/** What an operation needs to be allowed, in words. @param {Operation} operation */
export function privilege({ flags }) {
  if (flags.includes('admin-perm')) return 'Needs CAP_NET_ADMIN in the initial user namespace.';
  if (flags.includes('uns-admin-perm'))
    return 'Needs CAP_NET_ADMIN over the network namespaces of the radios that it touches.';
  return '';
}

/** The limits of a value, in words. @param {Attribute} attribute */
export function limits({ type, checks }) {
  const { min, max } = checks;
  if (checks['exact-len'] !== undefined) return `${checks['exact-len']} bytes`;
  if (checks['max-len'] !== undefined) return `at most ${checks['max-len']} characters`;
  if (min !== undefined && max !== undefined) return `${min} to ${max}`;
  if (max !== undefined) return type.startsWith('u') ? `0 to ${max}` : `at most ${max}`;
  if (min !== undefined) return `at least ${min}`;
  return '';
}
