#!/usr/bin/env node
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { dump } from './dump.js';
import { monitor } from './monitor.js';

const HELP = `nl80211: what programs and the kernel say to each other about Wi-Fi

  nl80211 monitor [FILE]       messages and events as they pass by (root), or those of a capture:
                               pcap or pcapng of an nlmon device, or what record() wrote
      --events                 events only; needs no root
  nl80211 dump COMMAND         what the kernel answers to getWiphy, getInterface, getStation, getScan, ...
      --dev NAME, --phy NAME   of which interface or radio

  --json                       of monitor one object a line, of dump one document
  --no-color                   no colours; there are none where the output is no terminal
  --netns NAME                 in that network namespace
  --help, --version

Exit status: 0 done, 1 failed, 2 asked for wrongly, 130 interrupted.

For example:
  nl80211 monitor --events
  nl80211 dump station --dev vw0 --json
`;

const OPTIONS = {
  json: { type: 'boolean', default: false },
  'no-color': { type: 'boolean', default: false },
  events: { type: 'boolean', default: false },
  netns: { type: 'string' },
  dev: { type: 'string' },
  phy: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

const EXIT = { failed: 1, usage: 2, interrupted: 130 } as const;

/** A command line that means nothing. */
class UsageError extends Error {}

function commandLine() {
  try {
    return parseArgs({ allowPositionals: true, options: OPTIONS });
  } catch (error) {
    // Node says it in a sentence or two, and then how to escape a word that begins with a dash.
    const [said = ''] = (error as Error).message.split('. ');
    throw new UsageError(said);
  }
}

async function version(): Promise<string> {
  const text = await readFile(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
// A reader that has seen enough (head) is no failure.
process.stdout.on('error', () => process.exit(0));

async function main(): Promise<number> {
  const { values, positionals } = commandLine();
  const [verb, subject, ...rest] = positionals;
  const { json, netns, dev, phy, events } = values;
  if (values.version) {
    process.stdout.write(`${await version()}\n`);
    return 0;
  }
  if (values.help || verb === undefined || verb === 'help') {
    process.stdout.write(HELP);
    return verb === undefined && !values.help ? EXIT.usage : 0;
  }
  if (rest.length > 0) throw new UsageError(`what is ${rest.join(' ')}?`);
  if (verb === 'monitor') {
    const colour = process.stdout.isTTY === true && !values['no-color'] && !process.env.NO_COLOR;
    await monitor({ file: subject, json, colour, events, netns }, abort.signal);
    return 0;
  }
  if (verb === 'dump' && subject !== undefined) {
    await dump({ command: subject, dev, phy, json, netns }, abort.signal);
    return 0;
  }
  if (verb === 'dump') throw new UsageError('dump: of what? for example: nl80211 dump station --dev vw0');
  throw new UsageError(`there is no command ${verb}`);
}

try {
  process.exitCode = await main();
} catch (error) {
  if (abort.signal.aborted) process.exitCode = EXIT.interrupted;
  else if (error instanceof UsageError) {
    process.stderr.write(`nl80211: ${error.message}; try nl80211 help\n`);
    process.exitCode = EXIT.usage;
  } else {
    const { message = String(error), code } = error as { message?: string; code?: unknown };
    process.stderr.write(`nl80211: ${message}\n`);
    process.exitCode = code === 'BAD_ARGUMENT' ? EXIT.usage : EXIT.failed;
  }
}
