import { existsSync, readFileSync } from 'node:fs';
import type { PolicyAttribute } from '../../genl/nlctrl.js';
import { generateBytes, tryDecode } from '../../testing/generate.js';
import { nameOf } from '../../wire/named.js';
import type { Nest, Table } from '../../wire/table.js';
import { attributes, message } from './attributes.js';
import { COMMANDS } from './commands.js';

const HEADER = '/usr/include/linux/nl80211.h';

/** The numbers of an enum of the header, by name: plain counting, `= N` and `= OTHER` are all that occurs there. */
function readEnum(text: string, name: string): Map<string, number> {
  const body = new RegExp(`enum ${name} \\{(.*?)\\n\\};`, 's').exec(text)?.[1] ?? '';
  const values = new Map<string, number>();
  let next = 0;
  for (const item of body.replace(/\/\*.*?\*\//gs, '').split(',')) {
    const [, key, value] = /(\w+)\s*(?:=\s*(.+))?$/s.exec(item.trim()) ?? [];
    if (!key) continue;
    if (value !== undefined) next = values.get(value.trim()) ?? Number(value);
    if (Number.isNaN(next)) continue;
    values.set(key, next++);
  }
  return values;
}

interface Header {
  readonly header: string;
  readonly attributes: Readonly<Record<string, number>>;
  readonly commands: Readonly<Record<string, number>>;
}

const fixture = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url), 'utf8'));

function readHeader(path: string): Header {
  const text = readFileSync(path, 'utf8');
  const relevant = (name: string) => !/_(MAX|AFTER_LAST|UNSPEC)$/.test(name);
  const pick = (name: string, prefix: string) =>
    Object.fromEntries(
      [...readEnum(text, name)]
        .filter(([key]) => key.startsWith(prefix) && relevant(key))
        .map(([key, number]) => [key.slice(prefix.length), number]),
    );
  return {
    header: 'of this system',
    attributes: pick('nl80211_attrs', 'NL80211_ATTR_'),
    commands: pick('nl80211_commands', 'NL80211_CMD_'),
  };
}

/** The names and numbers of kernel 6.12, and whatever header this system has. */
const headers = [fixture('header-6.12.json') as Header, ...(existsSync(HEADER) ? [readHeader(HEADER)] : [])];

describe.each(headers)('parity with the header $header', ({ header, attributes: wanted, commands }) => {
  const tell = (what: string, missing: readonly string[], all: number) => {
    const percent = (100 * (all - missing.length)) / all;
    process.stdout.write(
      `nl80211 ${what} of header ${header} in the table: ${percent.toFixed(1)} % of ${all}\n`,
    );
  };

  test('every attribute is in the table', () => {
    const ids = new Set<number>(Object.values(attributes).map(([id]) => id));
    const names = Object.keys(wanted);
    const missing = names.filter((name) => !ids.has(wanted[name] ?? -1));
    tell('attributes', missing, names.length);
    expect(names.length).toBeGreaterThan(300);
    expect(missing).toEqual([]);
  });

  test('every command is in the table', () => {
    const names = Object.keys(commands);
    const missing = names.filter((name) => nameOf(COMMANDS, commands[name] ?? -1) === undefined);
    tell('commands', missing, names.length);
    expect(names.length).toBeGreaterThan(140);
    expect(missing).toEqual([]);
  });
});

interface FixturePolicy {
  readonly type: keyof typeof SIZES;
  readonly minlen?: number;
  readonly maxlen?: number;
  readonly policy?: number;
}

/** Bytes that the kernel's type takes; undefined: any number. */
const SIZES = {
  flag: 0,
  u8: 1,
  u16: 2,
  u32: 4,
  u64: 8,
  s8: 1,
  s16: 2,
  s32: 4,
  s64: 8,
  binary: undefined,
  'nul-string': undefined,
  nested: undefined,
  'nested-array': undefined,
} satisfies Partial<Record<NonNullable<Exclude<PolicyAttribute['type'], number>>, number | undefined>>;

describe('parity with the policy that kernel 6.1 told of itself', () => {
  const { policies } = fixture('policy-6.1.json') as {
    policies: Record<string, Record<string, FixturePolicy>>;
  };
  const byId = new Map<number, readonly [string, Table[string][1]]>(
    Object.entries(attributes as Table).map(([name, [id, codec]]) => [id, [name, codec]]),
  );
  const rows = Object.entries(policies['0'] ?? {}).map(([id, policy]) => [Number(id), policy] as const);

  test('covers the root', () => {
    expect(rows.length).toBeGreaterThan(200);
  });

  test.each(rows)('attribute %i takes the size the kernel takes', (id, policy) => {
    const [name, codec] = byId.get(id) ?? ['nothing', undefined];
    expect(codec).toBeDefined();
    if (!codec) return;
    const size =
      policy.minlen !== undefined && policy.minlen === policy.maxlen ? policy.minlen : SIZES[policy.type];
    if (policy.type.startsWith('nested')) {
      expect([name, codec.nested]).toEqual([name, true]);
    } else if (policy.type === 'flag') {
      expect([name, codec.omits?.(false)]).toEqual([name, true]);
    } else if (size !== undefined) {
      const bytes = new Uint8Array(size);
      expect([name, tryDecode(codec, bytes) !== undefined]).toEqual([name, true]);
    }
  });

  test('nested policies have tables', () => {
    const nested = rows.filter(([, { policy }]) => policy !== undefined && policy !== 0);
    expect(nested.length).toBeGreaterThan(5);
    for (const [id, { policy }] of nested) {
      const codec = byId.get(id)?.[1] as Partial<Nest<Table>> | undefined;
      const inner = codec?.table ? codec : (codec?.inside?.(1)?.codec as Partial<Nest<Table>> | undefined);
      const known = new Set(Object.values(inner?.table ?? {}).map(([each]) => each));
      const missing = Object.keys(policies[String(policy)] ?? {}).filter((each) => !known.has(Number(each)));
      expect([byId.get(id)?.[0], missing]).toEqual([byId.get(id)?.[0], []]);
    }
  });
});

test('a generated message names attributes of the table only', () => {
  const bytes = generateBytes(message, (below) => Math.floor(below / 2));
  expect(tryDecode(message, bytes)).toBeDefined();
});
