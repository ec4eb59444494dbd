/**
 * What of a package's declarations its entry points reach: the statements that somebody who imports the package can come
 * upon, and nothing of what the package keeps to itself.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/**
 * @typedef {{ symbol: ts.Symbol, typeOnly: boolean }} Target a declaration
 * @typedef {{ specifier: string, file: ts.SourceFile, exports: ReadonlyMap<string, Target | ts.SourceFile> }} Entry
 *   what an import of it gives: declarations, and whole modules (`export * as`)
 */

/** The files of types that an import of the package comes to, as its compiler wrote them. @param {string} folder */
function entryFiles(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return Object.entries(exports).flatMap(([specifier, target]) =>
    target.default === undefined
      ? []
      : [{ specifier, path: join(folder, target.default.replace(/\.js$/, '.d.ts')) }],
  );
}

/** A statement of a file, be the node in it ever so deep; undefined for a file. @param {ts.Node} node */
function statementOf(node) {
  let at = node;
  while (at.parent && !ts.isSourceFile(at.parent)) at = at.parent;
  return ts.isSourceFile(at) ? undefined : /** @type {ts.Statement} */ (at);
}

/** Whether it adds to what another file declares. @param {ts.Node} node @returns {node is ts.ModuleDeclaration} */
export const isAugmentation = (node) => ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name);

/** `keyof typeof TABLE`, `(typeof TABLE)[number]`. @param {ts.Node} node @returns {node is ts.TypeNode} */
const isOfTable = (node) =>
  ts.isTypeOperatorNode(node)
    ? node.operator === ts.SyntaxKind.KeyOfKeyword && ts.isTypeQueryNode(node.type)
    : ts.isIndexedAccessTypeNode(node) &&
      ts.isParenthesizedTypeNode(node.objectType) &&
      ts.isTypeQueryNode(node.objectType.type);

/** Whether it is what a statement declares, and not a part of that. @param {ts.Node} declaration */
const isTop = (declaration) =>
  statementOf(declaration) ===
  (ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration);

/** @param {ts.Node} node @param {(node: ts.Node) => unknown} visit every node in it; one that it returns false of is not entered */
export function walk(node, visit) {
  if (visit(node) === false) return;
  ts.forEachChild(node, (child) => walk(child, visit));
}

/** Declarations of a package that its entry points reach. */
export class Reach {
  /** @type {Map<ts.SourceFile, Set<ts.Statement>>} */
  files = new Map();
  /** Those that an import of the package itself reaches. @type {ReadonlySet<ts.Statement>} */
  main = new Set();
  /** Those that can be named by who imports them. @type {Set<ts.Statement>} */
  exported = new Set();
  /** @type {Entry[]} */
  entries = [];
  /** Modules that are exported as a whole. @type {Map<ts.SourceFile, Entry['exports']>} */
  modules = new Map();
  /** What can be used at run time. @type {Set<ts.Symbol>} */
  values = new Set();
  /** @type {ts.Statement[]} */
  #todo = [];

  /** @param {string} folder of a built package */
  constructor(folder) {
    this.folder = folder;
    const found = entryFiles(folder);
    this.program = ts.createProgram(
      found.map(({ path }) => path),
      {
        ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
        ...{ target: ts.ScriptTarget.ESNext, types: ['node'], skipLibCheck: true },
      },
    );
    this.checker = this.program.getTypeChecker();
    for (const { specifier, path } of found) {
      const file = this.program.getSourceFile(path);
      if (!file) throw new Error(`declarations: ${path} is not there; npm run build`);
      this.entries.push({ specifier, file, exports: this.#exportsOf(file) });
    }
    // What can be made at run time is known by now, of all entry points: the package's own is the first of them.
    for (const { exports } of this.entries) {
      this.#reach(exports);
      if (this.main.size === 0) this.main = new Set([...this.files.values()].flatMap((each) => [...each]));
    }
  }

  /** @param {Entry['exports']} exports */
  #reach(exports) {
    for (const target of exports.values()) {
      if ('typeOnly' in target) this.#add(target.symbol);
      else this.#reach(this.modules.get(target) ?? new Map());
    }
    for (let next = this.#todo.pop(); next; next = this.#todo.pop()) this.#follow(next);
  }

  /** What a name stands for, through all imports and exports. @param {ts.Node} node */
  symbolOf(node) {
    const symbol = this.checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.checker.getAliasedSymbol(symbol) : symbol;
  }

  /** Where in the package a symbol is declared. @param {ts.Symbol | undefined} symbol @returns {ts.SourceFile | undefined} */
  fileOf(symbol) {
    const file = symbol?.declarations?.[0]?.getSourceFile();
    return file?.fileName.startsWith(join(this.folder, '/')) ? file : undefined;
  }

  /** The statement that declares it, of those that are reached. @param {ts.Symbol} symbol @returns {ts.Statement | undefined} */
  statementOf(symbol) {
    for (const declaration of symbol.declarations ?? []) {
      const statement = statementOf(declaration);
      if (statement && this.files.get(statement.getSourceFile())?.has(statement) && isTop(declaration))
        return statement;
    }
    return undefined;
  }

  /** What a statement declares. @param {ts.Statement} statement @returns {ts.Symbol[]} */
  declaredBy(statement) {
    if (isAugmentation(statement)) return [];
    const declarations = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations
      : [/** @type {ts.DeclarationStatement} */ (statement)];
    return declarations.flatMap(({ name }) => (name && this.checker.getSymbolAtLocation(name)) ?? []);
  }

  /** @param {ts.SourceFile} file */
  #exportsOf(file) {
    const { checker } = this;
    const known = this.modules.get(file);
    if (known) return known;
    /** @type {Map<string, Target | ts.SourceFile>} */
    const exports = new Map();
    this.modules.set(file, exports);
    const types = this.#starNames(file, ({ isTypeOnly }) => isTypeOnly);
    const internal = this.#starNames(file, (each) =>
      ts.getJSDocTags(each).some(({ tagName }) => tagName.text === 'internal'),
    );
    const module = checker.getSymbolAtLocation(file);
    for (const each of module ? checker.getExportsOfModule(module) : []) {
      const symbol = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
      const declared = this.fileOf(symbol);
      if (!declared || internal.has(each.name)) continue;
      if (symbol.flags & ts.SymbolFlags.ValueModule) {
        this.#exportsOf(declared);
        exports.set(each.name, declared);
        continue;
      }
      const specifier = each.declarations?.find(ts.isExportSpecifier);
      const typeOnly = specifier
        ? specifier.isTypeOnly || specifier.parent.parent.isTypeOnly
        : types.has(each.name);
      exports.set(each.name, { symbol, typeOnly });
      if (!typeOnly) this.#addValue(symbol);
      for (const declaration of symbol.declarations ?? []) {
        const statement = statementOf(declaration);
        if (statement) this.exported.add(statement);
      }
    }
    return exports;
  }

  /** A class, and those that it extends: their constructors are its own. @param {ts.Symbol} symbol */
  #addValue(symbol) {
    this.values.add(symbol);
    const declaration = symbol.declarations?.find(ts.isClassDeclaration);
    for (const { token, types } of declaration?.heritageClauses ?? []) {
      if (token !== ts.SyntaxKind.ExtendsKeyword) continue;
      for (const { expression } of types) {
        const base = this.symbolOf(expression);
        if (base) this.#addValue(base);
      }
    }
  }

  /**
   * Names that come by `export *` of certain declarations, and by nothing else.
   * @param {ts.SourceFile} file @param {(star: ts.ExportDeclaration) => boolean} has
   */
  #starNames(file, has) {
    const declarations = file.statements.filter(ts.isExportDeclaration);
    const stars = declarations.flatMap((each) =>
      has(each) && !each.exportClause && each.moduleSpecifier
        ? (this.checker.getSymbolAtLocation(each.moduleSpecifier) ?? [])
        : [],
    );
    const said = new Set(
      declarations.flatMap(({ exportClause }) =>
        exportClause && ts.isNamedExports(exportClause)
          ? exportClause.elements.map(({ name }) => name.text)
          : [],
      ),
    );
    const names = stars.flatMap((each) => this.checker.getExportsOfModule(each).map(({ name }) => name));
    return new Set(names.filter((name) => !said.has(name)));
  }

  /**
   * Whether a member of a class is nobody's business outside: a private one, or the constructor of a class of which the
   * package alone makes objects.
   * @param {ts.Node} node
   */
  isHidden(node) {
    if (!ts.isClassElement(node)) return false;
    const isPrivate = (ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Private) !== 0;
    if (!ts.isConstructorDeclaration(node)) return isPrivate;
    const { name } = /** @type {ts.ClassDeclaration} */ (node.parent);
    const symbol = name && this.checker.getSymbolAtLocation(name);
    return isPrivate || !symbol || !this.values.has(symbol);
  }

  /**
   * The names that a type is made of, where it is written as those of a table: who reads them needs no table.
   * @param {ts.Node} node @returns {readonly string[] | undefined}
   */
  namesOf(node) {
    if (!isOfTable(node)) return undefined;
    const type = this.checker.getTypeAtLocation(node);
    const names = (type.isUnion() ? type.types : [type]).map((each) =>
      each.isStringLiteral() ? each.value : undefined,
    );
    // The compiler has them in the order in which it came upon them.
    return names.every((each) => each !== undefined) ? names.sort() : undefined;
  }

  /** @param {ts.Symbol | undefined} symbol */
  #add(symbol) {
    if (!this.fileOf(symbol)) return;
    for (const declaration of symbol?.declarations ?? []) {
      const statement = statementOf(declaration);
      if (!statement || ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) continue;
      // What a file adds to others comes with what it declares itself.
      if (!isAugmentation(statement)) this.#addStatement(statement);
    }
  }

  /** @param {ts.Statement} statement */
  #addStatement(statement) {
    const file = statement.getSourceFile();
    const statements = this.files.get(file) ?? new Set();
    this.files.set(file, statements);
    if (statements.has(statement)) return;
    statements.add(statement);
    this.#todo.push(statement);
    for (const each of file.statements) if (isAugmentation(each)) this.#addStatement(each);
  }

  /** @param {ts.Statement} statement */
  #follow(statement) {
    walk(statement, (node) => {
      if (this.isHidden(node) || this.namesOf(node)) return false;
      if (ts.isIdentifier(node)) this.#add(this.symbolOf(node));
      return true;
    });
  }
}
