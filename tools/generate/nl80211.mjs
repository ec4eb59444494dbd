/** Interfaces of the messages of the library's tables: which files hold tables, and where what is made of them goes. */
import { readFileSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';
import { messages, requestShapes } from './messages.mjs';

const SOURCE = 'packages/nl80211/src';
const TABLES = [
  'bss',
  'key',
  'measurement',
  'mesh',
  'nan',
  'rate',
  'regulatory',
  'settings',
  'station',
  'survey',
  'wiphy',
  'wowlan',
  'attributes',
].map((name) => `spec/nl80211/${name}`);

/** Every value of the header has a type of its name. */
const VALUES = new RegExp(`^(${valueNames().join('|')})$`);

/** @param {readonly string[]} names */
const read = (names) =>
  new Map(names.map((name) => [name, readFileSync(inRoot(`${SOURCE}/${name}.ts`), 'utf8')]));

function valueNames() {
  const text = readFileSync(inRoot(`${SOURCE}/spec/nl80211/values.ts`), 'utf8');
  return [...text.matchAll(/^export const (\w+) = \{|^export const (\w+): /gm)].map(
    ([, plain, typed]) => plain ?? typed,
  );
}

/** @param {{ interfaces: string, values: readonly string[] }} made */
const whole = ({ interfaces, values }) => [interfaces, ...values].join('\n');

/** Names that interfaces have of values in a file of their own. @param {{ interfaces: string, values: readonly string[] }} made */
const namesOf = ({ interfaces, values }) =>
  values
    .map((each) => /^export type (\w+)/.exec(each)?.[1] ?? '')
    .filter((name) => new RegExp(`\\b${name}\\b`).test(interfaces))
    .sort();

/** @param {string} text @param {string} depth to the source folder @param {readonly string[]} names of the file beside it */
function file(text, depth, names = []) {
  /** @type {readonly (readonly [path: string, names: readonly string[]])[]} */
  const all = [
    [`elements/elements`, ['Elements']],
    [`elements/suites`, ['AkmSuiteName', 'CipherSuiteName']],
    [`wire/ssid`, ['Ssid']],
    [`wire/table`, ['Loose', 'Unknowns']],
    ['./shapes', ['Events', 'Requests']],
    ['./written', ['Written']],
  ];
  const imports = all.flatMap(([path, names]) => {
    const used = names.filter(
      (name) => !text.includes(`interface ${name} `) && new RegExp(`\\b${name}\\b`).test(text),
    );
    return used.length === 0
      ? []
      : `import type { ${used.join(', ')} } from '${path.startsWith('.') ? path : depth + path}.js';`;
  });
  return [
    '/** Interfaces of messages. Generated from the tables by "npm run generate": change those, not this. */',
    ...imports,
    ...(names.length === 0 ? [] : [`import type { ${names.join(', ')} } from './vwifi-names.js';`]),
    '',
    text,
    '',
  ].join('\n');
}

/**
 * Commands that are asked or told have a row each in the shapes; ciphers are those of elements. Neither is said twice.
 * @param {{ interfaces: string, values: readonly string[] }} made @param {string} shapes
 */
function withoutCopies({ interfaces, values }, shapes) {
  const rows = new Set([...shapes.matchAll(/^(\w+): /gm)].map(([, name]) => name));
  const own = values
    .filter((each) => !/^export type (CipherSuiteName|AkmSuiteName) /.test(each))
    .map((each) => {
      if (!each.startsWith('export type CommandName ')) return each;
      const names = [...each.matchAll(/'(\w+)'/g)].map(([, name = '']) => name);
      const rest = names.filter((name) => !rows.has(name)).map((name) => `'${name}'`);
      return `export type CommandName = ${['keyof Requests', 'keyof Events', ...rest].join(' | ')};`;
    });
  return { interfaces, values: own };
}

/** The text of the table of the family vwifi is made, too. @param {string} vwifi @returns {Map<string, string>} path -> text */
export function messageFiles(vwifi) {
  const values = read(['spec/nl80211/values', 'spec/nl80211/commands', 'elements/suites']);
  const nl80211 = messages(read(TABLES), { attributes: 'Nl80211' }, values, VALUES);
  const shapes = requestShapes(read(['spec/nl80211/requests', 'spec/nl80211/events', 'spec/nl80211/sets']));
  const family = messages(new Map([['spec/vwifi', vwifi]]), {}, new Map(), /^VWIFI_COMMANDS$/);
  const hwsim = messages(read(['spec/hwsim']), { attributes: 'Hwsim' });
  const controller = messages(read(['genl/nlctrl']), { nlctrlAttributes: 'Nlctrl' });
  return new Map([
    [`${SOURCE}/spec/nl80211/messages.ts`, file(whole(withoutCopies(nl80211, shapes)), '../../')],
    [`${SOURCE}/spec/nl80211/shapes.ts`, file(shapes, '../../')],
    [`${SOURCE}/spec/vwifi-messages.ts`, file(`${family.interfaces}\n`, '../', namesOf(family))],
    // By themselves: a client's types need them, and not the messages.
    [`${SOURCE}/spec/vwifi-names.ts`, file(family.values.join('\n'), '../')],
    [`${SOURCE}/spec/hwsim-messages.ts`, file(whole(hwsim), '../')],
    [`${SOURCE}/genl/nlctrl-messages.ts`, file(whole(controller), '../')],
  ]);
}
