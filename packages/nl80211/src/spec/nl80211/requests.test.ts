import { readFileSync } from 'node:fs';
import { decodeFamilyMessage } from '../../genl/family.js';
import { parseCapture } from '../../testing/capture.js';
import { splitMessages } from '../../wire/message.js';
import { attributes } from './attributes.js';
import { COMMANDS, type CommandName } from './commands.js';
import { EVENTS, type EventRow } from './events.js';
import { nl80211 } from './family.js';
import { requestRow } from './request-types.js';
import { REQUESTS, UNUSED } from './requests.js';

const names = Object.keys(COMMANDS) as CommandName[];
const eventRow = (name: string): EventRow | undefined =>
  Object.hasOwn(EVENTS, name) ? (EVENTS as Record<string, EventRow>)[name] : undefined;

test('every command is asked, told, or on the list with its reason', () => {
  const asked = names.filter((name) => requestRow(name));
  const told = names.filter((name) => eventRow(name));
  const neither = names.filter((name) => !requestRow(name) && !eventRow(name));
  process.stdout.write(
    `nl80211 commands: ${asked.length} asked, ${told.length} told, ${neither.length} unused, of ${names.length}\n`,
  );
  expect(neither.sort()).toEqual(Object.keys(UNUSED).sort());
});

test('rows name attributes that exist, each once', () => {
  for (const [name, row] of Object.entries({ ...REQUESTS })) {
    const lists: readonly (readonly string[])[] = [row.takes, 'tells' in row ? row.tells : []];
    for (const list of lists) {
      expect([name, list.filter((each) => !Object.hasOwn(attributes, each))]).toEqual([name, []]);
      // A command that takes two sets may have an attribute from both of them.
      expect(list.length).toBeLessThan(120);
    }
  }
});

test('events that a command leads to have a row', () => {
  for (const [name, row] of Object.entries(REQUESTS)) {
    const missing = ('leadsTo' in row ? row.leadsTo : []).filter((event: string) => !eventRow(event));
    expect([name, missing]).toEqual([name, []]);
  }
});

const NL80211_ID = 32;
const capture = parseCapture(
  readFileSync(new URL('../../../fixtures/hwsim-6.1.txt', import.meta.url), 'utf8'),
);

test('what a kernel told and was asked in a capture is what the rows say', () => {
  let checked = 0;
  const wrong = new Set<string>();
  for (const { direction, data } of capture) {
    for (const { type, payload } of splitMessages(data)) {
      if (type !== NL80211_ID) continue;
      const { command, attributes: found } = decodeFamilyMessage(nl80211, payload);
      const row = direction === 'TX' ? requestRow(String(command)) : eventRow(String(command));
      const address = ['wiphy', 'ifindex', 'wdev', '$unknown'];
      const known: readonly string[] =
        direction === 'TX' ? ((row as { takes?: readonly string[] })?.takes ?? []) : tellsOf(command);
      checked++;
      for (const each of Object.keys(found)) {
        if (!known.includes(each) && !address.includes(each)) wrong.add(`${direction} ${command}: ${each}`);
      }
    }
  }
  expect(checked).toBeGreaterThan(100);
  expect([...wrong]).toEqual([]);
});

/** A reply carries the number of the command that makes such an object, not of the one that asked. */
function tellsOf(command: string | number): readonly string[] {
  const name = String(command);
  const asked = name.replace(/^new/, 'get');
  const scan = name === 'newScanResults' ? 'getScan' : asked;
  return [name, asked, scan].flatMap((each) => [
    ...(requestRow(each)?.tells ?? []),
    ...(eventRow(each)?.tells ?? []),
  ]);
}
