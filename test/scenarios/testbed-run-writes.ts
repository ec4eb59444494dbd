import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

/** A guest boots before it, on a machine that may be busy. */
const BOOT_MS = 60_000;

export default scenario(
  'a command in a laboratory writes the folders that are named, and nothing else',
  { only: ['host'], limitMs: 120_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const { folder } = testbed;
    const at = (name: string) => `${folder}/${name}`;
    const write = (name: string, text: string) => context.machine.writeFile(at(name), text);
    const read = async (name: string) => Buffer.from(await context.machine.readFile(at(name))).toString();
    for (const name of ['out/old', "odd 'name/x", 'mine/file']) await write(name, 'before\n');

    // Refused before anything is booted, each in a sentence.
    for (const [words, why] of [
      ['/', /root of all files/],
      ['"$HOME"', /home folder/],
      ['/etc', /belongs to the system/],
      ['nowhere', /no such folder/],
      ['mine/file', /is a file/],
    ] as const)
      assert.match((await testbed.script(`$testbed run --writable ${words} -- true`)).stderr, why);

    // Both directions at once, while it runs; then what it may not.
    const command = `
      echo from the guest >out/new
      until [ -e out/answer ]; do sleep 0.02; done
      cat out/answer; rm out/old; mkdir out/deep; mv out/new out/deep/moved; chmod 640 out/deep/moved
      ln -s ../mine out/way; echo x >out/way/file; echo x >mine/file; echo x >here; mv mine/file out/copy
      echo also >"odd 'name/new"; ls out`;
    const running = await testbed.start(
      ...['run', '--radios', '0', '--writable', 'out', '--writable', "odd 'name"],
      ...['--', 'sh', '-c', command],
    );
    await context.eventually(
      'the host sees what is written',
      async () => (await context.attempt(['cat', at('out/new')])).stdout === 'from the guest\n',
      BOOT_MS,
    );
    await write('out/answer', 'from the host\n');
    assert.equal(await running.status(), 0, running.output.all.join('\n'));
    assert.ok(running.output.all.includes('from the host'), 'the guest sees what the host writes');
    assert.equal(await read('out/deep/moved'), 'from the guest\n');
    assert.equal(
      (await context.run(['stat', '-c', '%a %u', at('out/deep/moved')])).trim(),
      `640 ${process.getuid?.()}`,
    );
    assert.equal(await read('out/copy'), 'x\n', 'moved in as it was in the guest');
    assert.equal(await read("odd 'name/new"), 'also\n');
    assert.equal(await read('mine/file'), 'before\n', 'not by its name, not by a link, not by moving');
    assert.equal(
      (await context.run(['ls', folder])).trim(),
      "mine\nodd 'name\nout\nrun",
      'nothing else came',
    );
    assert.equal((await context.run(['ls', at('out')])).trim(), 'answer\ncopy\ndeep\nway');

    // Killed, with a file half written: who serves the folder goes, too.
    const lost = await testbed.start(
      ...['run', '--radios', '0', '--writable', 'out', '--', 'sh', '-c', 'yes >out/long'],
    );
    await context.eventually(
      'it writes',
      async () => (await context.attempt(['test', '-s', at('out/long')])).status === 0,
      BOOT_MS,
    );
    assert.ok(
      (await testbed.processes()).some((line) => /files\/main\.js|held-main/.test(line)),
      'it is served',
    );
    await lost.stop('SIGKILL');
    await context.eventually('nobody is left', async () => (await testbed.processes()).length === 0);
  },
);
