/** Each way in for other people's projects, as their first user has it: what is packed, an empty folder, no privilege. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const root = (name: string) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** Who has nothing of this machine. */
const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
const RUN = 'npx --no-install testbed';

const lab = (passphrase: string, end: string) => `nodes:
  ap: { kind: ap, ssid: cafe, passphrase: a shared secret }
  sta1: { kind: station, ${passphrase} }
${end}`;
const GOOD = lab('network: ap', '');

const FILES: Readonly<Record<string, string>> = {
  'lab.yaml': GOOD,
  'good.yaml': `time: virtual\n${lab('network: ap', 'timeline: [{ at: 1s, expect: { node: sta1, reaches: ap } }]\n')}`,
  'bad.yaml': `time: virtual\n${lab(
    'ssid: cafe, passphrase: another secret, idle: true',
    'timeline: [{ at: 1s, start: sta1 }, { at: 1s, expect: { node: sta1, connected: true, within: 10s } }]\n',
  )}`,
  'wifi.test.js': `import { expect } from 'vitest';
import { laboratory } from '@vwifi/testbed/vitest';
const test = laboratory('lab.yaml');
test('reaches', async ({ lab }) => { await expect(lab.node('sta1')).toReach('ap'); });
test('is cut off', async ({ lab }) => {
  await lab.node('sta1').supplicant.disconnect();
  await expect(lab.node('sta1')).toReach('ap', { withinMs: 100 });
});
`,
  'test_wifi.py': `def test_reaches(lab):
    assert lab.node("sta1").reaches("ap")

def test_is_cut_off(lab):
    lab.node("sta1").control("DISCONNECT")
    assert lab.node("sta1").reaches("ap", within=0)
`,
  'go.mod':
    'module wifi\n\ngo 1.18\n\nrequire vwifi v0.0.0\n\nreplace vwifi => ./node_modules/@vwifi/testbed/clients/go\n',
  'wifi_test.go': `package wifi

import (
	"testing"
	"time"
	"vwifi"
)

func TestWifi(t *testing.T) {
	lab, err := vwifi.Up("lab.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer lab.Close()
	sta1 := lab.Node("sta1")
	if err := sta1.Reaches("ap", 5*time.Second); err != nil {
		t.Fatal(err)
	}
	t.Run("IsCutOff", func(t *testing.T) {
		sta1.Control("DISCONNECT")
		if err := sta1.Reaches("ap", 0); err != nil {
			t.Fatal(err)
		}
	})
}
`,
};

/** A way in: what a person types, its status, and what it says of the planted cause. */
interface Door {
  readonly name: string;
  readonly command: string;
  readonly status: number;
  readonly says: readonly RegExp[];
}

const DOORS: readonly Door[] = [
  {
    name: 'shell',
    command: `mkdir out && ${RUN} run --radios 1 --writable out -- sh -c 'iw dev >out/seen; exit 3'; a=$?
      grep -q 'Interface vw0' out/seen || exit 9
      ${RUN} run lab.yaml --on sta1 -- sh -c 'ping -c 1 -W 2 10.0.0.1 && ping -c 1 -W 1 10.0.0.77'; echo "status $a $?"`,
    status: 0,
    says: [/1 received/, /100% packet loss/, /status 3 1/],
  },
  {
    name: 'judged',
    command: `${RUN} test good.yaml bad.yaml`,
    status: 1,
    says: [
      /^1 passed, 1 failed$/m,
      /FAIL[^\n]*sta1 is connected[\s\S]*reason=WRONG_KEY/,
      /explain: the passphrase of sta1 is not the one of ap/,
    ],
  },
  {
    name: 'vitest',
    command: 'npx --no-install vitest run --testTimeout 60000 wifi.test.js',
    status: 1,
    says: [/1 failed \| 1 passed/, /is cut off/, /CTRL-EVENT-DISCONNECTED/],
  },
  {
    name: 'pytest',
    command:
      'PYTHONDONTWRITEBYTECODE=1 PYTHONPATH=node_modules/@vwifi/testbed/clients/python /usr/bin/python3 -m pytest -p vwifi.pytest_plugin -p no:cacheprovider --vwifi-lab lab.yaml test_wifi.py',
    status: 1,
    says: [/1 failed, 1 passed/, /test_is_cut_off/, /CTRL-EVENT-DISCONNECTED/],
  },
  {
    name: 'go',
    command: 'GOPROXY=off GOFLAGS=-mod=mod GOCACHE=$HOME/go-cache go test ./...',
    status: 1,
    says: [/--- FAIL: TestWifi\/IsCutOff/, /sta1 did not reach ap[\s\S]*CTRL-EVENT-DISCONNECTED/],
  },
];

export default scenario(
  'what is packed, installed into an empty folder by who has no privilege, runs tests of a shell, Vitest, pytest, Go and by itself; each names a planted cause',
  { only: ['host'], limitMs: 480_000, programs: ['python3', 'go'], nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    const packed = `${testbed.folder}/packed`;
    const own = `${testbed.folder}/own`;
    // In a copy: what is packed is put together beside the sources, where others would find it.
    await context.run(
      `mkdir -p ${packed} ${own} && cp -a --reflink=auto ${root('packages')} ${packed}/packages &&
       ln -s ${root('node_modules')} ${packed}/node_modules && ln -s ${root('labs')} ${packed}/labs &&
       for name in nl80211 kernel testbed vwifi-tool; do
         (cd ${packed}/packages/$name && npm pack --silent --pack-destination ${packed} >/dev/null) || exit 1
       done`,
    );
    const version = (
      await context.run(['node', '-p', `require('${root('node_modules/vitest/package.json')}').version`])
    ).trim();
    const installed = await testbed.script(
      `cd own && npm init -y >/dev/null && npm pkg set type=module &&
       npm install --prefer-offline --no-audit --no-fund ../packed/*.tgz vitest@${version}`,
    );
    assert.equal(installed.status, 0, installed.stderr);
    for (const [name, text] of Object.entries(FILES)) await context.machine.writeFile(`${own}/${name}`, text);
    const unprivileged = process.getuid?.() === 0;
    if (unprivileged)
      await context.run(
        `chmod 755 ${testbed.folder}/.. ${testbed.folder} && chown -R 65534:65534 ${own} ${testbed.folder}/run`,
      );
    // With an empty cache, and nothing in the environment that says where anything else is; without the colours that
    // runners of tests take for granted where an environment says that it is one of continuous integration.
    const home = `NO_COLOR=1 HOME=$PWD XDG_CACHE_HOME=$PWD/cache XDG_STATE_HOME=$PWD/state`;
    for (const { name, command, status, says } of DOORS) {
      await context.machine.writeFile(`${own}/${name}.door`, `${command}\n`);
      const script = `cd own && exec ${unprivileged ? NOBODY.join(' ') : ''} env ${home} sh ${name}.door 2>&1`;
      const done = await testbed.script(script);
      assert.equal(done.status, status, `${name}: ${done.stdout}`);
      for (const pattern of says)
        assert.match(done.stdout, pattern, `${name}: ${pattern} is not in: ${done.stdout}`);
    }
  },
);
