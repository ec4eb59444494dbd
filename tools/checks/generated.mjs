/** Generated files that are checked in are what their generator makes today. */
import { existsSync, readFileSync } from 'node:fs';
import { inRoot } from '../lib/root.mjs';
import { attempt } from '../lib/run.mjs';

/**
 * A file, what it is made from (built code, so `npm run build` first), and the command that makes it anew.
 *
 * @typedef {{ file: string, generator: string, text: (generator: any) => string, again: string }} Generated
 * @type {readonly Generated[]}
 */
const GENERATED = [
  {
    file: 'labs/lab.schema.json',
    generator: 'packages/testbed/dist/lab/json-schema.js',
    text: (generator) => generator.labJsonSchemaText(),
    again: 'node packages/testbed/dist/lab/write-json-schema.js',
  },
  {
    file: 'labs/sweep.schema.json',
    generator: 'packages/testbed/dist/sweep/json-schema.js',
    text: (generator) => generator.sweepJsonSchemaText(),
    again: 'node packages/testbed/dist/sweep/write-json-schema.js',
  },
  {
    file: 'packages/nl80211/api.txt',
    generator: 'packages/nl80211/declarations/report.mjs',
    text: (generator) => generator.apiText(),
    again: 'node packages/nl80211/declarations/report.mjs, if that is meant',
  },
];

/** @param {Generated} generated */
async function difference({ file, generator, text, again }) {
  if (!existsSync(inRoot(generator))) return [`${file}: ${generator} is not there; npm run build`];
  const made = text(await import(inRoot(generator)));
  const there = existsSync(inRoot(file)) ? readFileSync(inRoot(file), 'utf8') : '';
  return made === there ? [] : [`${file} is not what its source says; ${again}`];
}

/** What follows from the driver's family has a tool of its own. */
async function familyDifferences() {
  const { status, output } = await attempt([process.execPath, inRoot('tools', 'generate.mjs'), '--check']);
  return status === 0 ? [] : output.split('\n').filter((line) => line !== '');
}

export const generated = {
  name: 'generated files',
  find: async () => (await Promise.all([...GENERATED.map(difference), familyDifferences()])).flat(),
};
