/** The page: what the build made of packages/view, with the data in it. */
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { PageData, PageLive } from '@vwifi/view';
import { TestbedError } from '../errors.js';

const PAGE = new URL('../page.html', import.meta.url);

/**
 * Data as it stands in the page: packed, and in letters and digits alone, so that nothing of it can be a mark of HTML or
 * of a script; and a browser reads the packed twentieth of a long trace much sooner than all of it.
 */
export const packed = async (value: unknown): Promise<string> =>
  (await promisify(gzip)(inAscii(JSON.stringify(value)))).toString('base64');

/** The same JSON: one letter of another alphabet would have a browser keep, and copy, all of it at twice the size. */
const inAscii = (json: string): string =>
  json.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** One file that needs nobody: its policy lets it ask nobody for anything. */
export const pageHtml = (data: PageData): Promise<string> => filled(data, "'none'");

/** One that asks whom it came from, and nobody else. */
export const livePageHtml = (live: PageLive): Promise<string> => filled(live, "'self'");

async function filled(data: PageData | PageLive, connect: string): Promise<string> {
  const frame = await readFile(PAGE, 'utf8').catch((error: unknown) => {
    throw new TestbedError('NO_PAGE', 'the page of traces is not built', {
      hint: 'run: npm run build',
      cause: error,
    });
  });
  const text = await packed(data);
  return frame.replace('%CONNECT%', connect).replace('"%DATA%"', () => text);
}
