/** `testbed view`: a laboratory that is up as a page. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openInBrowser } from './browser.js';
import { type Context, print, printJson, withSession } from './context.js';

export async function view(
  context: Context,
  flags: {
    readonly control?: boolean;
    readonly port?: number;
    readonly name?: string;
    readonly json?: boolean;
  },
): Promise<void> {
  await withSession(context, flags.name, async (session) => {
    const address = await session.view({ control: flags.control ?? false, port: flags.port });
    if (flags.json) return printJson(context, { address });
    const opened = await openInBrowser(await pageThatLeadsTo(address));
    print(context, opened ? 'opened in your browser' : `${address}\nopens it, once and within five minutes`);
  });
}

/** Command lines can be read by every user of this machine, and the token is in the address: the browser gets it from a file. */
async function pageThatLeadsTo(address: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'vwifi-view-')), 'view.html');
  const text = `<!doctype html><meta charset="utf-8"><meta http-equiv="refresh" content="0;url=${address}">`;
  await writeFile(file, text, { mode: 0o600 });
  return file;
}
