import assert from 'node:assert/strict';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { unzip } from '../../packages/testbed/dist/trace/zip.js';
import { openInChromium } from '../lib/browser.js';
import type { Context } from '../lib/context.js';
import { inside } from '../lib/inside.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const TOOL = fileURLToPath(new URL('../../../node_modules/.bin/vwifi-tool', import.meta.url));
const HOSTILE = '<img src=x onerror=hit=1>';
const LAB = `nodes:
  ap: { kind: ap, ssid: "${HOSTILE}", passphrase: a shared secret, position: [0, 0] }
  sta1: { kind: station, position: [3, 0] }
`;

/** What a knock at the door gets: a status, or 'nothing' where the connection ends without an answer. */
const knock = (port: number, path: string, headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<number | 'nothing'>((resolve) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers, agent: false }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    });
    asked.on('error', () => resolve('nothing'));
    asked.end(method === 'POST' ? '{"place":"sta1","x":900,"y":0,"z":0}' : undefined);
  });

/** For a process of somebody else: knocks at each path, and prints what each gets. */
const KNOCK = `const [port, ...paths] = process.argv.slice(1);
const knock = (path) => new Promise((resolve) => require('http')
  .get({ host: '127.0.0.1', port, path, agent: false }, (answer) => resolve(answer.statusCode))
  .on('error', () => resolve('nothing')));
Promise.all(paths.map(knock)).then((said) => console.log(JSON.stringify(said)));`;

/** A page of another origin, which tries what such a page can. */
async function hostilePage(context: Context, target: string): Promise<string> {
  const script = `(async () => {
    const said = [];
    for (const [path, init] of [
      ['/', {}], ['/live', {}], ['/live', { headers: { authorization: 'Bearer x' } }],
      ['/deed', { method: 'POST', mode: 'no-cors', body: '{"place":"sta1","x":900,"y":0,"z":0}' }],
      [new URL('${target}').pathname, {}], [new URL('${target}').pathname, { mode: 'no-cors' }],
    ])
      said.push(await fetch(new URL(path, '${target}'), init).then((answer) => answer.type + answer.status, () => 'nothing'));
    document.documentElement.dataset.ready = 'true';
    document.title = JSON.stringify(said);
  })()`;
  const server = createServer((_, answer) => {
    answer.setHeader('content-type', 'text/html');
    answer.end(`<!doctype html><script>${script}</script>`);
  });
  context.onEnd('close the hostile server', async () => void server.close());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
}

export default scenario(
  'the live page shows a laboratory to its user and answers nobody else; a node that is dragged away is heard less',
  { only: ['host'], programs: ['chromium', 'setpriv'], limitMs: 240_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await context.machine.writeFile(`${testbed.folder}/lab.yaml`, LAB);
    await testbed.ok('up', `${testbed.folder}/lab.yaml`, '--record');
    const view = async (...words: string[]): Promise<string> =>
      JSON.parse(await testbed.ok('view', '--json', ...words)).address;
    const signal = async (): Promise<number> =>
      Number(/signal: (-\d+)/.exec(await testbed.ok('exec', 'sta1', '--', 'iw', 'vw1', 'link'))?.[1]);

    // Without a token, under another name, from another page: nothing, and not a word.
    const first = new URL(await view('--control'));
    const port = Number(first.port);
    const host = first.host;
    for (const [what, path, headers, method] of [
      ['no token', '/', { host }],
      ['a wrong token', '/open/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', { host }],
      ['no word', '/live', { host }],
      ['a wrong word', '/live', { host, authorization: 'Bearer x' }],
      ['another name of this host', first.pathname, { host: `evil.example:${port}` }],
      ['the page of another origin', first.pathname, { host, origin: 'http://evil.example' }],
      ['a deed without a word', '/deed', { host, origin: first.origin }, 'POST'],
    ] as const)
      assert.equal(await knock(port, path, headers, method), 'nothing', what);

    // Another user of this machine reaches the port, and neither the token nor the laboratory's socket.
    const asOther = ['setpriv', '--reuid', '65534', '--regid', '65534', '--clear-groups'];
    const other = await context.attempt([...asOther, 'ls', `${testbed.folder}/run/vwifi`]);
    assert.notEqual(other.status, 0, "the folder of the socket is its user's");
    const seen = await context.run([
      ...asOther,
      'sh',
      '-c',
      'cat /proc/[0-9]*/cmdline /proc/[0-9]*/environ 2>&1; :',
    ]);
    assert.ok(seen.includes('/proc/'), 'it looks at what others run');
    assert.ok(!seen.includes(first.pathname.slice('/open/'.length)), 'and the token is in none of it');
    const knockAsOther = async (...paths: string[]): Promise<unknown> =>
      JSON.parse(await context.run([...asOther, process.execPath, '-e', KNOCK, `${port}`, ...paths]));
    assert.deepEqual(await knockAsOther('/', '/live', '/open/', '/open/A'), Array(4).fill('nothing'));

    const hostile = await openInChromium(context, await hostilePage(context, first.href), { live: true });
    await hostile.page.waitForFunction('document.title !== ""');
    assert.deepEqual(JSON.parse(await hostile.page.title()), Array(6).fill('nothing'));

    // Its user: once.
    const { page, asItShould } = await openInChromium(context, first.href, { live: true });
    assert.equal(await knock(port, first.pathname, { host }), 'nothing', 'a token that was used');
    assert.deepEqual(await knockAsOther(first.pathname, '/live'), ['nothing', 'nothing'], 'by somebody else');
    const sta1 = page.locator('[data-node=sta1]');
    await page.locator('.hearing td').filter({ hasText: 'ap, connected' }).first().waitFor();
    const search = async (words: string, row: RegExp) => {
      await page.getByRole('searchbox').fill(words);
      await page.getByRole('option').filter({ hasText: row }).first().waitFor();
    };
    await search('sta1 CTRL-EVENT-CONNECTED', /CTRL-EVENT-CONNECTED - Connection to/);
    await search('Trying to associate', /SSID='<img src=x onerror=hit=1>'/);
    assert.equal(await page.evaluate("'hit' in globalThis || document.images.length > 0"), false);
    const before = await signal();
    const box = await sta1.locator('circle').boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + 60, box.y - 60, { steps: 4 });
    await page.mouse.up();
    await context.eventually('sta1 hears its access point less', async () => (await signal()) < before - 3);
    const heard = await signal();
    await page
      .locator('.hearing td')
      .filter({ hasText: `${heard} dBm` })
      .first()
      .waitFor();
    await search('stands at', /sta1 stands at/);
    const { unzip: unpacked } = await inside<{ unzip: typeof unzip }>('trace/zip.js');
    const records = 'records.jsonl';
    let traces = 0;
    await context.eventually('the trace has that signal after that move', async () => {
      const trace = `${testbed.folder}/dragged${++traces}.zip`;
      await testbed.ok('trace', 'save', trace);
      const text = (await unpacked(trace, new Set([records]))).get(records) ?? new Uint8Array();
      const all = Buffer.from(text)
        .toString()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const moved = all.findIndex(({ text }) => /^sta1 stands at/.test(text ?? ''));
      const signals = (from: number, to?: number) =>
        all.slice(from, to).flatMap(({ kind, signalDbm = 0 }) => (kind === 'station' ? [signalDbm] : []));
      return moved > 0 && signals(0, moved).includes(before) && signals(moved).includes(heard);
    });
    // By keyboard, too.
    await sta1.focus();
    await page.keyboard.press('ArrowLeft');
    await page
      .getByRole('option')
      .filter({ hasText: /sta1 stands at/ })
      .nth(1)
      .waitFor();

    // What else happens in the air.
    const control = page.locator('#controls');
    const choose = (label: string, value: string) =>
      control.getByLabel(label, { exact: true }).selectOption(value);
    const fill = (label: string, value: string) => control.getByLabel(label, { exact: true }).fill(value);
    const press = (name: string) => control.getByRole('button', { name, exact: true }).click();
    await choose('From', 'sta1');
    await choose('To', 'ap');
    await fill('Power in dBm', '12');
    await press('Send with it');
    await search('sta1 sends with', /sta1 sends with 12 dBm/);
    await press('Deny');
    await search('drops what', /ap drops what sta1 sends/);
    const ping = () => testbed.run('exec', 'sta1', '--', 'ping', '-c', '1', '-W', '1', '10.0.0.1');
    assert.equal((await ping()).status, 1);
    await press('Allow');
    await search('takes what', /ap takes what sta1 sends/);
    assert.equal((await ping()).status, 0);
    await fill('Delay in milliseconds', '200');
    await press('Set');
    await search('link from sta1', /the link from sta1 to ap changes/);
    assert.match((await ping()).stdout, /time=2\d\d /);
    await fill('Message of the handshake', '2');
    await press('Lose it');
    await search('message 2', /message 2 of the next handshake from sta1 to ap is lost/);
    const faults = () => testbed.ok('exec', '--', TOOL, 'fault', 'ls');
    await context.eventually('the fault stands', async () => /drop +EAPOL 2 .*vw0/.test(await faults()));
    // What is beyond its bounds is not even asked for.
    await fill('Power in dBm', '31');
    await press('Send with it');
    assert.equal(await page.getByRole('status').first().textContent(), 'live');
    asItShould();

    // A page that may change nothing has no way to.
    const readOnly = await openInChromium(context, await view(), { live: true });
    await readOnly.page.locator('[data-node=sta1][role=img]').waitFor();
    assert.equal(await readOnly.page.locator('#controls').isVisible(), false);
    readOnly.asItShould();
    await testbed.ok('down');
    await page
      .getByRole('status')
      .filter({ hasText: /has ended|nobody answers/ })
      .waitFor();
  },
);
