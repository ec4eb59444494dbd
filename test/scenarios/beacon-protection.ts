import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { BIP_CIPHERS, type BipCipher, beaconMic, type Protection, protectionOf } from '../lib/bip.js';
import { Capture } from '../lib/capture.js';
import { openClient } from '../lib/client.js';
import { announcement } from '../lib/frames.js';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

const INJECT = fileURLToPath(new URL('../../programs/inject.py', import.meta.url));
const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
const PMF = { wpa_key_mgmt: 'WPA-PSK-SHA256', ieee80211w: 2, beacon_prot: 1 };
const NETWORK = { ...WPA2_NETWORK, key_mgmt: 'WPA-PSK-SHA256', ieee80211w: '2', beacon_prot: '1' };
/** A switch with the next beacon: a mode, channel 11, a count. */
const CSA = '250300 0b01';
/** What a station was given, as its log shows it: behind a head key id, packet number and key. */
const KDE = 6;
const GIVEN = /BIGTK in EAPOL-Key - hexdump\(len=\d+\): ([0-9a-f ]+)/g;

export default scenario(
  'beacons are protected with every cipher, as OpenSSL verifies, and a station takes no other',
  { debug: true, programs: ['python3'], nightly: 'debug' },
  async (context) => {
    const [ap, station, other] = await nodes(context, 3);
    assert.ok(ap && station && other);
    const list = await ap.run('iw phy vw_phy0 info');
    for (const feature of ['BEACON_PROTECTION', 'BEACON_PROTECTION_CLIENT'])
      assert.match(list, new RegExp(`\\[ ${feature} \\]`));
    await other.run('ip link set vw2 down && iw dev vw2 set type monitor && ip link set vw2 up');
    await other.iw('set', 'channel', '6');
    const injector = await other.start('inject', [...PYTHON, INJECT, other.interface]);
    const inject = async (frame: string) => {
      await injector.tell(frame);
      await injector.output.next(/acked$/);
    };
    const wifi = await openClient(context);
    const CAUSES = ['unprotected', 'wrongKey', 'replay', 'noKey'] as const;
    let before: Partial<Record<string, number>> = {};
    const counters = async (): Promise<Partial<Record<string, number>>> =>
      (await wifi.vwifi.radios.get(station.interface)).drops;
    const drops = async (cause: (typeof CAUSES)[number]): Promise<number> =>
      ((await counters())[cause] ?? 0) - (before[cause] ?? 0);

    for (const cipher of Object.keys(BIP_CIPHERS) as BipCipher[]) {
      before = await counters();
      const point = await hostapd(context, ap, { ...WPA2, ...PMF, group_mgmt_cipher: cipher });
      const daemon = await supplicant(context, station, NETWORK);
      await connected(context, daemon);
      // hostapd draws keys anew for its first station.
      const air = await Capture.ofTheAir(context);
      await station.pings(ap);
      // Renewed, under the other id: beacons go on under the new key.
      await point.control.ok('REKEY_GTK');
      await daemon.control.events.next(/(WPA|RSN): Group rekeying completed/);
      await station.pings(ap);
      await air.stop();
      for (const cause of CAUSES)
        assert.equal(await drops(cause), 0, `${cipher}: the station takes every one of them: ${cause}`);

      const keys = new Map<number, Buffer>();
      for (const [, text = ''] of daemon.program.output.toString().matchAll(GIVEN)) {
        const given = Buffer.from(text.replaceAll(' ', ''), 'hex').subarray(KDE);
        keys.set(given.readUInt16LE(0), given.subarray(8));
      }
      assert.deepEqual([...keys.keys()], [6, 7]);
      const beacons: readonly Buffer[] = (
        await air.octets(`wlan.fc.type_subtype == 8 && wlan.ta == ${ap.mac}`)
      ).map((octets) => Buffer.from(octets, 'hex'));
      const last = new Map<number, number>();
      for (const beacon of beacons) {
        const protection = protectionOf(cipher, beacon);
        assert.ok(protection, `${cipher}: every beacon is protected`);
        const { keyId, packetNumber, mic }: Protection = protection;
        assert.equal(packetNumber, (last.get(keyId) ?? packetNumber - 1) + 1, 'each has the next number');
        last.set(keyId, packetNumber);
        const key = keys.get(keyId);
        assert.ok(key);
        if (packetNumber % 7 === 1) assert.equal(mic, await beaconMic(cipher, key, beacon), cipher);
      }
      assert.deepEqual([...last.keys()], [6, 7], `${cipher}: both ids, one after the other`);

      // In the clear, with a MIC of nobody's, an old one again: none of them is a beacon, nor announces anything.
      const to = 'ff:ff:ff:ff:ff:ff';
      await inject(announcement('beacon', ap.mac, to, CSA));
      await daemon.program.output.next(/NL80211_CMD_UNPROT_BEACON/);
      assert.equal(await drops('unprotected'), 1, cipher);
      const length = BIP_CIPHERS[cipher];
      const element = `4c${(length + 8).toString(16)} 0700 ffffff000000 ${'00'.repeat(length)}`;
      await inject(announcement('beacon', ap.mac, to, CSA + element));
      assert.equal(await drops('wrongKey'), 1, cipher);
      await inject(beacons.at(-1)?.toString('hex') ?? '');
      assert.equal(await drops('replay'), 1, cipher);
      await station.pings(ap);
      assert.match(await station.iw('info'), /2437 MHz/);
      for (const { program } of [daemon, point]) await program.stop();
    }
  },
);
