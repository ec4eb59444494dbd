/** What is ready to paste into other people's projects: it can be read, its versions are ours, and what it calls is there. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { inRoot } from './lib/root.mjs';

/** @param {string} name */
const text = (name) => readFileSync(inRoot('ci', name), 'utf8');
const { version } = JSON.parse(readFileSync(inRoot('packages', 'testbed', 'package.json'), 'utf8'));
const programs = readFileSync(inRoot('packages', 'testbed', 'src', 'machine', 'programs.ts'), 'utf8');
const commands = readFileSync(inRoot('packages', 'testbed', 'src', 'cli', 'program.ts'), 'utf8');

const action = parse(text('github-action/action.yml'));
const gitlab = parse(text('gitlab.yml'))['.vwifi'];
const compose = parse(text('compose.yaml')).services.wifi;
const containerlab = parse(text('containerlab.clab.yml')).topology.nodes.air;
const devcontainer = JSON.parse(text('devcontainer/devcontainer.json'));
const container = text('Containerfile').replaceAll('\\\n', '');

/** Every script in them, by what holds it. @type {readonly (readonly [string, string])[]} */
const scripts = [
  ...action.runs.steps.flatMap((/** @type {any} */ step) => (step.run ? [['GitHub', step.run]] : [])),
  ...gitlab.before_script.map((/** @type {string} */ line) => ['GitLab', line]),
  ...[...container.matchAll(/^RUN (.*)$/gm)].map(([, script]) => ['Containerfile', script]),
  ['compose', compose.command.at(-1)],
  ['devcontainer', devcontainer.postCreateCommand],
  ...containerlab.exec.map((/** @type {string} */ line) => ['containerlab', line]),
];

describe('what is ready to paste', () => {
  it('has one version, that of the packages', () => {
    expect(action.inputs.version.default).toBe(version);
    expect(gitlab.variables.VWIFI_VERSION).toBe(version);
    expect(container).toContain(`ARG VERSION=${version}\n`);
  });

  it.each(scripts)('%s: %j is a script', (_, script) => {
    const { status, stderr } = spawnSync('bash', ['-n', '-c', script], { encoding: 'utf8' });
    expect([stderr, status]).toEqual(['', 0]);
  });

  it('calls commands that testbed has', () => {
    const called = scripts.flatMap(([, script]) =>
      [...script.matchAll(/(?:^|[\s'])testbed (\w+)/gm)].map((match) => match[1] ?? ''),
    );
    expect(called.length).toBeGreaterThan(4);
    const known = [...commands.matchAll(/\.command\('(\w+)/g)].map((match) => match[1]);
    for (const name of [...called, 'test']) expect(known).toContain(name);
  });

  it('installs one list of packages, with all that a laboratory needs', () => {
    const lists = scripts.flatMap(([, script]) =>
      [...script.matchAll(/--no-install-recommends ([a-z0-9 -]+?)(?: *&&|$)/gm)].map((match) =>
        (match[1] ?? '').trim(),
      ),
    );
    expect(lists).toHaveLength(3);
    expect(new Set(lists).size).toBe(1);
    const packages = (lists[0] ?? '').split(' ');
    const rows = [...programs.matchAll(/package: '([^']+)'[^}]*?needed: (true|false)/g)];
    const needed = rows.filter((row) => row[2] === 'true').map((row) => row[1]);
    expect(needed.length).toBeGreaterThan(6);
    for (const name of needed) expect(packages).toContain(name);
    const known = [...rows.map((row) => row[1]), 'wireless-regdb'];
    for (const name of packages) expect(known).toContain(name);
  });

  it('answers no questions of packages', () => {
    const asked = scripts.filter(([, script]) => /apt-get install/.test(script));
    for (const [where, script] of asked)
      if (where === 'GitLab') expect(gitlab.variables.DEBIAN_FRONTEND).toBe('noninteractive');
      else expect(script).toMatch(/DEBIAN_FRONTEND=noninteractive apt-get install/);
    expect(asked).toHaveLength(3);
  });

  it('is built from files that are there', () => {
    expect(compose.build.dockerfile).toBe('Containerfile');
    expect(devcontainer.build.dockerfile).toBe('../Containerfile');
    expect(containerlab.image).toBe(compose.image);
    expect(action.runs.using).toBe('composite');
  });
});
