/** `testbed trace`: what happened in a laboratory as one file, and as a page. */
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { errorMessage, TestbedError } from '../errors.js';
import { openInBrowser } from './browser.js';
import { type Context, print, printJson, withSession } from './context.js';

export async function traceSave(
  context: Context,
  file: string,
  flags: { readonly name?: string; readonly json?: boolean },
): Promise<void> {
  const { saveTrace } = await import('../trace/keep.js');
  await withSession(context, flags.name, async (session) => {
    await saveTrace(file, session).catch((error: unknown) => {
      throw new TestbedError('TRACE', `cannot save a trace as ${file}: ${errorMessage(error)}`, {
        cause: error,
      });
    });
    const records = (await session.records()).length;
    if (flags.json) printJson(context, { file: resolve(file), records });
    else if (records > 0) print(context, `${file}: ${records} records; npx testbed trace show ${file}`);
    else
      print(
        context,
        `${file}: how it stands, without records; they are taken down with npx testbed up --record`,
      );
  });
}

export async function traceShow(
  context: Context,
  path: string,
  flags: { readonly out?: string; readonly json?: boolean },
): Promise<void> {
  const [{ openTrace }, { pageData }, { pageHtml }] = await Promise.all([
    import('../trace/open.js'),
    import('../trace/page-data.js'),
    import('../trace/page.js'),
  ]);
  const trace = await openTrace(path);
  const page = flags.out ?? join(await mkdtemp(join(tmpdir(), 'vwifi-page-')), `${nameOf(path)}.html`);
  const data = pageData(trace);
  await writeFile(page, await pageHtml(data), { mode: 0o600 }).catch((error: unknown) => {
    throw new TestbedError('TRACE', `cannot write ${page}: ${errorMessage(error)}`, { cause: error });
  });
  const opened = flags.out === undefined && !flags.json && (await openInBrowser(page));
  if (flags.json)
    printJson(context, {
      file: resolve(page),
      records: data.records.length,
      causes: data.verdicts.map(({ cause }) => cause),
    });
  else print(context, opened ? `opened ${page}` : `the page is ${resolve(page)}: open it in any browser`);
}

/** A trace.zip is named after its folder. */
const nameOf = (path: string): string =>
  basename(/^trace\.zip$/.test(basename(path)) ? dirname(resolve(path)) : resolve(path)).replace(
    /\.zip$/,
    '',
  );
