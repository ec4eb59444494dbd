import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { Context } from '../lib/context.js';
import { startIwd, startNetworkManager } from '../lib/desktop.js';
import { hostapd, type Node, nodes, WPA2 } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';
import { onBus, startBus } from '../lib/unpacked.js';

const LIBRARY = fileURLToPath(new URL('../../../packages/nl80211/dist/index.js', import.meta.url));
const FILE = '/tmp/join.mjs';
const PROGRAM = `import { VWifi } from '${LIBRARY}';

const [name, ssid, passphrase] = process.argv.slice(2);
const wifi = await VWifi.open();
try {
  const { bssid } = await wifi.dev(name).connect({ ssid, passphrase, timeoutMs: 120_000 });
  console.log('joined', bssid);
} catch (error) {
  console.log(error.code, error.message);
}
await wifi.close();
`;

/** What a program prints that asks the library alone. */
async function connect(context: Context, on: Node, ssid: string, passphrase: string): Promise<string> {
  const argv = [process.execPath, FILE, on.interface, ssid, passphrase];
  return (await context.run(onBus(argv), { netns: on.netns })).trim();
}

export default scenario(
  'where no wpa_supplicant has a control socket the library joins by NetworkManager or iwd, and says when there is neither',
  { unpacked: ['iwd', 'network-manager', 'dbus-daemon'], limitMs: 240_000, nightly: true },
  async (context) => {
    const [ap, one, two] = await nodes(context, 3);
    assert.ok(ap && one && two);
    await hostapd(context, ap, WPA2);
    await context.machine.writeFile(FILE, PROGRAM);
    await startBus(context);
    assert.match(
      await connect(context, one, 'test', '12345678'),
      /^NO_SUPPLICANT .*nobody here joins [^\n]*$/,
    );

    await startIwd(context, two);
    await startNetworkManager(context, one);
    const refused = await context.eventually(
      'NetworkManager has the station',
      async () => {
        const said = await connect(context, one, 'test', '87654321');
        return !/^(NO_SUPPLICANT|CONNECT_REFUSED) /.test(said) && said;
      },
      60_000,
    );
    assert.match(refused, /^WRONG_PASSPHRASE .*refuses the passphrase$/);
    for (const station of [one, two]) {
      assert.equal(await connect(context, station, 'test', '12345678'), `joined ${ap.mac}`);
      await station.run(`ip addr replace ${station.address}/24 dev ${station.interface}`);
      await station.pings(ap);
    }
  },
);
