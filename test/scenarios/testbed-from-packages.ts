import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const root = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

export default scenario(
  'what is packed is installed into an empty folder, and runs a command and a judged laboratory with an empty cache',
  { only: ['host'], limitMs: 150_000 },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const folder = `${testbed.folder}/packed`;
    const own = `${testbed.folder}/own`;
    // In a copy: what is packed is put together beside the sources, where others would find it.
    await context.run(
      `mkdir -p ${folder} ${own} ${testbed.folder}/cache && cp -a --reflink=auto ${root('packages')} ${folder}/packages &&
       ln -s ${root('node_modules')} ${folder}/node_modules &&
       for name in nl80211 kernel testbed vwifi-tool; do
         (cd ${folder}/packages/$name && npm pack --silent --pack-destination ${folder} >/dev/null) || exit 1
       done`,
    );
    const inOwn = async (command: string) =>
      testbed.script(`cd own && XDG_CACHE_HOME=$PWD/../cache && export XDG_CACHE_HOME && ${command}`);
    const installed = await testbed.script(
      'cd own && npm init -y >/dev/null && npm install --prefer-offline --no-audit --no-fund ../packed/*.tgz',
    );
    assert.equal(installed.status, 0, installed.stderr);
    const ran = await inOwn(
      `mkdir out && npx --no-install testbed run --radios 1 --writable out -- sh -c 'iw dev >out/seen; exit 3'`,
    );
    assert.equal(ran.status, 3, ran.stderr);
    assert.match(await context.run(['cat', `${own}/out/seen`]), /Interface vw0/);
    await context.machine.writeFile(
      `${own}/lab.yaml`,
      'time: virtual\nnodes: { ap: { kind: ap }, sta1: { kind: station } }\ntimeline: [{ at: 1s, expect: { node: sta1, reaches: ap } }]\n',
    );
    const judged = await inOwn('npx --no-install testbed test lab.yaml');
    assert.match(judged.stdout, /^1 passed, 0 failed$/m, judged.stdout + judged.stderr);
  },
);
