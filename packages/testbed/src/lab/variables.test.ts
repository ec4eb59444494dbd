// biome-ignore-all lint/suspicious/noTemplateCurlyInString: that is what variables look like
import { labFrom } from './from-object.js';
import { parseLab } from './parse.js';
import type { LabSpec } from './schema.js';

const HEAD = 'variables: { channel: 11, secret: a shared secret, who: sta, pin: 12345678, far: true }\n';
const parse = (nodes: string, more = '') => parseLab(`${HEAD}nodes:\n${nodes}${more}`, 'lab.yaml');
const fault = (text: string): string => {
  try {
    parseLab(text, 'lab.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  return 'no fault';
};

it('a variable stands for its value: alone as what it is, within a text spelt', () => {
  const { nodes } = parse(
    '  ap: { kind: ap, ssid: "of ${who}", channel: "${channel}", passphrase: "${pin}", hidden: "${far}" }\n  p: { kind: program, command: "echo ${secret} ${HOME} $${who}" }\n',
  );
  expect(nodes).toMatchObject([
    { ssid: 'of sta', frequencyMhz: 2462, hidden: true, security: { passphrase: '12345678' } },
    { command: 'echo a shared secret ${HOME} ${who}' },
  ]);
});

it('what is given with the file counts for more than what is in it', () => {
  const text = 'variables: { channel: 1 }\nnodes: { ap: { kind: ap, channel: "${channel}" } }\n';
  expect(parseLab(text, 'lab.yaml').nodes[0]).toMatchObject({ frequencyMhz: 2412 });
  expect(parseLab(text, 'lab.yaml', { variables: { channel: 11 } }).nodes[0]).toMatchObject({
    frequencyMhz: 2462,
  });
});

it('an object may have them, too', () => {
  const spec = { variables: { name: 'x' }, nodes: { ap: { kind: 'ap', ssid: '${name}' } } } as LabSpec;
  expect(labFrom(spec, { folder: '/', name: 'lab' }).nodes[0]).toMatchObject({ ssid: 'x' });
});

describe('a mistake is one line, with its place and what to do', () => {
  const one = (variables: string, ssid: string) =>
    `variables: ${variables}\nnodes:\n  ap: { kind: ap, ssid: "${ssid}" }\n`;
  it('of a value that is given for what is not there', () => {
    const give = () => parseLab(one('{ channel: 1 }', 'x'), 'lab.yaml', { variables: { chanel: 2 } });
    expect(give).toThrow(/^lab\.yaml: it has no variable "chanel"; did you mean "channel"\?$/);
  });

  it.each([
    [
      one('{ chanel: x }', '${channel}'),
      /^lab\.yaml:3:25: nodes\.ap\.ssid names the variable "channel".*did you mean "chanel"/,
    ],
    [
      one('{ a: x }', '${something}'),
      /"something", which is not there; known: a; the text itself is written \$\$\{something\}$/,
    ],
    [one('{ a: [1] }', '${a}'), /^lab\.yaml:1:\d+: variables\.a is no text, number, true or false/],
    [one('{ "a b": x }', '${a b}'), /"a b" is not a name: a letter/],
    [one('[a]', 'x'), /^lab\.yaml:1:\d+: variables is a list, not a mapping/],
    [
      `${one('{ a: x }', '${a}')}stations: "\${a}"\n`,
      /^lab\.yaml:4:\d+: stations is a text, not a whole number from 1 to 1000/,
    ],
    [one(`{ a: ${'x'.repeat(4000)} }`, '${a}'.repeat(2000)), /variables make texts of more than \d+ letters/],
  ])('%#', (text, words) => {
    const message = fault(text);
    expect(message).toMatch(words);
    expect(message).not.toMatch(/^no fault$/);
  });
});
