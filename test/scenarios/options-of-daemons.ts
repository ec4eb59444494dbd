import assert from 'node:assert/strict';
import type { Context } from '../lib/context.js';
import { ANY, EFFICIENT, GLOBALS, HIGH, LOW, NETWORK, type Options } from '../lib/daemon-options.js';
import {
  connected,
  type HostapdConf,
  hostapd,
  type NetworkBlock,
  type Node,
  nodes,
  supplicant,
  WPA2,
  WPA2_NETWORK,
} from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** As a configuration: what has several values has them in a row. */
function written(options: Options): Record<string, string> {
  const conf: Record<string, string> = {};
  for (const [key, value] of options)
    conf[key] = String(value).startsWith('[') ? (conf[key] ?? '') + value : String(value);
  return conf;
}

/** What went wrong; undefined: it works. */
type Try = (options: Options) => Promise<string | undefined>;

/** Those with which something does not work, each by itself and with its reason; none: all of them together do. */
async function refused(options: Options, attempt: Try): Promise<string[]> {
  const reason = await attempt(options);
  if (reason === undefined) return [];
  const said = options.map((option) => option.join('=')).join(' ');
  if (options.length === 1) return [`${said}: ${reason}`];
  const half = options.length >> 1;
  const found = [
    ...(await refused(options.slice(0, half), attempt)),
    ...(await refused(options.slice(half), attempt)),
  ];
  return found.length > 0 ? found : [`only together: ${said}: ${reason}`];
}

async function starts(context: Context, ap: Node, conf: HostapdConf): Promise<string | undefined> {
  try {
    const { program } = await hostapd(context, ap, conf);
    await program.stop('SIGTERM');
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

export default scenario(
  'hostapd starts with every option of its file that the radio is asked for, and wpa_supplicant connects',
  {},
  async (context) => {
    const [ap, station] = await nodes(context, 2);
    assert.ok(ap && station);
    const accessPoint = (base: Options) => (options: Options) =>
      starts(context, ap, { ...WPA2, ...written([...base, ...options]) });
    const base = (options: Options, ...keys: string[]) => options.filter(([key]) => keys.includes(key));

    const low = [...base(LOW, 'hw_mode', 'channel', 'ieee80211n'), ['ht_capab', '[HT40+]'] as const];
    const high = HIGH.slice(0, 10);
    assert.deepEqual(await refused(ANY, accessPoint([])), []);
    assert.deepEqual(await refused(LOW, accessPoint(low)), []);
    const five = [...high, ['country_code', 'US'] as const, ['ieee80211d', 1] as const];
    assert.deepEqual(await refused(HIGH.slice(10), accessPoint(five)), []);
    assert.deepEqual(await refused(EFFICIENT, accessPoint(five)), []);

    await hostapd(context, ap, { ...WPA2, ieee80211w: 1, wpa_key_mgmt: 'WPA-PSK WPA-PSK-SHA256' });
    const connects = (globals: Options) => async (options: Options) => {
      const network = { ...WPA2_NETWORK, ...(globals === GLOBALS ? {} : written(options)) };
      const daemon = await supplicant(
        context,
        station,
        network as NetworkBlock,
        globals === GLOBALS ? written(options) : {},
      );
      try {
        await connected(context, daemon);
        return undefined;
      } catch (error) {
        return (error as Error).message;
      } finally {
        await daemon.program.stop('SIGTERM');
      }
    };
    assert.deepEqual(await refused(GLOBALS, connects(GLOBALS)), []);
    assert.deepEqual(await refused(NETWORK, connects(NETWORK)), []);
  },
);
