import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fakeKernel } from '../testing/fake-kernel.js';
import { VWifi } from './vwifi.js';

const page = readFileSync(new URL('../../../../docs/iw.md', import.meta.url), 'utf8');
const rows = [...page.matchAll(/^\| (`(?:iw|ip)\b.*?) \| (.*) \|$/gm)].map(([, iw = '', here = '']) => ({
  iw,
  here,
}));

/** What is called in the right column: 'dev.ibss.join', 'commands.getWowlan'. */
const calls = (here: string): string[] =>
  [...here.matchAll(/`([^`]*)`/g)]
    .map(([, code = '']) => code.replace(/\(mac\)/, ''))
    .filter((code) => /^(wifi|dev|phy|commands|dumps)\./.test(code))
    .map((code) => /^[\w.]+/.exec(code)?.[0] ?? code);

const called = [...new Set(rows.flatMap(({ here }) => calls(here)))];

test.each(called)('%s is there', async (path) => {
  const { socket } = fakeKernel({});
  await using wifi = await VWifi.open({ socket });
  const dev = wifi.dev('X');
  const { commands, dumps } = wifi;
  const names: Record<string, unknown> = {
    wifi,
    dev,
    phy: wifi.phy('P'),
    commands,
    dumps,
  };
  let at: unknown = names;
  for (const word of path.split('.')) {
    // `dev.station(mac).info()`: what it returns.
    const inner = (at as Record<string, unknown>)[word];
    at = word === 'station' ? dev.station('02:00:00:00:00:01') : inner;
  }
  expect([path, typeof at]).toEqual([path, 'function']);
});

test('the page has rows', () => {
  expect(rows.length).toBeGreaterThan(90);
  expect(called.length).toBeGreaterThan(60);
});

/** `dev <devname> scan sched_stop` is `scan sched_stop`: the words that are always the same. */
function verbOf(line: string): string {
  const words = line
    .trim()
    .split(/\s+/)
    .slice(/^\s*(dev|phy|wdev)\s+</.test(line) ? 2 : 0);
  const end = words.findIndex((word) => /[<[{(|=*]/.test(word) || /^[A-Z]/.test(word));
  return (end < 0 ? words : words.slice(0, end)).join(' ');
}

const iw = spawnSync('iw', ['help'], { encoding: 'utf8' });
const lines = (iw.stdout ?? '')
  .split('\n')
  .filter((line) => /^\t(dev|phy|wdev|reg|event|features|commands|list|help)\b/.test(line));
// Without iw there is little to compare with; the set-up installs it.
const verbs = lines.length > 0 ? [...new Set(lines.map(verbOf))] : ['scan dump'];

test.each(verbs)('the page has "iw %s"', (verb) => {
  const plain = page.replaceAll(/`iw (?:dev|phy|wdev) (?:[XYPN]) /g, '`iw ');
  expect(plain).toContain(`iw ${verb}`);
});
