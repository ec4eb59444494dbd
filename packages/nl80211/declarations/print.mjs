/** The declarations that a package's entry points reach, as files of their own: a file for each that has any of them. */
import { dirname, join, relative } from 'node:path';
import ts from 'typescript';
import { walk } from './reach.mjs';

/** @typedef {import('./reach.mjs').Reach} Reach */

/** @param {ts.SourceFile} from @param {ts.SourceFile} to */
function specifier(from, to) {
  const path = relative(dirname(from.fileName), to.fileName).replace(/\.d\.ts$/, '.js');
  return path.startsWith('.') ? path : `./${path}`;
}

/** A statement with what its author said of it. @param {ts.Statement} statement @param {string} text of it */
function documented(statement, text) {
  const comment = ts.getJSDocCommentsAndTags(statement).find(ts.isJSDoc);
  return comment ? `${comment.getText()}\n${text}` : text;
}

/** Names of a file that are imported by it: from where. */
class Imports {
  /** @type {Map<string, Map<string, string>>} specifier -> name here -> name there, '*' for all of it */
  all = new Map();

  /** @param {string} from @param {string} here @param {string} there */
  add(from, here, there) {
    const names = this.all.get(from) ?? new Map();
    this.all.set(from, names);
    names.set(here, there);
  }

  lines() {
    return [...this.all].sort().flatMap(([from, names]) => {
      const spaces = [...names].filter(([, there]) => there === '*');
      const named = [...names].filter(([, there]) => there !== '*').sort();
      const list = named.map(([here, there]) => (here === there ? here : `${there} as ${here}`)).join(', ');
      return [
        ...spaces.map(([here]) => `import type * as ${here} from '${from}';`),
        ...(list === '' ? [] : [`import type { ${list} } from '${from}';`]),
      ];
    });
  }
}

/** @param {Reach} reach @param {ts.SourceFile} file */
function fileText(reach, file) {
  const imports = new Imports();
  const statements = [...(reach.files.get(file) ?? [])].sort((a, b) => a.pos - b.pos);
  const texts = statements.map((statement) => {
    /** @type {{ start: number, end: number, text: string }[]} */
    const edits = [];
    walk(statement, (node) => {
      if (reach.isHidden(node)) {
        // Where there is none, everybody could make one.
        const text = ts.isConstructorDeclaration(node) ? 'private constructor();' : '';
        edits.push({ start: text === '' ? node.pos : node.getStart(), end: node.end, text });
        return false;
      }
      if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
        const target = reach.fileOf(reach.symbolOf(node.qualifier ?? node));
        if (target)
          edits.push({
            ...{ start: node.argument.getStart(), end: node.argument.end },
            text: `'${specifier(file, target)}'`,
          });
      } else if (ts.isIdentifier(node)) addImport(reach, file, imports, node);
      return true;
    });
    const start = statement.getStart();
    let text = statement.getText();
    for (const edit of edits.reverse())
      text = text.slice(0, edit.start - start) + edit.text + text.slice(edit.end - start);
    return documented(statement, text);
  });
  return [...imports.lines(), ...texts, ...exportLines(reach, file, statements)];
}

/** @param {Reach} reach @param {ts.SourceFile} file @param {Imports} imports @param {ts.Identifier} node */
function addImport(reach, file, imports, node) {
  const symbol = reach.checker.getSymbolAtLocation(node);
  const declaration = symbol?.declarations?.[0];
  if (!symbol || !declaration || declaration.getSourceFile() !== file) return;
  const around = ts.findAncestor(declaration, ts.isImportDeclaration);
  if (!around) return;
  const target = reach.checker.getAliasedSymbol(symbol);
  const inside = reach.fileOf(target);
  const from = inside
    ? specifier(file, inside)
    : /** @type {ts.StringLiteral} */ (around.moduleSpecifier).text;
  const whole = ts.isNamespaceImport(declaration) || target.flags & ts.SymbolFlags.ValueModule;
  const there = ts.isImportSpecifier(declaration) ? (declaration.propertyName ?? declaration.name).text : '*';
  imports.add(from, symbol.name, whole ? '*' : inside ? target.name : there);
}

/** @param {Reach} reach @param {ts.SourceFile} file @param {readonly ts.Statement[]} own */
function exportLines(reach, file, own) {
  const exports = reach.modules.get(file);
  if (!exports) return own.length > 0 ? ['export {};'] : [];
  /** @type {Map<string, string[]>} */
  const lists = new Map();
  /** @type {string[]} */
  const lines = [];
  for (const [name, target] of exports) {
    if (!('name' in target)) {
      lines.push(`export * as ${name} from '${specifier(file, target)}';`);
    } else if (target.file !== file) {
      const from = specifier(file, target.file);
      const list = lists.get(from) ?? [];
      lists.set(from, list);
      const renamed = target.name === name ? name : `${target.name} as ${name}`;
      list.push(target.typeOnly ? `type ${renamed}` : renamed);
    }
  }
  for (const [from, list] of lists) {
    const types = list.every((each) => each.startsWith('type '));
    const names = list
      .map((each) => (types ? each.slice(5) : each))
      .sort()
      .join(', ');
    lines.push(`export ${types ? 'type ' : ''}{ ${names} } from '${from}';`);
  }
  return lines;
}

/** @param {Reach} reach @param {string} built the folder that the package's files are below @returns {Map<string, string>} path below it -> text */
export function declarationFiles(reach, built) {
  const files = new Set([...reach.files.keys(), ...reach.modules.keys()]);
  return new Map(
    [...files].map((file) => {
      const lines = fileText(reach, file).join('\n');
      // A tab for each of the compiler's four spaces.
      const text = lines.replaceAll(/^(?: {4})+/gm, (spaces) => '\t'.repeat(spaces.length / 4));
      return [relative(join(reach.folder, built), file.fileName), `${text}\n`];
    }),
  );
}
