import assert from 'node:assert/strict';
import { scenario } from '../lib/scenario.js';
import { TestbedCommand } from '../lib/testbed.js';

interface Case {
  readonly name: string;
  readonly ap?: string;
  readonly sta?: string;
  readonly more?: string;
  /** What its one line has to say, besides the node's name at its beginning. */
  readonly says: RegExp;
  readonly node?: 'ap' | 'sta1';
  /** It could come yet: it is waited for until the limit. */
  readonly hopes?: true;
  readonly up?: readonly string[];
}

const PSK = 'passphrase: "12345678"';
/** What a file of somebody's own says: another channel than the laboratory knows of. */
const OWN = `interface=vw0
ssid=test
hw_mode=a
channel=36
country_code=US
wpa=2
wpa_key_mgmt=WPA-PSK
rsn_pairwise=CCMP
wpa_passphrase=12345678
`;

const CASES: readonly Case[] = [
  {
    name: 'absent',
    sta: `ssid: elsewhere, ${PSK}`,
    says: /"elsewhere".*hears no such network, only "test"/,
    hopes: true,
  },
  {
    name: 'silent',
    ap: `${PSK}, extra: [start_disabled=1]`,
    says: /"test".*ap sends no beacons/,
    hopes: true,
  },
  {
    name: 'no-pmf',
    ap: `${PSK}, extra: [ieee80211w=0]`,
    sta: 'extra: [ieee80211w=2]',
    says: /passes it over.*MFP Required/,
  },
  {
    name: 'pmf-wanted',
    ap: `${PSK}, extra: [ieee80211w=2]`,
    sta: 'extra: [ieee80211w=0]',
    says: /passes it over.*AP requires it/,
  },
  {
    name: 'other-keys',
    ap: `security: wpa3-sae, ${PSK}`,
    sta: `security: wpa2-psk, ${PSK}`,
    says: /passes it over.*key mgmt mismatch/,
  },
  { name: 'wrong-key', sta: 'passphrase: "87654321"', says: /ap refuses its passphrase/ },
  {
    name: 'other-band',
    hopes: true,
    ap: `${PSK}, hostapd: own.conf`,
    says: /on 2437 MHz \(channel 6, 2\.4GHz band\); ap sends on 5180 MHz \(channel 36, 5GHz band\), where it does not look/,
  },
  {
    name: 'bad-line',
    ap: `${PSK}, extra: [nonsense=1]`,
    node: 'ap',
    says: /unknown configuration item 'nonsense'/,
  },
  {
    name: 'no-country',
    ap: `${PSK}, channel: 36`,
    node: 'ap',
    says: /5180.*not allowed for AP mode/,
  },
  {
    name: 'own-machines',
    ap: `security: wpa3-sae, ${PSK}`,
    sta: `security: wpa2-psk, ${PSK}`,
    up: ['--isolation', 'machine'],
    says: /passes it over.*key mgmt mismatch/,
  },
  {
    name: 'absent-machine',
    hopes: true,
    sta: `ssid: elsewhere, ${PSK}`,
    up: ['--isolation', 'machine'],
    says: /"elsewhere".*hears no such network/,
  },
];
/** Part of their time they wait. */
const AT_ONCE = 4;
/** A busy machine takes half of the shorter one for the boot. */
const LIMIT_S = 90;
const HOPING_S = 40;

export default scenario(
  'a laboratory that cannot come up says within its limit which node waits for what, and leaves nothing',
  { only: ['host'], limitMs: 400_000, nightly: true },
  async (context) => {
    const testbed = await TestbedCommand.prepare(context);
    await context.machine.writeFile(`${testbed.folder}/own.conf`, OWN);
    const refuse = async ({ name, ap = PSK, sta = '', node = 'sta1', says, hopes, up = [] }: Case) => {
      const limit = hopes ? HOPING_S : LIMIT_S;
      const path = `${testbed.folder}/${name}.yaml`;
      await context.machine.writeFile(
        path,
        `nodes:\n  ap: { kind: ap, ssid: test, ${ap} }\n  sta1: { kind: station${sta ? `, ${sta}` : ''} }\n`,
      );
      const began = performance.now();
      const { status, stderr } = await testbed.run('up', path, '--timeout', String(limit), ...up);
      assert.equal(status, 1, `${name}: ${stderr}`);
      assert.ok(performance.now() - began < (limit + 10) * 1000, `${name}: in time`);
      const line = stderr.split('\n').find((each) => each.startsWith('error: ')) ?? '';
      assert.match(line, new RegExp(`^error: ${node}\\b`), name);
      assert.match(line, says, name);
    };
    // Who waits until the limit does so together.
    const cases = [...CASES.filter(({ hopes }) => hopes), ...CASES.filter(({ hopes }) => !hopes)];
    for (let i = 0; i < cases.length; i += AT_ONCE)
      await Promise.all(cases.slice(i, i + AT_ONCE).map(refuse));
    assert.deepEqual(await testbed.processes(), []);

    // A frame is tried seven times: of those nine in ten, half would come through.
    const lossy = `${testbed.folder}/lossy.yaml`;
    await context.machine.writeFile(
      lossy,
      'medium: { loss: 0.99 }\nnodes:\n  ap: { kind: ap, ssid: test }\n  sta1: { kind: station }\n',
    );
    const { status, stderr } = await testbed.run('up', lossy, '--time', 'virtual');
    if (status === 0) throw new Error('ninety-nine in a hundred are lost, and all pings came back');
    assert.match(stderr, /medium that loses 99 %/);
    // It is up, and there to be looked at, or it says that it is not.
    assert.equal(status, (await testbed.run('status')).status === 0 ? 3 : 1);
  },
);
