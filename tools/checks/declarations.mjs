/**
 * The declarations that @vwifi/nl80211 brings along, as somebody meets them who installs it: how much of them there is to
 * read and to check, and that every compiler from TypeScript 5.4 on reads them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { writeDeclarations } from '../../packages/nl80211/declarations/write.mjs';
import { inRoot } from '../lib/root.mjs';

const TYPES = inRoot('packages', 'nl80211', 'dist', 'types');

/** Octets: of what an import of the package itself loads, without and with what is said of it; of all entry points. */
export const LIMITS = { code: 111_500, main: 149_900, all: 274_000 };
/** Types that the compiler makes for a program that scans, beside those of an empty one. */
const MOST_TYPES = 10_000;
const PROGRAM = `import { VWifi } from '@vwifi/nl80211';
const wifi = await VWifi.open();
for (const { ssid, signalDbm } of await wifi.dev('wlan0').scan()) console.log(ssid, signalDbm);
`;

/** @param {string} text */
const withoutComments = (text) => text.replaceAll(/\/\*\*[\s\S]*?\*\//g, '').replaceAll(/\n\s*\n/g, '\n');

/** @param {string} code a program of somebody who has installed the package */
function programOf(code) {
  const name = inRoot('declared.ts');
  /** @type {ts.CompilerOptions} */
  const options = {
    ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true, types: ['node'] },
    ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    moduleDetection: ts.ModuleDetectionKind.Force,
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (path) => (path === name ? code : readFile.call(host, path));
  host.fileExists = (path) => path === name || fileExists.call(host, path);
  host.getSourceFile = (path, version, ...rest) =>
    path === name
      ? ts.createSourceFile(path, code, version)
      : getSourceFile.call(host, path, version, ...rest);
  return ts.createProgram([name], options, host);
}

/** @param {ts.Program} program */
const own = (program) =>
  program.getSourceFiles().filter(({ fileName }) => fileName.startsWith(join(TYPES, '/')));

/** What compilers before 5.7 cannot read, and what says nothing. @param {ts.SourceFile} file @returns {string[]} */
function oddities(file) {
  /** @type {string[]} */
  const found = [];
  /** @param {ts.Node} node */
  const visit = (node) => {
    const at = ts.getLineAndCharacterOfPosition(file, node.getStart(file)).line + 1;
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${file.fileName}:${at}: any`);
    if (ts.isTypeReferenceNode(node) && node.typeName.getText(file) === 'Uint8Array' && node.typeArguments)
      found.push(`${file.fileName}:${at}: Uint8Array has no parameters before TypeScript 5.7: say its type`);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** @param {ts.Program} program all its own declarations, checked */
function complaints(program) {
  return own(program).flatMap((file) =>
    program.getSemanticDiagnostics(file).map(({ messageText, start = 0 }) => {
      const line = ts.getLineAndCharacterOfPosition(file, start).line + 1;
      return `${file.fileName}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    }),
  );
}

/** @param {ts.Program} program how many types its own statements make */
function typesMade(program) {
  program.getSemanticDiagnostics(program.getSourceFile(inRoot('declared.ts')));
  return program.getTypeCount();
}

/** Sizes in octets. */
export function sizes() {
  const files = writeDeclarations();
  const main = own(programOf(`import '@vwifi/nl80211';`)).map(({ fileName }) =>
    readFileSync(fileName, 'utf8'),
  );
  /** @param {readonly string[]} texts */
  const sum = (texts) => texts.reduce((octets, text) => octets + Buffer.byteLength(text), 0);
  return {
    code: sum(main.map(withoutComments)),
    main: sum(main),
    all: sum([...files.values()]),
  };
}

export const declarations = {
  name: 'declarations of the library',
  find() {
    const found = sizes();
    const entries = JSON.parse(readFileSync(inRoot('packages/nl80211/package.json'), 'utf8')).exports;
    const specifiers = Object.keys(entries).filter((each) => entries[each].types);
    const everything = programOf(
      specifiers.map((each) => `import '@vwifi/nl80211${each.slice(1)}';`).join('\n'),
    );
    const made = typesMade(programOf(PROGRAM)) - typesMade(programOf(''));
    return [
      .../** @type {const} */ (['code', 'main', 'all'])
        .filter((each) => found[each] > LIMITS[each])
        .map((each) => `${each}: ${found[each]} octets, of ${LIMITS[each]} that may be`),
      ...(made > MOST_TYPES
        ? [`a program that scans makes ${made} types, of ${MOST_TYPES} that may be`]
        : []),
      ...own(everything).flatMap(oddities),
      ...complaints(everything),
    ];
  },
};
