/** Root of a container that somebody without any right made: user 65534, with a user and a network namespace of its own. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Context } from './context.js';
import type { Program } from './program.js';
import type { Answer, Question } from './stranger-program.js';

/** Compiled, this file is in test/dist/lib. */
const inProject = (path: string) => fileURLToPath(new URL(`../../../${path}`, import.meta.url));
/** What it can read. */
export const FOLDER = '/tmp/stranger';
const PROGRAM = `${FOLDER}/stranger-program.js`;

export class Stranger {
  readonly #context: Context;
  readonly #container: Program;

  private constructor(context: Context, container: Program) {
    this.#context = context;
    this.#container = container;
  }

  /** @param programs files below test/ that it may read, too */
  static async enters(context: Context, programs: readonly string[] = []): Promise<Stranger> {
    const library = `${FOLDER}/node_modules/@vwifi/nl80211`;
    const from = inProject('packages/nl80211');
    context.onEnd('delete its folder', async () => {
      await context.attempt(['rm', '-rf', FOLDER]);
    });
    // It may not look into whose ever checkout this is.
    await context.run(
      `mkdir -p ${library} && cp -r ${from}/package.json ${from}/dist ${library}/ &&` +
        ` mkdir -p ${library}/build/Release && cp ${from}/build/Release/*.node ${library}/build/Release/ &&` +
        ` cp ${inProject('test/dist/lib/stranger-program.js')} ${PROGRAM} &&` +
        programs.map((path) => ` cp ${inProject(`test/${path}`)} ${FOLDER}/ &&`).join('') +
        ` echo '{"type":"module"}' > ${FOLDER}/package.json && chmod -R a+rX ${FOLDER}`,
    );
    const container = await context.start('container', [
      ...['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', 'unshare', '-Urn'],
      ...['sh', '-c', 'echo "I am $(id -u)"; exec sleep infinity'],
    ]);
    await container.output.next(/I am 0/);
    return new Stranger(context, container);
  }

  get pid(): number {
    return this.#container.pid;
  }

  /** It ends, and with it what nobody else holds of its namespaces. */
  leaves(): Promise<void> {
    return this.#container.stop('SIGKILL');
  }

  behind(argv: readonly string[]): string[] {
    return ['nsenter', '-t', String(this.pid), '--user', '--net', ...argv];
  }

  /** Runs a command of the shell; a status other than 0 is a result. */
  attempt(command: string) {
    return this.#context.attempt(this.behind(['sh', '-c', command]));
  }

  run(command: string): Promise<string> {
    return this.#context.run(this.behind(['sh', '-c', command]));
  }

  async ask(questions: readonly Question[]): Promise<Answer[]> {
    const argv = this.behind([process.execPath, PROGRAM, 'commands', JSON.stringify(questions)]);
    const lines = (await this.#context.run(argv)).trim().split('\n');
    return lines.map((line) => JSON.parse(line) as Answer);
  }

  start(...args: readonly string[]): Promise<Program> {
    return this.#context.start(`stranger-${args[0]}`, this.behind([process.execPath, PROGRAM, ...args]));
  }

  /** How many frames an interface of its own has received. */
  async heard(name: string): Promise<number> {
    const [link] = JSON.parse(await this.run(`ip -j -s link show ${name}`)) as {
      stats64: { rx: { packets: number } };
    }[];
    return link?.stats64.rx.packets ?? -1;
  }
}

interface Attribute {
  readonly name: string;
  readonly type?: string;
  readonly 'nested-attributes'?: string;
  readonly 'multi-attr'?: boolean;
  readonly checks?: { readonly min?: number };
}

interface Operation {
  readonly name: string;
  readonly 'attribute-set': string;
  readonly do?: { readonly request?: { readonly attributes: readonly string[] } };
  readonly dump?: object;
}

interface Spec {
  readonly 'attribute-sets': readonly {
    name: string;
    'subset-of'?: string;
    attributes: readonly Attribute[];
  }[];
  readonly operations: { readonly list: readonly Operation[] };
}

/** By what a radio of somebody else may be named. */
export type Target = Readonly<Record<'id' | 'radio' | 'ifindex' | 'ifname' | 'address', unknown>>;

const camel = (name: string) => name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());

/** Every command of the driver's family, each in every way in which it can name a radio. */
export async function everyQuestion(target: Target): Promise<Question[]> {
  const spec = parse(await readFile(inProject('packages/driver-c/spec/vwifi.yaml'), 'utf8')) as Spec;
  const setOf = (name: string): readonly Attribute[] => {
    const set = spec['attribute-sets'].find((each) => each.name === name);
    const whole = set?.['subset-of'] ? setOf(set['subset-of']) : [];
    return (set?.attributes ?? []).map((each) => ({
      ...whole.find(({ name }) => name === each.name),
      ...each,
    }));
  };
  const names = Object.keys(target) as (keyof Target)[];
  const sampleOf = (attribute: Attribute, by: keyof Target): unknown => {
    const nested = attribute['nested-attributes'];
    if (nested) {
      const inside = attributesOf(
        setOf(nested).map(({ name }) => name),
        nested,
        by,
      );
      return attribute['multi-attr'] ? [inside] : inside;
    }
    if (attribute.name === 'ifname') return 'stranger0';
    if (attribute.type === 'string') return 'stranger';
    if (attribute.type === 'flag') return true;
    if (attribute.type === 'binary') return '02:00:00:00:00:99';
    return attribute.name === 'interval' ? 1000 : (attribute.checks?.min ?? 1);
  };
  const attributesOf = (wanted: readonly string[], set: string, by: keyof Target) =>
    Object.fromEntries(
      setOf(set)
        .filter(({ name }) => wanted.includes(name))
        .filter(({ name }) => !names.includes(name as keyof Target) || name === by || set === 'tap')
        .map((attribute) => [
          camel(attribute.name),
          attribute.name === by && set !== 'tap' ? target[by] : sampleOf(attribute, by),
        ]),
    );
  return spec.operations.list.flatMap((operation) => {
    const set = operation['attribute-set'];
    const command = camel(operation.name);
    const wanted = operation.do?.request?.attributes ?? [];
    const asked = operation.do
      ? names.map((by) => ({ command, dump: false, attributes: attributesOf(wanted, set, by) }))
      : [];
    const different = [...new Map(asked.map((each) => [JSON.stringify(each), each])).values()];
    return operation.dump ? [...different, { command, dump: true, attributes: {} }] : different;
  });
}

/** The types of interface that anybody may make with `ip link add`, by the driver's own source. */
export async function linkTypes(): Promise<string[]> {
  const folder = inProject('packages/driver-c/src');
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.c'));
  const sources = await Promise.all(files.map((name) => readFile(join(folder, name), 'utf8')));
  return sources.flatMap((source) =>
    [...source.matchAll(/\.kind = "([^"]+)"/g)].map(([, kind = '']) => kind),
  );
}
