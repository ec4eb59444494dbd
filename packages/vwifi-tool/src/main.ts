#!/usr/bin/env node
/** The program `vwifi-tool`: signals and streams of this process. What a command needs is loaded when it is called. */
import { run } from './run.js';

const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => interrupted.abort(new Error(`interrupted by ${signal}`)));
// A reader that has seen enough closes the pipe: that is the end, not an error.
process.stdout.on('error', () => interrupted.abort(new Error('nobody reads')));
process.stderr.on('error', () => {});

const status = await run(process.argv.slice(2), {
  out: process.stdout,
  err: process.stderr,
  input: process.stdin,
  signal: interrupted.signal,
});
// What was written has to go out first.
process.stdout.write('', () => process.exit(status));
