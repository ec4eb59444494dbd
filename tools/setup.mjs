#!/usr/bin/env node
/**
 * `npm start` and `npm test` begin here: finds what is missing on this system and in this checkout, and puts
 * it there. A second call changes nothing and is quick.
 *
 *   node tools/setup.mjs [--for start|test]
 *
 * Only what every Node understands stands in this file, so that an old one gets a sentence and not a stack.
 */
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 5)) {
  console.error(
    `error: Node ${process.versions.node} is too old; this project needs 20.5 or newer: from nodejs.org, from a newer release of your distribution, or: npm install --global n && n 22`,
  );
  process.exit(1);
}
const { setup } = await import('./lib/setup.mjs');
const { runMain } = await import('./lib/progress.mjs');
await runMain(() => setup(process.argv.slice(2)));
