#!/usr/bin/env node
/** The program `testbed`: signals, terminal and sessions of this process. */
import { readFileSync } from 'node:fs';
import { daemonSessions } from '../api/daemon-sessions.js';
import { run } from './run.js';
import { processTerminal } from './terminal.js';

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string;
};
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`, { cause: signal })));
// A reader that has seen enough closes the pipe; what is under way is told by its own listener.
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

const status = await run(process.argv.slice(2), {
  terminal: processTerminal(),
  sessions: daemonSessions(),
  signal: interrupted.signal,
  version,
});
// Standard input may still be open, and would hold the process; what was written has to go out first.
process.stdout.write('', () => process.exit(status));
