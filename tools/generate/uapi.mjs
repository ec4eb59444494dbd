/** The header for programs: numbers, and what they mean as kernel-doc. */
import { limits, privilege, upper } from './family.mjs';
import { wrap } from './wrap.mjs';

/** @typedef {import('./family.mjs').Family} Family */

/** @param {string} prefix @param {readonly { name: string }[]} attributes */
const listed = (prefix, attributes) =>
  attributes.map(({ name }) => `%${prefix}${upper(name)}`).join(', ') || 'nothing';

/** @param {string} name @param {string} doc */
const member = (name, doc) => wrap(`@${name}: ${doc}`, { first: ' * ', rest: ' *\t' });

/** @param {string} text */
const sentence = (text) => (text === '' || text.endsWith('.') ? text : `${text}.`);

/** @param {Family} family @param {import('./family.mjs').AttributeSet} set */
const attributePrefix = (family, set) => `${upper(family.name)}_A_${upper(set.subsetOf ?? set.name)}_`;

/** @param {Family} family @param {import('./family.mjs').Operation} operation */
function commandDoc(family, operation) {
  const prefix = attributePrefix(family, operation.set);
  const words = [operation.doc];
  const { ask, dump, tells, group } = operation;
  if (ask) {
    words.push(`Takes ${listed(prefix, ask.request)}.`);
    if (ask.reply) words.push(`Answers with ${listed(prefix, ask.reply)}.`);
  }
  if (dump?.reply) words.push(`A dump has one message for each, with ${listed(prefix, dump.reply)}.`);
  if (tells)
    words.push(
      `Told to ${group ? `the group "${group}"` : 'the socket that asked'}, with ${listed(prefix, tells)}.`,
    );
  words.push(privilege(operation));
  return words.filter((each) => each !== '').join(' ');
}

/** @param {Family} family @param {import('./family.mjs').Attribute} attribute */
function attributeDoc(family, { type, nested, multi, doc, checks, enumeration }) {
  if (type === 'pad') return 'Filler that aligns a 64-bit attribute.';
  const kind = nested ? `nest of ${nested.name}${multi ? ', may be repeated' : ''}` : type;
  const limit = limits({ type, checks, name: '', id: 0, doc, multi });
  const of = enumeration ? ` of enum ${family.name}_${enumeration.name}` : '';
  return `(${kind}${of}${limit ? `, ${limit}` : ''}) ${doc}`.trim();
}

/** @param {readonly string[]} doc @param {readonly string[]} body @param {string} tag */
const enumeration = (doc, body, tag) => ['/**', ...doc, ' */', `enum ${tag} {`, ...body, '};', ''];

/** @param {Family} family */
function commands(family) {
  const prefix = `${upper(family.name)}_CMD_`;
  const doc = [
    ` * enum ${family.name}_command - commands and notifications`,
    ' *',
    ...family.operations.flatMap((operation) =>
      member(prefix + upper(operation.name), commandDoc(family, operation)),
    ),
  ];
  const body = family.operations.map(
    ({ name }, index) => `\t${prefix}${upper(name)}${index === 0 ? ' = 1' : ''},`,
  );
  return enumeration(doc, [...body, ...maximum(`${upper(family.name)}_CMD`)], `${family.name}_command`);
}

/** @param {string} prefix */
const maximum = (prefix) => [
  '',
  '\t/* private: */',
  `\t__${prefix}_MAX,`,
  `\t${prefix}_MAX = (__${prefix}_MAX - 1)`,
];

/** @param {Family} family @param {import('./family.mjs').AttributeSet} set */
function attributes(family, set) {
  const prefix = attributePrefix(family, set);
  const tag = `${family.name}_${set.name.replaceAll('-', '_')}_attr`;
  const doc = [
    ...wrap(`enum ${tag} - ${sentence(set.doc || `attributes of ${set.name}`)}`, {
      first: ' * ',
      rest: ' *\t',
    }),
    ' *',
    ...set.attributes.flatMap((each) => member(prefix + upper(each.name), attributeDoc(family, each))),
  ];
  const body = set.attributes.map(
    ({ name }, index) => `\t${prefix}${upper(name)}${index === 0 ? ' = 1' : ''},`,
  );
  return enumeration(doc, [...body, ...maximum(prefix.slice(0, -1))], tag);
}

/** @param {Family} family @param {import('./family.mjs').Enumeration} values */
function valuesOf(family, { name, doc, entries }) {
  const prefix = `${upper(family.name)}_${upper(name)}`;
  const tag = `${family.name}_${name.replaceAll('-', '_')}`;
  let next = 0;
  const body = entries.map((entry) => {
    const value = entry.value === next ? '' : ` = ${entry.value}`;
    next = entry.value + 1;
    return `\t${prefix}_${upper(entry.name)}${value},`;
  });
  const docs = [
    ` * enum ${tag} - ${doc}`,
    ' *',
    ...entries.flatMap((entry) => member(`${prefix}_${upper(entry.name)}`, entry.doc)),
  ];
  return enumeration(docs, [...body, ...maximum(prefix)], tag);
}

/** @param {Family} family @param {string} source */
export function uapi(family, source) {
  const name = upper(family.name);
  return [
    '/* SPDX-License-Identifier: MIT OR GPL-2.0 */',
    '/*',
    ...wrap(family.doc, { first: ' * ', rest: ' * ' }),
    ' *',
    ` * Generated from ${source} by "npm run generate": change that, not this.`,
    ' */',
    `#ifndef _UAPI_${name}_H`,
    `#define _UAPI_${name}_H`,
    '',
    `#define ${name}_FAMILY_NAME\t"${family.name}"`,
    `#define ${name}_FAMILY_VERSION\t${family.version}`,
    '',
    ...family.groups.flatMap((group) => [
      ...wrap(`${sentence(group.doc)} */`, { first: '/* ', rest: ' * ' }),
      `#define ${name}_MCGRP_${upper(group.name)}\t"${group.name}"`,
    ]),
    '',
    ...family.constants.flatMap((constant) => [
      ...(constant.doc ? wrap(`${constant.doc} */`, { first: '/* ', rest: ' * ' }) : []),
      `#define ${name}_${upper(constant.name)}\t${constant.value}`,
    ]),
    '',
    ...family.enumerations.flatMap((values) => valuesOf(family, values)),
    ...commands(family),
    ...family.sets.filter((set) => !set.subsetOf).flatMap((set) => attributes(family, set)),
    `#endif /* _UAPI_${name}_H */`,
    '',
  ].join('\n');
}
