/** A page in a real browser, as a person would have it; and what it does that it must not: ask somebody, run what it shows. */
import assert from 'node:assert/strict';
import { chromium, type Page } from '@playwright/test';
import type { Context } from './context.js';

export type { Page } from '@playwright/test';

export interface Opened {
  readonly page: Page;
  /** Milliseconds from asking for it until it says that it is ready; this machine may have other things to do. */
  readonly openMs: number;
  /** Milliseconds that its thread has worked since it was asked for, whoever else works. */
  workedMs(): Promise<number>;
  /** Throws where it asked anybody for anything, complained, or opened a dialog. */
  asItShould(): void;
}

const READY_MS = 30_000;

/** Opens the page of an address in Debian's Chromium, at the size of a laptop's screen. `live`: it may ask whom it came from. */
export async function openInChromium(
  context: Context,
  address: string,
  options: { readonly dark?: boolean; readonly live?: boolean } = {},
): Promise<Opened> {
  const executablePath = (await context.run(['sh', '-c', 'command -v chromium'])).trim();
  // Its sandbox is not what is tried, and root has none.
  const browser = await chromium.launch({ executablePath, chromiumSandbox: false });
  context.onEnd('close the browser', () => browser.close());
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    colorScheme: options.dark ? 'dark' : 'light',
  });
  const did: string[] = [];
  page.on('request', (request) => {
    const own = options.live && new URL(request.url()).origin === new URL(address).origin;
    if (request.url() !== address && !own) did.push(`it asked for ${request.url()}`);
  });
  page.on('dialog', (dialog) => {
    did.push(`it opened a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => did.push(`it failed: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') did.push(`it complained: ${message.text()}`);
  });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' });
  const began = performance.now();
  await page.goto(address);
  await page.waitForSelector('html[data-ready]', { timeout: READY_MS });
  return {
    page,
    openMs: performance.now() - began,
    async workedMs() {
      const { metrics } = await devtools.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
    },
    asItShould: () => assert.deepEqual(did, []),
  };
}

export interface Pictures {
  /** Of the page's thread, for one of them. */
  readonly workMs: number;
  /** As they came; whoever else works on this machine takes from them. */
  readonly perSecond: number;
  readonly longestMs: number;
}

/**
 * Moves something from each picture of the page to the next. `moves`: in the page's own language, a `step(picture)` and an
 * `end()`. What comes back is of this machine and this moment: something to tell, not to judge by; see {@link touched}.
 */
export async function pictures({ page, workedMs }: Opened, moves: string, count: number): Promise<Pictures> {
  const before = await workedMs();
  const times = await page.evaluate<number[]>(`(async () => {
    ${moves}
    const times = [];
    for (let picture = 0; picture <= ${count}; picture++) {
      step(picture);
      times.push(await new Promise(requestAnimationFrame));
    }
    end();
    return times;
  })()`);
  const workMs = ((await workedMs()) - before) / count;
  const gaps = times.slice(1).map((time, at) => time - (times[at] ?? 0));
  const whole = gaps.reduce((sum, gap) => sum + gap, 0);
  return { workMs, perSecond: (count * 1000) / whole, longestMs: Math.max(...gaps) };
}

export interface Touched {
  /** Calls of the canvas for one picture. */
  readonly drawn: number;
  /** Changes of the document for one picture. */
  readonly changed: number;
}

/** Moves in the same way, and counts what a picture takes, on whatever machine. */
export async function touched({ page }: Opened, moves: string, count: number): Promise<Touched> {
  return page.evaluate<Touched>(`(async () => {
    let drawn = 0;
    let changed = 0;
    const canvas = CanvasRenderingContext2D.prototype;
    const own = {};
    for (const name of ['arc', 'clip', 'fill', 'fillRect', 'fillText', 'lineTo', 'measureText', 'moveTo', 'stroke']) {
      own[name] = canvas[name];
      canvas[name] = function (...given) {
        drawn++;
        return own[name].apply(this, given);
      };
    }
    const observer = new MutationObserver((all) => { changed += all.length; });
    observer.observe(document, { attributes: true, characterData: true, childList: true, subtree: true });
    ${moves}
    for (let picture = 0; picture < ${count}; picture++) {
      step(picture);
      await new Promise(requestAnimationFrame);
    }
    end();
    await new Promise(requestAnimationFrame);
    changed += observer.takeRecords().length;
    observer.disconnect();
    Object.assign(canvas, own);
    return { drawn: drawn / ${count}, changed: changed / ${count} };
  })()`);
}
