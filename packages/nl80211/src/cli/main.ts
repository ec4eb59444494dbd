#!/usr/bin/env node
import { parseArgs } from 'node:util';
import { VWifiError } from '../wire/errors.js';
import { dump } from './dump.js';
import { monitor } from './monitor.js';

const HELP = `nl80211: what programs and the kernel say to each other about Wi-Fi

  nl80211 monitor [FILE]       messages and events as they pass by (root), or those of a capture:
                               pcap or pcapng of an nlmon device, or what record() wrote
      --events                 events only; needs no root
  nl80211 dump COMMAND         what the kernel answers to getWiphy, getInterface, getStation, getScan, ...
      --dev NAME, --phy NAME   of which interface or radio

  --json                       one object a line
  --no-color                   no colours; there are none where the output is no terminal
  --netns NAME                 in that network namespace
`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    'no-color': { type: 'boolean', default: false },
    events: { type: 'boolean', default: false },
    netns: { type: 'string' },
    dev: { type: 'string' },
    phy: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});

const abort = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => abort.abort());
// A reader that has seen enough (head) is no failure.
process.stdout.on('error', () => process.exit(0));

async function main(): Promise<number> {
  const [verb, subject, ...rest] = positionals;
  const { json, netns, dev, phy, events } = values;
  if (values.help || verb === undefined || verb === 'help') {
    process.stdout.write(HELP);
    return verb === undefined && !values.help ? 2 : 0;
  }
  if (rest.length > 0)
    throw new VWifiError('BAD_ARGUMENT', `nl80211: what is ${rest.join(' ')}? try nl80211 help`);
  if (verb === 'monitor') {
    const colour = process.stdout.isTTY === true && !values['no-color'] && !process.env.NO_COLOR;
    await monitor({ file: subject, json, colour, events, netns }, abort.signal);
    return 0;
  }
  if (verb === 'dump' && subject !== undefined) {
    await dump({ command: subject, dev, phy, json, netns }, abort.signal);
    return 0;
  }
  throw new VWifiError(
    'BAD_ARGUMENT',
    `nl80211: no such command: ${positionals.join(' ')}; try nl80211 help`,
  );
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!abort.signal.aborted) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
