/**
 * The interfaces of messages: what a table of attributes says, as TypeScript declares it. Read from the tables' source, so
 * that a program that uses the library meets named interfaces, and not the tables with all their codecs.
 */
import ts from 'typescript';

/** What is read where a codec of this name stands. */
const SCALARS = new Map([
  ...['u8', 's8', 'u16', 's16', 'u32', 's32', 'be16', 'be32', 'le16', 'le32', 'u8OrU32'].map(
    (name) => /** @type {const} */ ([name, 'number']),
  ),
  ...['u64', 's64'].map((name) => /** @type {const} */ ([name, 'bigint'])),
  ...['flag', 'emptyFlag'].map((name) => /** @type {const} */ ([name, 'boolean'])),
  ...['string', 'mac'].map((name) => /** @type {const} */ ([name, 'string'])),
  ...['bytes', 'bytesOf', 'blob'].map((name) => /** @type {const} */ ([name, 'Uint8Array'])),
  ['ssid', 'Ssid'],
  ['elements', 'Elements'],
]);
/** Names of those that would be called otherwise by their table. */
const VALUES = new Map([
  ['COMMANDS', 'CommandName'],
  ['VWIFI_COMMANDS', 'VwifiCommand'],
  ['CIPHER_SUITES', 'CipherSuiteName'],
  ['AKM_SUITES', 'AkmSuiteName'],
]);
/** Where these are read, more may be written. */
const OTHERWISE = new Set(['Ssid', 'Elements']);

/** @param {string} name @returns {string} stationInfo, STATION_FLAGS: StationInfo, StationFlags */
const pascal = (name) =>
  (/^[A-Z0-9_]+$/.test(name) ? name.toLowerCase() : name)
    .replaceAll(/(?:^|_)([a-z0-9])/g, (_, first) => first.toUpperCase())
    .replace(/^./, (first) => first.toUpperCase());

/** One of a table of values: ACCESS_CATEGORIES, BANDS, DROP_VALUES, BSS_STATUS: AccessCategory, Band, Drop, BssStatus. */
const singular = (/** @type {string} */ name) =>
  VALUES.get(name) ??
  pascal(
    name
      .replace(/_VALUES$/, '')
      .replace(/IES$/, 'Y')
      .replace(/(?<=[A-Z]{2}[A-RT-Z])(?<!U)S$/, ''),
  );

/** @param {ts.Node} node the comment before it, as it stands */
function commentOf(node) {
  const [comment] = ts.getJSDocCommentsAndTags(node);
  return comment ? `${comment.getText()}\n` : '';
}

/** @param {ts.Expression} node without `as const` and `satisfies` @returns {ts.Expression} */
const bare = (node) =>
  ts.isAsExpression(node) || ts.isSatisfiesExpression(node) || ts.isParenthesizedExpression(node)
    ? bare(node.expression)
    : node;

/** @param {ts.ObjectLiteralExpression} object */
const isTable = ({ properties }) =>
  properties.some(
    (each) =>
      ts.isPropertyAssignment(each) &&
      ts.isArrayLiteralExpression(each.initializer) &&
      each.initializer.elements[0]?.kind === ts.SyntaxKind.NumericLiteral,
  );

/**
 * The constants of some files.
 * @typedef {{ name: string, value: ts.Expression, node: ts.VariableStatement }} Constant
 * @param {ReadonlyMap<string, string>} texts path -> text
 */
function constantsOf(texts) {
  /** @type {Map<string, Constant>} */
  const constants = new Map();
  for (const [path, text] of texts) {
    const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
    for (const node of file.statements) {
      if (!ts.isVariableStatement(node)) continue;
      for (const { name, initializer } of node.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer)
          constants.set(name.text, { name: name.text, value: bare(initializer), node });
    }
  }
  return constants;
}

/**
 * @typedef {{ comment: string, name: string, text: string }} Row
 * @typedef {{ type: string, rows: readonly Row[] }} Interface
 */

/** Types of what codecs read, by the constants that they name. */
class Reader {
  /** Names of values that are used, and how their types are called. @type {Map<string, string>} */
  values = new Map();
  /** Structs that are used. @type {Set<string>} */
  structs = new Set();

  /**
   * @param {ReadonlyMap<string, Constant>} constants
   * @param {ReadonlyMap<string, string>} named tables by name: their interfaces
   */
  constructor(constants, named) {
    this.constants = constants;
    this.named = named;
  }

  /** @param {ts.Expression | undefined} node @returns {string | undefined} undefined for padding */
  type(node) {
    if (!node) throw new Error('messages: a row without a codec');
    if (ts.isIdentifier(node)) return this.identifier(node.text);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression))
      throw new Error(`messages: ${node.getText()} is no codec`);
    const [first, second] = node.arguments;
    switch (node.expression.text) {
      case 'enumOf':
        return `${this.names(first)} | number`;
      case 'bitsOf':
      case 'byteBitsOf':
      case 'flagSetOf':
        return `readonly (${this.names(first)} | number)[]`;
      case 'nest':
        return first && ts.isIdentifier(first)
          ? this.table(first.text)
          : `{ ${this.rows(/** @type {ts.ObjectLiteralExpression} */ (first))
              .map(({ text }) => text)
              .join(' ')} }`;
      case 'list':
      case 'listOrOne':
      case 'repeated':
      case 'array': {
        const item = this.type(first) ?? '';
        return /^\w+$/.test(item) ? `readonly ${item}[]` : `readonly (${item})[]`;
      }
      case 'map':
        return `Readonly<Record<number, ${this.type(first)}>>`;
      case 'either':
        return `${this.type(first)} | ${this.type(second)}`;
      case 'struct':
        return `{ ${this.fields(/** @type {ts.ObjectLiteralExpression} */ (first)).join(' ')} }`;
      default:
        return this.identifier(node.expression.text);
    }
  }

  /** @param {string} name */
  identifier(name) {
    if (name === 'padding') return undefined;
    const scalar = SCALARS.get(name);
    if (scalar) return scalar;
    const constant = this.constants.get(name);
    if (!constant) throw new Error(`messages: ${name} is no codec`);
    const { value } = constant;
    if (ts.isCallExpression(value) && value.expression.getText() === 'struct') {
      this.structs.add(name);
      return pascal(name);
    }
    return this.type(value);
  }

  /** @param {string} name */
  table(name) {
    const known = this.named.get(name);
    if (!known) throw new Error(`messages: ${name} is no table`);
    return known;
  }

  /** @param {ts.Expression | undefined} node */
  names(node) {
    const name = node?.getText() ?? '';
    const type = singular(name);
    this.values.set(name, type);
    return type;
  }

  /** @param {ts.ObjectLiteralExpression} object @returns {string[]} */
  fields(object) {
    return object.properties.flatMap((each) =>
      ts.isPropertyAssignment(each) ? `${each.name.getText()}: ${this.type(each.initializer)};` : [],
    );
  }

  /** A member for each attribute. @param {ts.ObjectLiteralExpression} object @returns {Row[]} */
  rows(object) {
    return object.properties.flatMap((each) => {
      if (!ts.isPropertyAssignment(each) || !ts.isArrayLiteralExpression(each.initializer)) return [];
      const type = this.type(each.initializer.elements[1]);
      return type === undefined
        ? []
        : { comment: commentOf(each), name: each.name.getText(), text: `${each.name.getText()}?: ${type};` };
    });
  }
}

/** @param {ts.ObjectLiteralExpression} object tables that stand in this one */
const spreadIn = (object) =>
  object.properties.flatMap((each) => (ts.isSpreadAssignment(each) ? each.expression.getText() : []));

/**
 * The interfaces of all tables of some files.
 * @param {ReadonlyMap<string, string>} texts path -> text
 * @param {Readonly<Record<string, string>>} roots names of those that are called otherwise than their table
 * @param {ReadonlyMap<string, string>} elsewhere files that have values of these tables
 * @param {RegExp} also names of values that need a type, whether or not an attribute has them
 */
export function messages(texts, roots, elsewhere = new Map(), also = /^$/) {
  const constants = new Map([...constantsOf(elsewhere), ...constantsOf(texts)]);
  const own = new Set(constantsOf(texts).keys());
  const tables = [...constants.values()].filter(
    ({ name, value }) => own.has(name) && ts.isObjectLiteralExpression(value) && isTable(value),
  );
  const named = new Map(
    tables.map(({ name }) => [name, roots[name] ?? pascal(name).replace(/(?<!Attribute)$/, 'Attributes')]),
  );
  const reader = new Reader(constants, named);
  const read = tables.map(({ name, value, node }) => {
    const object = /** @type {ts.ObjectLiteralExpression} */ (value);
    const above = spreadIn(object).map((each) => reader.table(each));
    return { type: reader.table(name), comment: commentOf(node), above, rows: reader.rows(object) };
  });
  const written = writable(read, new Set(Object.values(roots)));
  const lines = read.flatMap(({ type, comment, above, rows }) => [
    `${comment}export interface ${type} extends ${(above.length > 0 ? above : ['Unknowns']).join(', ')} {`,
    ...rows.map(({ comment, text }) => comment + text),
    '}',
    ...(written.has(type) ? [written.get(type)] : []),
  ]);
  const structs = [...reader.structs].flatMap((name) => {
    const constant = constants.get(name);
    const call = /** @type {ts.CallExpression} */ (constant?.value);
    const [fields] = call.arguments;
    const comment = constant ? commentOf(constant.node) : '';
    return [
      `${comment}export interface ${pascal(name)} {`,
      ...reader.fields(/** @type {ts.ObjectLiteralExpression} */ (fields)),
      '}',
    ];
  });
  for (const name of constants.keys()) if (also.test(name)) reader.values.set(name, singular(name));
  const values = [...reader.values].map(([name, type]) => {
    const { value } = constants.get(name) ?? {};
    if (!value || !ts.isObjectLiteralExpression(value))
      throw new Error(`messages: ${name} is no table of values`);
    const names = value.properties.map((each) => each.name?.getText().replace(/^(?!['"])(.*)$/, "'$1'"));
    return `export type ${type} = ${names.join(' | ')};`;
  });
  return { interfaces: [...lines, ...structs].join('\n'), values };
}

/**
 * What may be written differs from what is read by names of networks and elements, in any depth: `Written` says how.
 * @param {readonly Interface[]} read
 * @param {ReadonlySet<string>} roots those that are written by themselves, and what is said to be undefined is left out
 */
function writable(read, roots) {
  /** @type {Map<string, string>} */
  const written = new Map();
  const differs = (/** @type {string} */ text) =>
    (text.match(/\b[A-Z]\w+\b/g) ?? []).some((name) => OTHERWISE.has(name) || written.has(name));
  // Each round finds those around what the round before it found.
  for (let before = -1; before < written.size; ) {
    before = written.size;
    for (const { type, rows } of read)
      if (!roots.has(type) && rows.some(({ text }) => differs(text)))
        written.set(type, `export type ${type}In = Written<${type}>;`);
  }
  for (const type of roots) {
    const its = read.find((each) => each.type === type)?.rows.some(({ text }) => differs(text));
    written.set(
      type,
      `/** As it is written. */\nexport interface ${type}In extends Loose<${its ? `Written<${type}>` : type}> {}`,
    );
  }
  return written;
}

/** What a row of a request is where it says nothing else: takes, tells, of, how. */
const REQUEST_DEFAULTS = [undefined, 'never', `'interface'`, `'one'`];

/**
 * What requests take and tell, and events tell: names of attributes.
 * @param {ReadonlyMap<string, string>} texts of requests, events, and the sets that they share
 */
export function requestShapes(texts) {
  const constants = constantsOf(texts);
  /** @type {Set<string>} */
  const sets = new Set();
  /** @param {ts.Expression | undefined} node @returns {string} */
  const names = (node) => {
    if (!node) return 'never';
    const value = bare(node);
    if (ts.isIdentifier(value)) {
      sets.add(value.text);
      return `${pascal(value.text)}Names`;
    }
    if (!ts.isArrayLiteralExpression(value)) throw new Error(`messages: ${value.getText()} are no names`);
    const all = value.elements.map((each) =>
      ts.isSpreadElement(each) ? names(each.expression) : each.getText(),
    );
    return all.length === 0 ? 'never' : all.join(' | ');
  };
  /** @param {string} name */
  const rowsOf = (name) => {
    const value = constants.get(name)?.value;
    if (!value || !ts.isObjectLiteralExpression(value)) throw new Error(`messages: no ${name}`);
    return value.properties.flatMap((each) => {
      if (!ts.isPropertyAssignment(each)) return [];
      const fields = /** @type {ts.ObjectLiteralExpression} */ (each.initializer).properties;
      const row = new Map(
        fields.flatMap((field) =>
          ts.isPropertyAssignment(field) ? [[field.name.getText(), field.initializer]] : [],
        ),
      );
      return [{ name: each.name.getText(), row: /** @type {Map<string, ts.Expression>} */ (row) }];
    });
  };
  const requests = rowsOf('REQUESTS').map(({ name, row }) => {
    const of = row.get('of')?.getText();
    const how = row.get('only') ? `'all'` : row.get('dump') ? `'one' | 'all'` : `'one'`;
    const said = [names(row.get('takes')), names(row.get('tells')), of, how];
    while (said.length > 1 && said.at(-1) === REQUEST_DEFAULTS[said.length - 1]) said.pop();
    return `${name}: Request<${said.join(', ')}>;`;
  });
  const events = rowsOf('EVENTS').map(({ name, row }) => `${name}: ${names(row.get('tells'))};`);
  const [, tells, of, how] = REQUEST_DEFAULTS;
  /** @type {Map<string, string>} */
  const aliases = new Map();
  for (const name of sets) aliases.set(name, names(constants.get(name)?.value));
  return [
    '/** A command: the attributes it takes, those that are told, what it is of, whether of one object or of all of a kind. */',
    `export interface Request<Takes, Tells = ${tells}, Of = ${of}, How = ${how}> {`,
    'of: Of;',
    'takes: Takes;',
    'tells: Tells;',
    'how: How;',
    '}',
    '/** What may be asked. */',
    'export interface Requests {',
    ...requests,
    '}',
    '/** What is told unasked, and the attributes that each event has. */',
    'export interface Events {',
    ...events,
    '}',
    ...[...aliases].map(([name, value]) => `type ${pascal(name)}Names = ${value};`),
  ].join('\n');
}
