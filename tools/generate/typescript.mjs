/** The table of @vwifi/nl80211: one row an attribute, and which table a command has. */
import { camel, upper } from './family.mjs';
import { wrap } from './wrap.mjs';

/**
 * @typedef {import('./family.mjs').Family} Family
 * @typedef {import('./family.mjs').Attribute} Attribute
 * @typedef {import('./family.mjs').AttributeSet} AttributeSet
 */

/** @param {string} text @param {string} indent */
function comment(text, indent = '') {
  if (text.trim() === '') return [];
  const lines = wrap(text, { first: '', rest: '', width: 100 });
  return lines.length === 1
    ? [`${indent}/** ${lines[0]} */`]
    : [`${indent}/**`, ...lines.map((line) => `${indent} * ${line}`), `${indent} */`];
}

/** @param {Attribute} attribute */
function codec({ type, nested, multi, enumeration, hint, checks }) {
  if (nested) return multi ? `repeated(nest(${camel(nested.name)}))` : `nest(${camel(nested.name)})`;
  if (enumeration) return `enumOf(${upper(enumeration.name)}_VALUES${type === 'u32' ? '' : `, ${type}`})`;
  if (type === 'pad') return 'padding';
  if (hint === 'mac') return 'mac';
  if (type === 'binary')
    return `bytesOf(${checks['exact-len'] ?? 0}, ${checks['exact-len'] ?? checks['max-len']})`;
  return type;
}

/** @param {AttributeSet} set */
const table = (set) => [
  ...comment(set.doc),
  `export const ${camel(set.name)}: RowsOf<${attributesOf(set)}> = {`,
  ...set.attributes.flatMap((each) => [
    ...comment(each.doc, '  '),
    `  ${camel(each.name)}: [${each.id}, ${codec(each)}],`,
  ]),
  '};',
  '',
];

/** The interface of its messages. @param {AttributeSet} set */
const attributesOf = ({ name }) => `${pascal(name)}Attributes`;

/** @param {string} name */
const pascal = (name) => camel(name).replace(/^./, (first) => first.toUpperCase());

/** Sets after those they nest. @param {readonly AttributeSet[]} sets */
function ordered(sets) {
  /** @type {Set<AttributeSet>} */
  const done = new Set();
  /** @param {AttributeSet} set */
  const visit = (set) => {
    for (const { nested } of set.attributes) if (nested) visit(nested);
    done.add(set);
  };
  for (const set of sets) visit(set);
  return [...done];
}

/** @param {Family} family @param {string} source */
export function typescript(family, source) {
  const sets = ordered(family.sets);
  const rows = sets.flatMap(({ attributes }) => attributes.map(codec)).join(' ');
  /** @param {string} word */
  const used = (word) => new RegExp(`\\b${word}\\b`).test(rows);
  const scalars = [
    'bytesOf',
    'flag',
    'mac',
    'padding',
    's8',
    's16',
    's32',
    's64',
    'string',
    'u8',
    'u16',
    'u32',
    'u64',
  ];
  const tops = [...new Set(family.operations.map(({ set }) => set))];
  return [
    `/** The family \`${family.name}\`. Generated from ${source} by "npm run generate": change that, not this. */`,
    `import type { FamilySpec } from '../genl/family.js';`,
    ...(used('repeated') ? [`import { repeated } from '../wire/collection.js';`] : []),
    ...(used('enumOf') ? [`import { enumOf, type Named } from '../wire/named.js';`] : []),
    `import { ${scalars.filter(used).join(', ')} } from '../wire/scalar.js';`,
    `import { type Loose, nest, type RowsOf } from '../wire/table.js';`,
    'import type {',
    ...sets.map((set) => `  ${attributesOf(set)},`).sort(),
    "} from './vwifi-messages.js';",
    'import type {',
    ...[...family.enumerations.map(({ name }) => pascal(name)), `${pascal(family.name)}Command`]
      .sort()
      .map((name) => `  ${name},`),
    "} from './vwifi-names.js';",
    '',
    ...family.constants.flatMap(({ name, value, doc }) => [
      ...comment(doc),
      `export const ${upper(name)} = ${value};`,
    ]),
    '',
    ...family.enumerations.flatMap(({ name, doc, entries }) => [
      ...comment(doc),
      `export const ${upper(name)}_VALUES: Named<${pascal(name)}> = {`,
      ...entries.flatMap((entry) => [...comment(entry.doc, '  '), `  ${camel(entry.name)}: ${entry.value},`]),
      '};',
      '',
    ]),
    ...sets.flatMap(table),
    '/** Commands and notifications, by number. */',
    `export const ${upper(family.name)}_COMMANDS: Named<${pascal(family.name)}Command> = {`,
    ...family.operations.flatMap(({ name, id, doc }) => [...comment(doc, '  '), `  ${camel(name)}: ${id},`]),
    '};',
    '',
    ...tops.map((set) => `const ${camel(set.name)}Message = nest(${camel(set.name)});`),
    '',
    '/** Every command has a table of its own; of all of them together only the types are used. */',
    `export interface VwifiAttributes extends ${tops.map(attributesOf).join(', ')} {}`,
    '',
    ...comment(family.doc),
    `export const ${camel(family.name)}: FamilySpec<VwifiAttributes, Loose<VwifiAttributes>, Named<${pascal(family.name)}Command>> = {`,
    `  name: '${family.name}',`,
    `  version: ${family.version},`,
    `  commands: ${upper(family.name)}_COMMANDS,`,
    '  // Names that tables share have one codec.',
    `  message: nest({ ${tops.map((set) => `...${camel(set.name)}`).join(', ')} }),`,
    '  tables: {',
    ...family.operations.map(({ name, set }) => `    ${camel(name)}: ${camel(set.name)}Message,`),
    '  },',
    '};',
    '',
    '/** Multicast groups. */',
    `export const ${upper(family.name)}_GROUPS = [${family.groups.map(({ name }) => `'${name}'`).join(', ')}] as const;`,
    '',
  ].join('\n');
}

/**
 * Tables are joined for their types, which holds only as long as a name means the same in all of them.
 * @param {Family} family
 */
export function checkSharedNames(family) {
  /** @type {Map<string, string>} */
  const seen = new Map();
  for (const set of new Set(family.operations.map((each) => each.set))) {
    for (const attribute of set.attributes) {
      const before = seen.get(attribute.name);
      if (before !== undefined && before !== codec(attribute))
        throw new Error(
          `specification: ${set.name}.${attribute.name} is ${codec(attribute)}, elsewhere ${before}`,
        );
      seen.set(attribute.name, codec(attribute));
    }
  }
}
