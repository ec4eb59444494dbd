/** `vwifi-tool` as a person calls it, in the machine of a scenario. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { CommandOptions, Context } from './context.js';

const DIST = new URL('../../../packages/vwifi-tool/dist/', import.meta.url);
/** The program's file; the machine sees the host's files. */
export const TOOL = fileURLToPath(new URL('main.js', DIST));

/** Several command lines in one process, since starting Node takes longer than most of them. */
const LINES = `const [run, ...lines] = process.argv.slice(1);
  const tool = await import(run);
  const results = [];
  for (const line of lines) {
    let out = '', err = '';
    const context = { out: { write: (text) => out += text }, err: { write: (text) => err += text },
      signal: new AbortController().signal };
    results.push({ line, status: await tool.run(line.split(' ').filter(Boolean), context), out, err });
  }
  process.stdout.write(JSON.stringify(results), () => process.exit(0));`;

export interface ToolResult {
  readonly line: string;
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

/** Runs command lines one after the other, behind another command (`setpriv ...`) if there is one. */
export async function toolLines(
  context: Context,
  lines: readonly string[],
  options: CommandOptions & { readonly behind?: readonly string[] } = {},
): Promise<ToolResult[]> {
  const { behind = [], ...others } = options;
  const run = new URL('run.js', DIST).href;
  const argv = [...behind, process.execPath, '--input-type=module', '-e', LINES, '--', run, ...lines];
  const results = JSON.parse(await context.run(argv, others)) as ToolResult[];
  assert.equal(results.length, lines.length);
  return results;
}
