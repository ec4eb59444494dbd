/** The reference page. */
import { camel, limits, privilege } from './family.mjs';

/**
 * @typedef {import('./family.mjs').Family} Family
 * @typedef {import('./family.mjs').Attribute} Attribute
 * @typedef {import('./family.mjs').Operation} Operation
 */

/** @param {readonly Attribute[]} attributes */
const listed = (attributes) => attributes.map(({ name }) => `\`${name}\``).join(', ') || 'nothing';

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ').trim();

/** @param {Operation} operation */
function commandSection(operation) {
  const { name, id, doc, set, ask, dump, tells, group } = operation;
  const needs = privilege(operation);
  return [
    `### ${name}`,
    '',
    `${cell(doc)}${needs ? ` ${needs}` : ''}`,
    '',
    `- number ${id}, attributes of [${set.name}](#${set.name})`,
    ...(ask ? [`- takes ${listed(ask.request)}`] : []),
    ...(ask?.reply ? [`- answers with ${listed(ask.reply)}`] : []),
    ...(dump?.reply ? [`- a dump has one message for each, with ${listed(dump.reply)}`] : []),
    ...(tells
      ? [`- told to ${group ? `the group \`${group}\`` : 'the socket that asked'}, with ${listed(tells)}`]
      : []),
    '',
  ];
}

/** @param {Attribute} attribute */
function attributeRow({ id, name, type, nested, multi, enumeration, checks, doc, hint }) {
  const kind = nested
    ? `nest of [${nested.name}](#${nested.name})${multi ? ', repeated' : ''}`
    : enumeration
      ? `${type}, [${enumeration.name}](#${enumeration.name})`
      : (hint ?? type);
  const limit = limits({ id, name, type, multi, checks, doc });
  const meaning = type === 'pad' ? 'Filler that aligns a 64-bit attribute.' : doc;
  return `| ${id} | \`${name}\` | ${kind} | ${limit} | ${cell(meaning)} |`;
}

/** @param {Family} family @param {string} source */
export function page(family, source) {
  const commands = family.operations.filter(({ tells }) => !tells);
  const notifications = family.operations.filter(({ tells }) => tells);
  return [
    `# The generic netlink family \`${family.name}\``,
    '',
    `Generated from [${source}](../${source}) by \`npm run generate\`: change that, not this.`,
    '',
    cell(family.doc),
    '',
    `Version ${family.version}. In C: \`include/uapi/${family.name}.h\`. In TypeScript: \`wifi.family(${camel(family.name)}, command, attributes)\``,
    'of `@vwifi/nl80211`, where a name like `tx-power` is `txPower`, and the verbs above it; in a shell: `vwifi-tool`.',
    '',
    '## Commands',
    '',
    ...commands.flatMap(commandSection),
    '## Notifications',
    '',
    ...family.groups.map(({ name, doc }) => `Multicast group \`${name}\`: ${cell(doc)}`),
    '',
    ...notifications.flatMap(commandSection),
    '## Attributes',
    '',
    ...family.sets.flatMap((set) => [
      `### ${set.name}`,
      '',
      ...(set.doc ? [cell(set.doc), ''] : []),
      ...(set.subsetOf ? [`Some of [${set.subsetOf}](#${set.subsetOf}), with the same numbers.`, ''] : []),
      '| number | name | type | limits | meaning |',
      '|---|---|---|---|---|',
      ...set.attributes.map(attributeRow),
      '',
    ]),
    '## Values',
    '',
    ...family.enumerations.flatMap(({ name, doc, entries }) => [
      `### ${name}`,
      '',
      cell(doc),
      '',
      '| value | name | meaning |',
      '|---|---|---|',
      ...entries.map((entry) => `| ${entry.value} | \`${entry.name}\` | ${cell(entry.doc)} |`),
      '',
    ]),
    '### Constants',
    '',
    '| name | value | meaning |',
    '|---|---|---|',
    ...family.constants.map(({ name, value, doc }) => `| \`${name}\` | ${value} | ${cell(doc)} |`),
    '',
  ].join('\n');
}
