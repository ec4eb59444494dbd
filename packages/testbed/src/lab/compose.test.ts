import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { labFrom } from './from-object.js';
import { parseLab } from './parse.js';
import type { LabSpec } from './schema.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-compose-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
const parse = (text: string) => parseLab(text, join(folder, 'top.yaml'));
const fault = (text: string): string => {
  try {
    parse(text);
  } catch (error) {
    return (error as Error).message.replaceAll(`${folder}/`, '');
  }
  return 'no fault';
};

write(
  'base.yaml',
  'name: base\nseed: 7\nnodes:\n  ap: { kind: ap, ssid: x, channel: 1 }\n  sta: { kind: station }\ntimeline:\n  - { at: 1s, stop: sta }\n',
);
write('more.yaml', 'nodes:\n  sta2: { kind: station }\ntimeline:\n  - { at: 2s, stop: sta2 }\n');
write(
  'wrong.yaml',
  'nodes:\n  sta2: { kind: station }\ntimeline:\n  - { at: 2s, stop: sta2 }\n  - { at: 2s, stop: nobody }\n',
);

it('what a file extends holds where it says nothing', () => {
  const lab = parse('extends: base.yaml\nname: mine\nnodes:\n  ap: { kind: ap, channel: 11 }\n');
  expect(lab).toMatchObject({ name: 'mine', seed: 7, timeline: [{ deed: { do: 'stop', node: 'sta' } }] });
  expect(lab.nodes).toMatchObject([{ name: 'ap', ssid: 'x', frequencyMhz: 2462 }, { name: 'sta' }]);
});

it('what a file includes is added', () => {
  const lab = parse('includes: [more.yaml]\nnodes: { ap: { kind: ap } }\ntimeline: [{ at: 1s, stop: ap }]\n');
  expect(lab.nodes.map(({ name }) => name)).toEqual(['ap', 'sta2']);
  expect(lab.timeline).toHaveLength(2);
});

it('a file in a folder below may name one above, within the folder of the laboratory', () => {
  mkdirSync(join(folder, 'deep'), { recursive: true });
  write('deep/up.yaml', 'extends: ../base.yaml\n');
  expect(parse('extends: deep/up.yaml\n').nodes).toHaveLength(2);
});

it('variables of a file count for what it extends and includes', () => {
  // biome-ignore lint/suspicious/noTemplateCurlyInString: that is what variables look like
  write('part.yaml', 'variables: { n: 1 }\nnodes:\n  part: { kind: ap, channel: "${n}" }\n');
  const channelOf = (text: string) => parse(text).nodes[0];
  expect(channelOf('includes: part.yaml\n')).toMatchObject({ frequencyMhz: 2412 });
  for (const how of ['extends', 'includes'])
    expect(channelOf(`${how}: part.yaml\nvariables: { n: 11 }\n`)).toMatchObject({ frequencyMhz: 2462 });
});

it('paths in a file start from its own folder', () => {
  mkdirSync(join(folder, 'deep'), { recursive: true });
  write('deep/own.conf', 'ssid=own\n');
  write('deep/ap.yaml', 'nodes:\n  ap: { kind: ap, hostapd: own.conf }\n');
  expect(parse('extends: deep/ap.yaml\n').nodes[0]).toMatchObject({ ownConf: join(folder, 'deep/own.conf') });
});

it('a mistake is told where it stands', () => {
  expect(fault('extends: base.yaml\nnodes:\n  ap: { kind: ap, channel: 99 }\n')).toMatch(
    /^top\.yaml:3:\d+: nodes\.ap\.channel/,
  );
  write('bad.yaml', 'nodes:\n  ap: { kind: ap, channel: 99 }\n');
  expect(fault('extends: bad.yaml\n')).toMatch(/^bad\.yaml:2:\d+: nodes\.ap\.channel/);
  expect(
    fault('includes: wrong.yaml\nnodes: { ap: { kind: ap } }\ntimeline: [{ at: 1s, stop: ap }]\n'),
  ).toMatch(/^wrong\.yaml:5:\d+: .*"nobody"/);
});

describe('a file that cannot be taken is one line', () => {
  write('itself.yaml', 'extends: itself.yaml\n');
  write('ring1.yaml', 'extends: ring2.yaml\n');
  write('ring2.yaml', 'extends: ring1.yaml\n');
  write('list.yaml', '- 1\n');
  write('broken.yaml', 'nodes: [\n');
  write('big.yaml', 'x'.repeat((1 << 20) + 1));
  symlinkSync('/etc/passwd', join(folder, 'link.yaml'));
  execFileSync('mkfifo', [join(folder, 'pipe.yaml')]);
  for (let i = 0; i < 10; i++) write(`chain${i}.yaml`, `extends: chain${i + 1}.yaml\n`);
  it.each([
    [
      'extends: nowhere.yaml',
      /^top\.yaml:1:10: extends nowhere\.yaml: cannot read nowhere\.yaml: there is no such file$/,
    ],
    [
      'extends: .',
      /^top\.yaml:1:10: extends \.: .* is outside of the laboratory's folder, .*; copy it there$/,
    ],
    ['extends: /dev/zero', /extends \/dev\/zero: \/dev\/zero is outside of the laboratory's folder/],
    ['extends: ../x.yaml', /extends \.\.\/x\.yaml: .* is outside of the laboratory's folder/],
    ['extends: link.yaml', /extends link\.yaml: .* is outside of the laboratory's folder/],
    ['extends: pipe.yaml', /cannot read pipe\.yaml: it is no plain file$/],
    ['extends: big.yaml', /cannot read big\.yaml: it is larger than 1048576 bytes$/],
    ['extends: itself.yaml', /^itself\.yaml:1:10: extends itself\.yaml: that file is this one, or names it/],
    ['extends: ring1.yaml', /^ring2\.yaml:1:10: extends ring1\.yaml: that file is this one, or names it/],
    ['extends: chain0.yaml', /^chain7\.yaml:1:10: extends chain8\.yaml: too many files/],
    ['extends: list.yaml', /extends list\.yaml: list\.yaml is no laboratory$/],
    ['extends: broken.yaml', /^broken\.yaml:2:1: not YAML/],
    ['extends: 7', /^top\.yaml:1:10: extends is no path of a file$/],
    ['includes: [base.yaml, 7]', /^top\.yaml:1:\d+: includes has an entry that is no path of a file$/],
    [
      'includes: base.yaml\nnodes: { ap: { kind: ap } }',
      /includes base\.yaml: nodes\.ap is there already; rename one of them, or take extends$/,
    ],
    ['includes: base.yaml\nseed: 8', /includes base\.yaml: seed is given twice, and differs/],
    ['extend: base.yaml\nnodes: {}', /unknown key "extend".*did you mean "extends"/],
  ])('%j', (text, words) => {
    expect(fault(text).split('\n')[0]).toMatch(words);
  });
});

it('an object has no files', () => {
  const spec: LabSpec = { extends: 'base.yaml', nodes: { ap: { kind: 'ap' } } };
  expect(() => labFrom(spec, { folder, name: 'x' })).toThrow(
    /extends names a file, which only a laboratory in a file can/,
  );
});
