/** `testbed` as a person uses it: the command, in a runtime folder of its own, and what it leaves behind. */
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import type { ExecResult } from '@vwifi/testbed';
import type { Context } from './context.js';
import type { Program } from './program.js';
import { TOOL } from './tool.js';

const MAIN = fileURLToPath(new URL('../../../packages/testbed/dist/cli/main.js', import.meta.url));
/** Every process that comes from the command inherits it, however far it detaches itself. */
const MARK = 'VWIFI_TEST_MARK';
const UP_LIMIT_MS = 180_000;
/** Of each daemon's log, for a picture of a failure. */
const LOG_LINES = 10;

/** What `status --json` prints. */
export interface Status {
  readonly lab: string;
  readonly backend: string;
  readonly kernel: string;
  readonly nodes: readonly {
    readonly name: string;
    readonly role: string;
    readonly interface: string;
    readonly connected: boolean;
    readonly ssid: string;
    readonly bssid: string;
    readonly frequencyMhz: number;
    readonly signalDbm: number | null;
    readonly address: string;
  }[];
  readonly pings: readonly {
    readonly from: string;
    readonly to: string;
    readonly ok: boolean;
    readonly rttMs: number;
  }[];
}

export class TestbedCommand {
  readonly #context: Context;
  readonly #mark = randomUUID();
  readonly #env: Record<string, string>;
  readonly #netns: { readonly netns?: string };
  /** Where it keeps its sockets and logs. */
  readonly folder: string;

  private constructor(context: Context, folder: string, netns: string | undefined) {
    this.#context = context;
    this.folder = folder;
    this.#netns = netns === undefined ? {} : { netns };
    this.#env = { XDG_RUNTIME_DIR: `${folder}/run`, XDG_STATE_HOME: `${folder}/state`, [MARK]: this.#mark };
  }

  /** Everything runs in the network namespace, if one is named; the folder's own name may be chosen, too. */
  static async prepare(context: Context, netns?: string, place = 'folder'): Promise<TestbedCommand> {
    const home = (await context.run(['mktemp', '-d'])).trim();
    const folder = `${home}/${place}`;
    await context.run(['mkdir', folder]);
    await context.run(['mkdir', '-m', '700', `${folder}/run`]);
    const testbed = new TestbedCommand(context, folder, netns);
    context.onEnd('remove the runtime folder', async () => void (await context.run(['rm', '-rf', home])));
    context.onEnd('nothing is left', () => testbed.#nothingLeft());
    context.onFailure('laboratories.txt', () => testbed.#picture());
    context.onEnd('take the laboratory down', async () => {
      if ((await testbed.processes()).length > 0) await testbed.run('down');
    });
    return testbed;
  }

  /** Runs `testbed` and takes what comes. */
  run(...words: readonly string[]): Promise<ExecResult> {
    const argv = [process.execPath, MAIN, ...words];
    return this.#context.attempt(argv, { ...this.#netns, env: this.#env, timeoutMs: UP_LIMIT_MS });
  }

  /** Runs `testbed`, which has to succeed. */
  async ok(...words: readonly string[]): Promise<string> {
    const { status, stdout, stderr } = await this.run(...words);
    assert.equal(status, 0, `testbed ${words.join(' ')}: ${stderr || stdout}`);
    return stdout;
  }

  /** Runs `testbed`, which has to fail, and returns its complaint: short, and without a stack. */
  async refused(...words: readonly string[]): Promise<string> {
    const { status, stderr } = await this.run(...words);
    assert.notEqual(status, 0, `testbed ${words.join(' ')} must fail`);
    assert.doesNotMatch(stderr, /^\s+at .*:\d+/m, 'a sentence, not a stack');
    assert.ok(stderr.trim() !== '', 'it says what is wrong');
    assert.ok(stderr.trim().split('\n').length <= 12, `a few lines at most:\n${stderr}`);
    return stderr;
  }

  /** Runs `vwifi-tool` beside it, which has to succeed. */
  tool(...words: readonly string[]): Promise<string> {
    return this.#context.run([process.execPath, TOOL, ...words], { env: this.#env });
  }

  /** Runs a script in its folder, in which `$testbed` is the command. */
  script(
    script: string,
    options: { readonly input?: string; readonly timeoutMs?: number } = {},
  ): Promise<ExecResult> {
    const env = { ...this.#env, testbed: `${process.execPath} ${MAIN}` };
    return this.#context.attempt(script, { timeoutMs: UP_LIMIT_MS, ...options, env, cwd: this.folder });
  }

  start(...words: readonly string[]): Promise<Program> {
    return this.#context.start('testbed', [process.execPath, MAIN, ...words], {
      ...this.#netns,
      ...{ env: this.#env, cwd: this.folder },
    });
  }

  async status(...words: readonly string[]): Promise<Status> {
    return JSON.parse(await this.ok('status', '--json', ...words)) as Status;
  }

  /** Every process that came from this command and still runs, as `pid name`. */
  async processes(): Promise<string[]> {
    const found = await this.#context.attempt(
      // A guest and who serves its folders are given none of the environment; their command lines name the folder.
      `for p in /proc/[0-9]*; do { grep -qs '${MARK}=${this.#mark}' $p/environ || { grep -qE '^(linux|qemu-system|node)' $p/comm && grep -qs '${this.folder}/' $p/cmdline; }; } 2>/dev/null && echo "$(basename $p) $(tr '\\0\\n' '  ' < $p/cmdline | cut -c1-80)"; done; true`,
    );
    return found.stdout.split('\n').filter((line) => /^\d+ \S/.test(line));
  }

  /** What the laboratories that are up look like, and what their daemons said last. */
  async #picture(): Promise<string> {
    const told: string[] = [];
    const { stdout } = await this.run('ls', '--json');
    for (const { name } of JSON.parse(stdout) as { name: string }[]) {
      const status = await this.run('status', '--name', name, '--ping');
      told.push(`${name}:`, status.stdout + status.stderr);
      const whole = await this.run('status', '--name', name, '--json');
      // Of one that comes up or goes just now there is nothing to be seen, and why has been told above.
      if (whole.status !== 0) continue;
      for (const node of (JSON.parse(whole.stdout) as Status).nodes) {
        const log = await this.run('logs', '--name', name, node.name);
        told.push(`${node.name} said:`, ...(log.stdout + log.stderr).trimEnd().split('\n').slice(-LOG_LINES));
      }
    }
    return `${told.join('\n')}\n`;
  }

  async #nothingLeft(): Promise<void> {
    await this.#context.eventually(
      'no process is left',
      async () => (await this.processes()).length === 0,
      10_000,
    );
    const files = (
      await this.#context.run(['find', `${this.folder}/run`, '-mindepth', '1', '!', '-type', 'd'])
    ).trim();
    assert.equal(files, '', 'no socket and no file is left');
  }
}
