import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

const LAB = `name: divided
backend: uml
kernel: uml-fast
medium: { model: dcf }
nodes:
  ap: { kind: ap, ssid: test, security: wpa3-sae, passphrase: "12345678", address: 10.0.0.1/24 }
  sta: { kind: station, address: 10.0.0.2/24, persona: raspberry-pi-4 }
`;
const EVERYBODY = 'ff:ff:ff:ff:ff:ff';
const LIMIT = /^.*medium\.model is dcf within each machine.*contend with nobody.*$/gm;

export default scenario(
  'testbed up says in one line what machines with a shared air do not share, and nothing of it where one kernel has them all',
  { only: ['host'], limitMs: 120_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await context.run(['sh', '-c', `cat > ${testbed.folder}/lab.yaml`], { input: LAB });
    const up = (isolation: string) =>
      testbed.ok('up', `${testbed.folder}/lab.yaml`, '--isolation', isolation);
    // Its radio is like its device either way, and has the driver's own name and address.
    const isLikeIt = async (address: RegExp) => {
      const phy = await testbed.ok('exec', 'sta', '--', 'iw', 'phy');
      assert.match(phy, /VHT RX MCS set:\n\s+1 streams: MCS 0-9\n\s+2 streams: not supported/);
      assert.doesNotMatch(phy, /HE Iftypes|GCMP/);
      assert.match(await testbed.ok('exec', 'sta', '--', 'ip', 'link'), address);
    };
    assert.doesNotMatch(await up('namespace'), /within each machine/);
    await isLikeIt(/vw1: [\s\S]*link\/ether 00:76:77:31:00:00/);
    await testbed.ok('down');
    assert.equal((await up('machine')).match(LIMIT)?.length, 1);
    await isLikeIt(/vw0: /);
    // The limit is of contention: what is sent arrives.
    const { pings } = await testbed.status('--ping');
    assert.deepEqual(
      pings.map(({ from, to, ok }) => [from, to, ok]),
      [
        ['ap', 'sta', true],
        ['sta', 'ap', true],
      ],
    );
    // So does what a group key protects.
    await testbed.ok(
      ...['exec', 'ap', '--', 'hostapd_cli', '-p', '/run/hostapd', 'deauthenticate', EVERYBODY],
    );
    await context.eventually(
      'the station was sent away and is back',
      async () => {
        const log = await testbed.ok('logs', 'sta');
        return /CTRL-EVENT-DISCONNECTED .*reason=2[\s\S]*CTRL-EVENT-CONNECTED/.test(log);
      },
      20_000,
    );
    await testbed.ok('down');
  },
);
