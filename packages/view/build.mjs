/**
 * Part of the build: script, style and frame of the page as one file, dist/page.html. Two words are left in it for whoever
 * fills it: "%DATA%", and the policy's %CONNECT%. What may run in it is what is in it now, by its hash.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

const { outputFiles } = await build({
  entryPoints: [here('src/main.ts')],
  bundle: true,
  minify: true,
  write: false,
  // A module, so that it may wait; with nothing to import.
  format: 'esm',
  target: 'es2022',
  charset: 'utf8',
  legalComments: 'none',
});
const script = outputFiles[0].text.trim();
const style = readFileSync(here('src/style.css'), 'utf8').trim();
// It would end the element that it stands in.
if (/<\/(script|style)|<!--/i.test(script + style))
  throw new Error('the script has the end of a script in it');

const hashed = (text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const policy = [
  ...["default-src 'none'", `script-src ${hashed(script)}`, `style-src ${hashed(style)}`],
  ...['connect-src %CONNECT%', "base-uri 'none'", "form-action 'none'"],
].join('; ');

const page = readFileSync(here('src/page.html'), 'utf8')
  .replace('%POLICY%', () => policy)
  .replace('/*%STYLE%*/', () => style)
  .replace('"%SCRIPT%"', () => script);
mkdirSync(here('dist'), { recursive: true });
writeFileSync(here('dist/page.html'), page);
