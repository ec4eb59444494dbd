/** Part of the build: joins the agent and its imports into dist/guest/agent.cjs, a single script that loads quickly. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const folder = fileURLToPath(new URL('../../dist/guest', import.meta.url));
const entry = join(folder, 'agent.js');
/** The agent needs three functions of this package: they come along, the rest of it would take long to load. */
const sockets = {
  name: '@vwifi/nl80211',
  modules: ['socket/native.js', 'socket/datagram.js', 'socket/packet.js'].map((path) =>
    fileURLToPath(new URL(path, import.meta.resolve('@vwifi/nl80211'))),
  ),
};
const deadline = fileURLToPath(import.meta.resolve('@vwifi/nl80211/deadline'));
const modules = new Map();
const hashes = {};

/** Takes a module in, then what it imports by a relative path. Imports at run time stay as they are. */
function add(path) {
  if (modules.has(path)) return;
  modules.set(path, '');
  const source = readFileSync(path, 'utf8');
  hashes[relative(folder, path)] = createHash('sha256').update(source).digest('hex');
  const { outputText } = ts.transpileModule(source.replace(/^\/\/# sourceMappingURL.*$/m, ''), {
    // The name makes it CommonJS, and this kind of module leaves import() alone.
    fileName: 'module.cts',
    compilerOptions: { module: ts.ModuleKind.Node16, target: ts.ScriptTarget.ES2022, removeComments: true },
  });
  const take = (target) => {
    add(target);
    return `require(${JSON.stringify(relative(folder, target))})`;
  };
  const code = outputText
    .replace(/require\("(\.[^"]+)"\)/g, (_, wanted) => take(resolve(dirname(path), wanted)))
    .replaceAll(/import\(['"]@vwifi\/nl80211['"]\)/g, () => {
      const members = sockets.modules.map((target) => `...${take(target)}`);
      return `Promise.resolve({ ${members.join(', ')} })`;
    })
    .replace(/require\("@vwifi\/nl80211\/deadline"\)/g, () => take(deadline))
    // Where the module would be, had it stayed by itself.
    .replaceAll('import.meta.url', `urlOf(${JSON.stringify(relative(folder, path))})`);
  modules.set(path, code);
}

add(entry);
const table = [...modules].map(
  ([path, code]) => `${JSON.stringify(relative(folder, path))}(exports, require) {\n${code}}`,
);
const bundle = `// made of ${JSON.stringify(hashes)}
const made = {};
const urlOf = (path) => require('node:url').pathToFileURL(require('node:path').join(__dirname, path)).href;
const parts = {\n${table.join(',\n')}\n};
function load(name) {
  if (!(name in parts)) return require(name);
  if (!made[name]) parts[name]((made[name] = {}), load);
  return made[name];
}
load(${JSON.stringify(relative(folder, entry))});
`;
// An import at run time of a file of ours would be looked for in the wrong place.
if (/import\(['"]\.\.?\//.test(bundle)) throw new Error('the agent imports a relative path at run time');
writeFileSync(join(folder, 'agent.cjs'), bundle);
