/**
 * Every block of code in the documents compiles as strict TypeScript, whether it says ts or js: what a reader copies
 * works. A fence says more where that is needed: `ts as=test/scenarios/example.ts` is compiled as if it were that file,
 * `ts continued` goes on where the page's block before it ended.
 */
import { readFileSync } from 'node:fs';
import { writeDeclarations } from '../../packages/nl80211/declarations/write.mjs';
import { sourceFiles } from '../lib/files.mjs';
import { inRoot } from '../lib/root.mjs';

/** @typedef {{ page: string, line: number, as: string, code: string, before: number }} Block */

const FENCE = /^```(?:ts|js)\b(.*)$/;

/**
 * The blocks of a page. `before` is how many lines of `code` come from earlier blocks.
 * @param {string} page @param {string} text @returns {Block[]}
 */
export function blocksOf(page, text) {
  /** @type {Block[]} */
  const blocks = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const fence = FENCE.exec(lines[at] ?? '');
    if (!fence) continue;
    const end = lines.indexOf('```', at + 1);
    const own = lines.slice(at + 1, end < 0 ? undefined : end);
    const words = (fence[1] ?? '').trim().split(/\s+/);
    const last = words.includes('continued') ? blocks.at(-1) : undefined;
    const earlier = last ? last.code.split('\n') : [];
    const as = words.find((word) => word.startsWith('as='))?.slice(3);
    blocks.push({
      ...{ page, line: at + 2, before: earlier.length },
      as: as ?? `documented-${page.replaceAll(/\W/g, '-')}-${at + 2}.ts`,
      code: [...earlier, ...own].join('\n'),
    });
    at += own.length;
  }
  return blocks;
}

/** What the compiler says of the blocks, as lines of their pages. @param {readonly Block[]} blocks */
export async function complaintsOf(blocks) {
  const { default: ts } = await import('typescript');
  const files = new Map(blocks.map((block) => [inRoot(block.as), block]));
  /** @type {import('typescript').CompilerOptions} */
  const options = {
    ...{ strict: true, noEmit: true, skipLibCheck: true, types: ['node', 'jest'] },
    ...{ target: ts.ScriptTarget.ES2022, lib: ['lib.es2023.d.ts', 'lib.esnext.disposable.d.ts'] },
    ...{ module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
    // A page shows what can be had, not what is done with it. Blocks are modules, whatever they import.
    ...{ noUnusedLocals: false, moduleDetection: ts.ModuleDetectionKind.Force },
  };
  const host = ts.createCompilerHost(options);
  const { readFile, fileExists, getSourceFile } = host;
  host.readFile = (name) => files.get(name)?.code ?? readFile.call(host, name);
  host.fileExists = (name) => files.has(name) || fileExists.call(host, name);
  host.getSourceFile = (name, version, ...rest) => {
    const block = files.get(name);
    return block
      ? ts.createSourceFile(name, block.code, version)
      : getSourceFile.call(host, name, version, ...rest);
  };
  const program = ts.createProgram([...files.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).map(({ file, start = 0, messageText }) => {
    const message = ts.flattenDiagnosticMessageText(messageText, ' ');
    const block = file && files.get(file.fileName);
    if (!file || !block) return `${file?.fileName ?? 'TypeScript'}: ${message}`;
    const line = ts.getLineAndCharacterOfPosition(file, start).line;
    return `${block.page}:${block.line + line - block.before}: ${message}`;
  });
}

export const documented = {
  name: 'code in the documents',
  async find() {
    // As the reader has them.
    writeDeclarations();
    const pages = sourceFiles(['.']).filter((path) => path.endsWith('.md'));
    return complaintsOf(pages.flatMap((page) => blocksOf(page, readFileSync(inRoot(page), 'utf8'))));
  },
};
