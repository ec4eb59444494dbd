import { readFamily } from './family.mjs';
import { policySource } from './policy.mjs';
import { checkSharedNames, typescript } from './typescript.mjs';
import { uapi } from './uapi.mjs';

const SPECIFICATION = `
name: toy
protocol: genetlink
doc: A family.
definitions:
  - { type: const, name: max-size, value: 7 }
  - { type: enum, name: colour, doc: Colours., entries: [ { name: red, value: 4 }, { name: dark-green } ] }
attribute-sets:
  - name: thing
    attributes:
      - { name: size, type: u32, checks: { max: 70000 } }
      - { name: heat, type: s32, checks: { min: -5, max: 5 } }
      - { name: inner, type: nest, nested-attributes: part, multi-attr: true }
      - { name: seen, type: u64 }
  - name: part
    attributes:
      - { name: label, type: string, checks: { max-len: 9 } }
operations:
  list:
    - { name: thing-set, attribute-set: thing, flags: [ admin-perm ], do: { request: { attributes: [ heat, inner ] } } }
    - { name: thing-get, attribute-set: thing, do: { reply: { attributes: [ seen ] } } }
    - { name: size-set, attribute-set: thing, do: { request: { attributes: [ size ] } } }
    - { name: thing-changed, attribute-set: thing, notify: thing-get, mcgrp: all }
mcast-groups:
  list: [ { name: all } ]
`;

const family = readFamily(SPECIFICATION);

test('numbers count from one, and go on from a value that is given', () => {
  const header = uapi(family, 'toy.yaml');
  expect(header).toContain('\tTOY_CMD_THING_SET = 1,\n\tTOY_CMD_THING_GET,');
  expect(header).toContain('\tTOY_COLOUR_RED = 4,\n\tTOY_COLOUR_DARK_GREEN,');
  expect(typescript(family, 'toy.yaml')).toContain('darkGreen: 5,');
});

test('a policy takes what a request may have and nothing else', () => {
  const source = policySource(family, 'toy.yaml', 'x.h');
  const set = /toy_thing_set_nl_policy\[TOY_A_THING_INNER \+ 1\] = \{([^}]*)\}/.exec(source)?.[1];
  expect(set).toContain('[TOY_A_THING_HEAT] = NLA_POLICY_RANGE(NLA_S32, -5, 5)');
  expect(set).toContain('[TOY_A_THING_INNER] = NLA_POLICY_NESTED(toy_part_nl_policy)');
  expect(set).not.toContain('TOY_A_THING_SEEN');
  expect(source).not.toContain('toy_thing_get_nl_policy');
});

test('a limit over 16 bits gets a range of its own', () => {
  const source = policySource(family, 'toy.yaml', 'x.h');
  expect(source).toContain('NLA_POLICY_FULL_RANGE(NLA_U32, &toy_thing_size_range)');
  expect(source).toContain('.max = 70000,');
});

test('a notification carries what its command answers, and is no command', () => {
  expect(family.operations[3]?.tells?.map(({ name }) => name)).toEqual(['seen']);
  expect(policySource(family, 'toy.yaml', 'x.h')).not.toContain('.cmd = TOY_CMD_THING_CHANGED');
});

test('an unquoted comma, a name that is not there, and a type that is none are refused', () => {
  expect(() => readFamily(SPECIFICATION.replace('{ name: label,', '{ name: label, and more: 1,'))).toThrow(
    'label: nothing reads "and more"',
  );
  expect(() => readFamily(SPECIFICATION.replace('[ seen ]', '[ unseen ]'))).toThrow('no attribute unseen');
  expect(() => readFamily(SPECIFICATION.replace('type: u64', 'type: u65'))).toThrow(
    'thing.seen: no type u65',
  );
});

test('tables whose names mean different things cannot be joined', () => {
  const other = SPECIFICATION.replace(
    'name: thing-get, attribute-set: thing,',
    'name: thing-get, attribute-set: other,',
  )
    .replace(
      '  - name: part',
      '  - name: other\n    attributes: [ { name: seen, type: u32 } ]\n  - name: part',
    )
    .replace('notify: thing-get', 'event: { attributes: [ size ] }');
  expect(() => checkSharedNames(readFamily(other))).toThrow('other.seen is u32, elsewhere u64');
});
