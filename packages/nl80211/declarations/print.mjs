/**
 * The declarations that a package's entry points reach, as files: for each folder of the package one of those that an
 * import of the package itself comes to, and one below `beside/` of those that only its other entry points do. Entry
 * points are files of their own, which say where their names are.
 */
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { isAugmentation, walk } from './reach.mjs';

/** @typedef {import('./reach.mjs').Reach} Reach */
/** @typedef {{ start: number, end: number, text: string }} Edit of a file's text, by its offsets */

/** @param {string} from @param {string} to paths below one folder */
function specifier(from, to) {
  const path = relative(dirname(from), to).replace(/\.d\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** A statement with what its author said of it. @param {ts.Statement} statement @param {string} text of it */
function documented(statement, text) {
  const comment = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  return comment ? `${comment.getText()}\n${text}` : text;
}

/** The name of what is added to. @param {ts.Identifier} node */
const isAdded = ({ parent }) => ts.isInterfaceDeclaration(parent) && ts.isModuleBlock(parent.parent);

/**
 * What nobody misses who reads the file, and editors, which print types in their own words, do not show: semicolons at the
 * ends of members' lines, blanks around the bars of a union.
 * @param {ts.Node} node @returns {Edit[]}
 */
function spared(node) {
  const { text } = node.getSourceFile();
  if (ts.isTypeElement(node) || ts.isClassElement(node))
    return text.startsWith(';\n', node.end - 1) ? [{ start: node.end - 1, end: node.end, text: '' }] : [];
  if (!ts.isUnionTypeNode(node)) return [];
  return node.types.slice(1).flatMap((each, i) => {
    const { end: start = 0 } = node.types[i] ?? {};
    const end = each.getStart();
    return /^ \| $/.test(text.slice(start, end)) ? { start, end, text: '|' } : [];
  });
}

/** @param {ts.Node} node */
const isImported = (node) => ts.findAncestor(node, ts.isImportDeclaration);

/** Declarations of one file that is written, and what it needs of others. */
class Chunk {
  /** What each name of it is. @type {Map<string, ts.Symbol>} */
  names = new Map();
  /** @type {Map<string, Set<string>>} specifier -> names that are imported from there */
  imports = new Map();
  /** @type {{ statement: ts.Statement, edits: Edit[] }[]} */
  statements = [];

  /** @param {string} path */
  constructor(path) {
    this.path = path;
  }

  /** @param {string} name @param {ts.Symbol} symbol */
  name(name, symbol) {
    const before = this.names.get(name);
    if (before && before !== symbol)
      throw new Error(`declarations: ${this.path} would have two that are called ${name}: rename one`);
    this.names.set(name, symbol);
  }

  /** @param {string} from @param {string} name @param {ts.Symbol} symbol */
  import(from, name, symbol) {
    this.name(name, symbol);
    const names = this.imports.get(from) ?? new Set();
    this.imports.set(from, names);
    names.add(name);
  }
}

/** All files of declarations, as paths and texts. */
class Chunks {
  /** @type {Map<string, Chunk>} */
  all = new Map();
  /** Statements that are named in other files than their own. @type {Set<ts.Node>} */
  crossed = new Set();

  /** @param {Reach} reach @param {string} built @param {boolean} sparing */
  constructor(reach, built, sparing) {
    this.reach = reach;
    this.sparing = sparing;
    this.built = join(reach.folder, built);
    const files = [...reach.files].sort(([one], [other]) => (one.fileName < other.fileName ? -1 : 1));
    for (const [, statements] of files)
      for (const statement of [...statements].sort((a, b) => a.pos - b.pos)) this.#add(statement);
  }

  /** @param {ts.SourceFile} file */
  pathOf(file) {
    return relative(this.built, file.fileName);
  }

  /** Where a declaration is written. @param {ts.Symbol} symbol @returns {string | undefined} */
  placeOf(symbol) {
    const statement = this.reach.statementOf(symbol);
    return statement && this.#place(statement);
  }

  /** @param {ts.Statement} statement */
  #place(statement) {
    const [folder] = this.pathOf(statement.getSourceFile()).split('/');
    return `${this.reach.main.has(statement) ? '' : 'beside/'}${folder}.d.ts`;
  }

  /** @param {ts.Statement} statement */
  #add(statement) {
    const path = this.#place(statement);
    const chunk = this.all.get(path) ?? new Chunk(path);
    this.all.set(path, chunk);
    for (const symbol of this.reach.declaredBy(statement)) chunk.name(symbol.name, symbol);
    /** @type {Edit[]} */
    const edits = [];
    const visit = (/** @type {ts.Node} */ node) => {
      if (this.reach.isHidden(node)) {
        // Where there is none, everybody could make one.
        const text = ts.isConstructorDeclaration(node) ? 'private constructor();' : '';
        edits.push({ start: text === '' ? node.pos : node.getStart(), end: node.end, text });
        return false;
      }
      const names = this.reach.namesOf(node);
      if (names) {
        edits.push({
          start: node.getStart(),
          end: node.end,
          text: names.map((each) => `'${each}'`).join(' | '),
        });
        return false;
      }
      if (this.sparing) edits.push(...spared(node));
      // What is said of a parameter that is a member is said of the member.
      if (ts.isParameter(node) && node.getFullStart() < node.getStart())
        edits.push({
          start: node.getFullStart(),
          end: node.getStart(),
          text: node === node.parent.parameters[0] ? '' : ' ',
        });
      if (ts.isImportTypeNode(node) && node.qualifier) {
        edits.push({ start: node.getStart(), end: node.qualifier.getStart(), text: '' });
        this.#refer(chunk, edits, node.qualifier);
        for (const each of node.typeArguments ?? []) walk(each, visit);
        return false;
      }
      return this.#visit(chunk, edits, node);
    };
    walk(statement, visit);
    chunk.statements.push({ statement, edits });
  }

  /** @param {Chunk} chunk @param {Edit[]} edits @param {ts.Node} node */
  #visit(chunk, edits, node) {
    if (isAugmentation(node)) this.#augment(chunk, edits, node);
    else if (ts.isIdentifier(node) && !isAdded(node)) this.#refer(chunk, edits, node);
    return true;
  }

  /** The file that it adds to. @param {Chunk} chunk @param {Edit[]} edits @param {ts.ModuleDeclaration} node */
  #augment(chunk, edits, node) {
    const module = this.reach.checker.getSymbolAtLocation(node.name);
    const added = module ? this.reach.checker.getExportsOfModule(module) : [];
    const targets = added.flatMap((each) => this.reach.statementOf(each) ?? []);
    const [path] = targets.map((each) => this.#place(each));
    if (!path) throw new Error(`declarations: ${node.name.getText()} is added to, and not reached`);
    // What is not exported cannot be added to.
    for (const each of targets) this.crossed.add(each);
    const text = `'${specifier(chunk.path, path)}'`;
    edits.push({ start: node.name.getStart(), end: node.name.end, text });
  }

  /** A name as it is written here. @param {Chunk} chunk @param {Edit[]} edits @param {ts.EntityName} node */
  #refer(chunk, edits, node) {
    const { reach } = this;
    const here = reach.checker.getSymbolAtLocation(node);
    const symbol = reach.symbolOf(node);
    if (!here || !symbol) return;
    const statement = reach.statementOf(symbol);
    if (!statement) {
      const around = here.declarations?.[0] && isImported(here.declarations[0]);
      if (around && around.getSourceFile() === node.getSourceFile())
        chunk.import(/** @type {ts.StringLiteral} */ (around.moduleSpecifier).text, here.name, symbol);
      return;
    }
    const path = this.#place(statement);
    if (node.getText() !== symbol.name)
      edits.push({ start: node.getStart(), end: node.end, text: symbol.name });
    if (path === chunk.path) return;
    this.crossed.add(statement);
    chunk.import(specifier(chunk.path, path), symbol.name, symbol);
  }

  *[Symbol.iterator]() {
    for (const chunk of this.all.values()) {
      const lines = [...chunk.imports]
        .sort()
        .map(([from, names]) => `import type { ${[...names].sort().join(', ')} } from '${from}';`);
      const texts = chunk.statements.map((each) => this.#text(each.statement, each.edits));
      yield/** @type {const} */ ([chunk.path, [...lines, ...texts, 'export {};'].join('\n')]);
    }
  }

  /** @param {ts.Statement} statement @param {Edit[]} edits */
  #text(statement, edits) {
    const start = statement.getStart();
    let text = statement.getText();
    for (const edit of edits.sort((a, b) => b.start - a.start))
      text = text.slice(0, edit.start - start) + edit.text + text.slice(edit.end - start);
    // What no other file names is nobody's to import.
    text = text.replace(/^export /, '');
    const exported = this.crossed.has(statement) || this.reach.exported.has(statement);
    return documented(
      statement,
      exported ? `export ${text}` : text.replace(/^(?=class|const|function|abstract)/, 'declare '),
    );
  }
}

/** What a module gives. @param {Chunks} chunks @param {ts.SourceFile} file @returns {string} */
function exportLines(chunks, file) {
  const path = chunks.pathOf(file);
  /** @type {Map<string, string[]>} */
  const lists = new Map();
  /** @type {string[]} */
  const lines = [];
  for (const [name, target] of chunks.reach.modules.get(file) ?? []) {
    if (!('typeOnly' in target)) {
      lines.push(`export * as ${name} from '${specifier(path, chunks.pathOf(target))}';`);
      continue;
    }
    const from = specifier(path, chunks.placeOf(target.symbol) ?? '');
    const list = lists.get(from) ?? [];
    lists.set(from, list);
    const renamed = target.symbol.name === name ? name : `${target.symbol.name} as ${name}`;
    list.push(target.typeOnly ? `type ${renamed}` : renamed);
  }
  for (const [from, list] of lists) {
    const types = list.every((each) => each.startsWith('type '));
    const names = list.map((each) => (types ? each.slice(5) : each)).sort();
    lines.push(`export ${types ? 'type ' : ''}{ ${names.join(', ')} } from '${from}';`);
  }
  return lines.join('\n');
}

/**
 * @param {Reach} reach
 * @param {string} built the folder that the package's files are below
 * @param {boolean} sparing without what the compiler does not need
 * @returns {Map<string, string>} path below it -> text
 */
export function declarationFiles(reach, built, sparing) {
  const chunks = new Chunks(reach, built, sparing);
  const modules = [...reach.modules.keys()].map((file) => [chunks.pathOf(file), exportLines(chunks, file)]);
  return new Map(
    [...chunks, ...modules].map(([path = '', lines = '']) => {
      // A tab for each of the compiler's four spaces.
      const text = lines.replaceAll(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
      return [path, `${text}\n`];
    }),
  );
}
