import assert from 'node:assert/strict';
import { Capture } from '../lib/capture.js';
import { type Node, network, quiet, WPA2, WPA2_NETWORK } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** Exceptions first, then the range of each priority from 0 to 7 (802.11-2020, 9.4.2.94). */
const MAP = '53,2,22,6,8,15,0,7,255,255,16,31,32,39,255,255,40,47,48,63';
/** DSCP, and its priority: by the precedence, by the map, by the map that comes later. */
const PRIORITIES = [
  [53, 6, 2, 2],
  [22, 2, 6, 5],
  [8, 1, 0, 0],
  [0, 0, 1, 1],
  [20, 2, 3, 3],
  [46, 5, 6, 6],
  [63, 7, 7, 7],
] as const;
const LATER = MAP.replace('22,6', '22,5');

export default scenario(
  'the QoS map of hostapd decides the priority of packets, at both ends, and a later one by an action frame',
  {},
  async (context) => {
    const { ap, stations, hostapd } = await network(
      context,
      1,
      { ...WPA2, wmm_enabled: 1, interworking: 1, qos_map_set: MAP },
      WPA2_NETWORK,
    );
    const [station] = stations;
    assert.ok(station);
    await quiet(ap, station);
    const shown = async (column: 1 | 2 | 3) => {
      const air = await Capture.ofTheAir(context);
      for (const [dscp] of PRIORITIES)
        for (const [from, to] of [
          [ap, station],
          [station, ap],
        ] as const)
          await ping(from, to, dscp);
      await air.stop();
      for (const { mac } of [ap, station])
        assert.deepEqual(
          await priorities(air, mac),
          // Each ping, and the answer, which has the DSCP of what it answers.
          PRIORITIES.flatMap((row) => [String(row[column]), String(row[column])]),
          mac,
        );
    };
    await shown(2);
    await hostapd.control.ok(`SET_QOS_MAP_SET ${LATER}`);
    await hostapd.control.ok(`SEND_QOS_MAP_CONF ${station.mac}`);
    const air = await Capture.ofTheAir(context);
    await context.eventually('the station has the later map', async () => {
      await ping(station, ap, 22);
      return true;
    });
    await air.stop();
    assert.deepEqual(await priorities(air, station.mac), ['5']);
  },
);

const ping = (from: Node, to: Node, dscp: number) =>
  from.run(['ping', '-c', '1', '-W', '2', '-Q', String(dscp << 2), to.address]);

/** The TIDs of protected frames that a transmitter sent, in order. */
async function priorities(air: Capture, mac: string): Promise<string[]> {
  const frames = await air.frames(
    `wlan.fc.type_subtype == 0x28 && wlan.ta == ${mac} && wlan.fc.protected == 1`,
    ['wlan.qos.tid'],
  );
  return frames.map(([tid = '']) => tid);
}
