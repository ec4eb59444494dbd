/** What the kernel checks before a command runs: policies, the table of commands, multicast groups. */
import { lower, upper } from './family.mjs';

/**
 * @typedef {import('./family.mjs').Family} Family
 * @typedef {import('./family.mjs').Attribute} Attribute
 * @typedef {import('./family.mjs').AttributeSet} AttributeSet
 * @typedef {import('./family.mjs').Operation} Operation
 */

/** The compact range policies keep their limits in 16 bits. @param {number} value */
const compact = (value) => value >= -0x8000 && value <= 0x7fff;

/** Names of one family's C symbols. @param {Family} family */
function namesOf(family) {
  const tag = upper(family.name);
  return {
    /** @param {AttributeSet} set @param {string} name */
    attribute: (set, name) => `${tag}_A_${upper(set.subsetOf ?? set.name)}_${upper(name)}`,
    /** @param {AttributeSet} set */
    nested: (set) => `${family.name}_${lower(set.name)}_nl_policy`,
    /** @param {Operation} operation */
    policy: (operation) => `${family.name}_${lower(operation.name)}_nl_policy`,
    /** @param {AttributeSet} set @param {string} name */
    range: (set, name) => `${family.name}_${lower(set.subsetOf ?? set.name)}_${lower(name)}_range`,
    /** @param {Operation} operation @param {'doit' | 'dumpit'} how */
    handler: (operation, how) => `${family.name}_nl_${lower(operation.name)}_${how}`,
    /** @param {Operation} operation */
    command: (operation) => `${tag}_CMD_${upper(operation.name)}`,
  };
}

/** @param {Attribute} attribute */
const needsRange = ({ type, checks: { min, max } }) =>
  /^[us]\d+$/.test(type) && [min, max].some((limit) => limit !== undefined && !compact(limit));

/** @param {Family} family @param {AttributeSet} set @param {Attribute} attribute */
function policyOf(family, set, attribute) {
  const names = namesOf(family);
  const { type, checks, nested } = attribute;
  const kind = `NLA_${upper(type)}`;
  const { min, max } = checks;
  if (nested) return `NLA_POLICY_NESTED(${names.nested(nested)})`;
  if (type === 'string') return `{ .type = NLA_NUL_STRING, .len = ${checks['max-len'] ?? 255} }`;
  if (type === 'binary' && checks['exact-len'] !== undefined)
    return `NLA_POLICY_EXACT_LEN(${checks['exact-len']})`;
  if (type === 'binary') return `{ .type = NLA_BINARY, .len = ${checks['max-len'] ?? 65_531} }`;
  if (needsRange(attribute)) {
    const signed = type.startsWith('s') ? '_SIGNED' : '';
    return `NLA_POLICY_FULL_RANGE${signed}(${kind}, &${names.range(set, attribute.name)})`;
  }
  if (min !== undefined && max !== undefined) return `NLA_POLICY_RANGE(${kind}, ${min}, ${max})`;
  if (max !== undefined) return `NLA_POLICY_MAX(${kind}, ${max})`;
  if (min !== undefined) return `NLA_POLICY_MIN(${kind}, ${min})`;
  return `{ .type = ${kind} }`;
}

/** @param {Family} family @param {AttributeSet} set @param {readonly Attribute[]} attributes */
const rows = (family, set, attributes) =>
  attributes.map(
    (each) => `\t[${namesOf(family).attribute(set, each.name)}] = ${policyOf(family, set, each)},`,
  );

/** The last attribute that is taken: what follows it is refused by its number. @param {readonly Attribute[]} attributes */
function last(attributes) {
  return attributes.reduce((highest, each) => (each.id > highest.id ? each : highest));
}

/** @param {Operation} operation */
function taken({ ask, dump }) {
  return [...new Set([...(ask?.request ?? []), ...(dump?.request ?? [])])];
}

/** Sets that requests nest, those that others need first. @param {Family} family */
function nestedSets(family) {
  /** @type {Set<AttributeSet>} */
  const found = new Set();
  /** @param {readonly Attribute[]} attributes */
  const visit = (attributes) => {
    for (const { nested } of attributes) {
      if (!nested) continue;
      visit(nested.attributes);
      found.add(nested);
    }
  };
  for (const operation of family.operations) visit(taken(operation));
  return [...found];
}

/** @param {Family} family */
function ranges(family) {
  /** @type {Map<string, string[]>} */
  const found = new Map();
  const names = namesOf(family);
  /** @param {AttributeSet} set @param {readonly Attribute[]} attributes */
  const add = (set, attributes) => {
    for (const attribute of attributes.filter(needsRange)) {
      const { min, max } = attribute.checks;
      const signed = attribute.type.startsWith('s') ? '_signed' : '';
      const name = names.range(set, attribute.name);
      found.set(name, [
        `static struct netlink_range_validation${signed} ${name} = {`,
        ...(min === undefined ? [] : [`\t.min = ${min},`]),
        ...(max === undefined ? [] : [`\t.max = ${max},`]),
        '};',
        '',
      ]);
    }
  };
  for (const set of nestedSets(family)) add(set, set.attributes);
  for (const operation of family.operations) add(operation.set, taken(operation));
  return [...found.values()].flat();
}

/** @param {Family} family @param {AttributeSet} set */
const nestedSize = (family, set) =>
  `${namesOf(family).nested(set)}[${namesOf(family).attribute(set, last(set.attributes).name)} + 1]`;

/** @param {string} source @param {string} what */
const head = (source, what) => [
  '/*',
  ` * ${what}.`,
  ` * Generated from ${source} by "npm run generate": change that, not this.`,
  ' */',
];

/** @param {Family} family @param {string} source @param {string} uapi the header, as the C files include it */
export function policyHeader(family, source, uapi) {
  const names = namesOf(family);
  const guard = `${upper(family.name)}_GENL_GEN_H`;
  const commands = family.operations.filter(({ ask, dump }) => ask || dump);
  return [
    '/* SPDX-License-Identifier: MIT OR GPL-2.0 */',
    ...head(source, 'Commands of the family'),
    `#ifndef ${guard}`,
    `#define ${guard}`,
    '',
    '#include <net/genetlink.h>',
    '#include <net/netlink.h>',
    '',
    `#include "${uapi}"`,
    '',
    '/* Indices for genlmsg_multicast() and its kin. */',
    'enum {',
    ...family.groups.map(({ name }) => `\t${upper(family.name)}_NLGRP_${upper(name)},`),
    `\t${upper(family.name)}_NL_N_MCGRPS`,
    '};',
    '',
    `#define ${upper(family.name)}_NL_N_OPS\t${commands.length}`,
    '',
    '/* For parsing what is nested. */',
    ...nestedSets(family).map((set) => `extern const struct nla_policy\n${nestedSize(family, set)};`),
    '',
    `extern const struct genl_ops ${family.name}_nl_ops[${upper(family.name)}_NL_N_OPS];`,
    `extern const struct genl_multicast_group ${family.name}_nl_mcgrps[${upper(family.name)}_NL_N_MCGRPS];`,
    '',
    ...commands.flatMap((operation) => [
      ...(operation.ask
        ? [`int ${names.handler(operation, 'doit')}(struct sk_buff *skb, struct genl_info *info);`]
        : []),
      ...(operation.dump
        ? [`int ${names.handler(operation, 'dumpit')}(struct sk_buff *skb, struct netlink_callback *cb);`]
        : []),
    ]),
    '',
    `#endif /* ${guard} */`,
    '',
  ].join('\n');
}

/** @param {Family} family @param {Operation} operation */
function operationRow(family, operation) {
  const names = namesOf(family);
  const attributes = taken(operation);
  const flags = operation.flags.map((flag) => `GENL_${upper(flag)}`).join(' | ');
  return [
    '\t{',
    `\t\t.cmd = ${names.command(operation)},`,
    ...(operation.ask ? [`\t\t.doit = ${names.handler(operation, 'doit')},`] : []),
    ...(operation.dump ? [`\t\t.dumpit = ${names.handler(operation, 'dumpit')},`] : []),
    // Without a policy the kernel refuses every attribute.
    ...(attributes.length > 0
      ? [
          `\t\t.policy = ${names.policy(operation)},`,
          `\t\t.maxattr = ${names.attribute(operation.set, last(attributes).name)},`,
        ]
      : []),
    ...(flags ? [`\t\t.flags = ${flags},`] : []),
    '\t},',
  ];
}

/** @param {Family} family @param {string} source @param {string} header */
export function policySource(family, source, header) {
  const names = namesOf(family);
  const commands = family.operations.filter(({ ask, dump }) => ask || dump);
  return [
    '// SPDX-License-Identifier: MIT OR GPL-2.0',
    ...head(source, 'What is checked before a command runs'),
    `#include "${header}"`,
    '',
    // `struct nla_policy` of 6.1 points at a range that is not const.
    ...ranges(family),
    ...nestedSets(family).flatMap((set) => [
      'const struct nla_policy',
      `${nestedSize(family, set)} = {`,
      ...rows(family, set, set.attributes),
      '};',
      '',
    ]),
    ...commands.flatMap((operation) => {
      const attributes = taken(operation);
      if (attributes.length === 0) return [];
      const end = names.attribute(operation.set, last(attributes).name);
      return [
        'static const struct nla_policy',
        `${names.policy(operation)}[${end} + 1] = {`,
        ...rows(family, operation.set, attributes),
        '};',
        '',
      ];
    }),
    '/* Attributes that are not in a policy are refused: nothing here asks for lenience in .validate. */',
    `const struct genl_ops ${family.name}_nl_ops[${upper(family.name)}_NL_N_OPS] = {`,
    ...commands.flatMap((operation) => operationRow(family, operation)),
    '};',
    '',
    `const struct genl_multicast_group ${family.name}_nl_mcgrps[${upper(family.name)}_NL_N_MCGRPS] = {`,
    ...family.groups.map(
      ({ name }) =>
        `\t[${upper(family.name)}_NLGRP_${upper(name)}] = { .name = ${upper(family.name)}_MCGRP_${upper(name)} },`,
    ),
    '};',
    '',
  ].join('\n');
}
