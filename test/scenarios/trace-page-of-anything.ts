import assert from 'node:assert/strict';
import { openInChromium, pictures, touched } from '../lib/browser.js';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const STATIONS = 20;
const SECONDS = 600;
const PICTURES = 60;
/** What a picture may take, however long the trace: that of what has room on the screen. */
const MOST = { drawn: 20_000, changed: 600 };

/** What runs in a page that takes a name for more than text. */
const HOSTILE = [
  '<img src=x onerror=hit=1>',
  '</script><script>hit=1</script>',
  '<!--<script>\u2028hit=1',
  '"%DATA%"$&$`',
];

const address = (index: number): string => `02:00:00:00:00:${index.toString(16).padStart(2, '0')}`;
const hexOf = (text: string): string => Buffer.from(text).toString('hex');
const octets = (text: string): string => text.replaceAll(':', '');

/** A probe request for a name, whatever is in that. */
const probe = (from: string, ssid: string): string =>
  `40000000${'ff'.repeat(6)}${octets(from)}${'ff'.repeat(6)}0000` +
  `00${Buffer.byteLength(ssid).toString(16).padStart(2, '0')}${hexOf(ssid)}`;
const authentication = (from: string, to: string): string =>
  `b0000000${octets(to)}${octets(from)}${octets(to)}0000000001000000`;

/** The records of ten minutes: scans, handshakes, lines, signals of twenty stations. */
function* records(): Generator<object> {
  let id = 0;
  for (let second = 0; second < SECONDS; second++)
    for (let station = 1; station <= STATIONS; station++) {
      const base = { us: second * 1e6 + station * 997, node: `sta${station}` };
      const ssid = HOSTILE[(second + station) % HOSTILE.length] ?? '';
      const frame = { kind: 'frame', from: address(station), sealed: false, frequencyMhz: 2437 };
      yield {
        ...{ id: ++id, ...base, ...frame, frame: 'probe request', to: 'ff:ff:ff:ff:ff:ff' },
        ...{ bytes: 60, octets: probe(address(station), ssid) },
      };
      yield {
        ...{ id: ++id, ...base, ...frame, frame: 'authentication', to: address(0), acknowledged: true },
        ...{ bytes: 30, octets: authentication(address(station), address(0)) },
      };
      yield {
        ...{ id: ++id, ...base, kind: 'daemon', program: 'wpa_supplicant', text: `saw ${ssid}` },
        ...{ event: 'CTRL-EVENT-BSS-ADDED', fields: { ssid } },
      };
      yield {
        ...{ id: ++id, us: base.us, kind: 'station', node: 'ap', peer: address(station) },
        ...{ signalDbm: -40 - ((second + station) % 30), toMbps: 54, fromMbps: 6 + (second % 48) },
      };
    }
}

/** In the page: the lanes and the list are moved. */
const SCROLL = `const lanes = document.getElementById('lanes');
  const list = document.getElementById('list');
  const step = () => {
    lanes.dispatchEvent(new WheelEvent('wheel', { deltaX: 40, bubbles: true, cancelable: true }));
    list.scrollTop += 60;
  };
  const end = () => {};`;
const INSIDE = `({
  hit: 'hit' in globalThis,
  images: document.images.length,
  scripts: document.scripts.length,
  title: document.title,
  policy: document.querySelector('meta[http-equiv]').content,
})`;

interface Inside {
  readonly hit: boolean;
  readonly images: number;
  readonly scripts: number;
  readonly title: string;
  readonly policy: string;
}

export default scenario(
  'of ten minutes of twenty stations only what is seen is drawn; what is on the air is text and never runs',
  { only: ['host'], programs: ['chromium'], limitMs: 120_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const folder = `${testbed.folder}/trace`;
    const write = (name: string, text: string) => context.machine.writeFile(`${folder}/${name}`, text);
    const [name = ''] = HOSTILE;
    const node = (kind: string, index: number) => ({
      ...{ name: kind === 'ap' ? 'ap' : `sta${index}`, namespace: 'x', interface: `vw${index}`, kind },
      ...{ ssid: HOSTILE[index % HOSTILE.length], frequencyMhz: 2437, security: { type: 'open' } },
    });
    const nodes = [node('ap', 0), ...Array.from({ length: STATIONS }, (_, at) => node('station', at + 1))];
    const bssid = { name: 'ap', role: 'ap', bssid: address(0) };
    const finding = { cause: name, text: name, remedy: name, evidence: [{ text: name, record: 2 }] };
    await write('laboratory.json', JSON.stringify({ name, nodes }));
    await write('status.json', JSON.stringify({ nodes: [bssid] }));
    await write(
      'explained.json',
      JSON.stringify([{ node: 'sta1', well: false, findings: [finding], last: [] }]),
    );
    await write('records.jsonl', [...records()].map((each) => `${JSON.stringify(each)}\n`).join(''));
    await write(
      'trace.json',
      JSON.stringify({ format: 1, lab: name, time: 'real', versions: { [name]: name } }),
    );
    const html = `${testbed.folder}/page.html`;
    const told = JSON.parse(await testbed.ok('trace', 'show', folder, '--out', html, '--json'));
    assert.equal(told.records, SECONDS * STATIONS * 3);

    const opened = await openInChromium(context, `file://${html}`, { dark: true });
    const { page, asItShould } = opened;
    const openingMs = await opened.workedMs();
    context.timeline.note(`opened in ${Math.round(opened.openMs)} ms, ${Math.round(openingMs)} ms of work`);
    // Of all of it, and of a part in which arrows are told apart.
    for (const closer of [0, 6]) {
      for (let times = 0; times < closer; times++)
        await page.getByRole('button', { name: 'Zoom in' }).click();
      const { workMs, perSecond } = await pictures(opened, SCROLL, PICTURES);
      const { drawn, changed } = await touched(opened, SCROLL, PICTURES);
      context.timeline.note(
        `work for a picture: ${workMs.toFixed(1)} ms; ${perSecond.toFixed(0)} pictures a second; ${drawn.toFixed(0)} drawn, ${changed.toFixed(0)} changed`,
      );
      assert.ok(drawn > 0 && drawn < MOST.drawn, `${drawn} calls of the canvas for a picture`);
      assert.ok(changed > 0 && changed < MOST.changed, `${changed} changes of the document for a picture`);
    }

    // As text, everywhere.
    const evidence = page.locator('.evidence');
    assert.equal(await evidence.textContent(), name);
    await evidence.click();
    for (const text of HOSTILE) {
      await page.getByRole('searchbox').fill(text);
      const row = page.getByRole('option').filter({ hasText: `saw ${text.replace('\u2028', '')}` });
      if (!text.includes('\u2028')) await row.first().waitFor();
    }
    await page.keyboard.press('Escape');
    await page.locator('#lanes').hover({ position: { x: 700, y: 100 } });
    const inside = await page.evaluate<Inside>(INSIDE);
    assert.equal(inside.hit, false, 'nothing of the air ran');
    assert.equal(inside.images, 0);
    assert.equal(inside.scripts, 1, 'the page has its own script alone');
    assert.ok(inside.title.startsWith(name));
    assert.match(inside.policy, /default-src 'none'; script-src 'sha256-[^']+'; .*connect-src 'none'/);
    asItShould();
  },
);
