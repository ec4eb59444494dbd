import assert from 'node:assert/strict';
import { connected, network } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** struct rfkill_event: index (32 bits), type, CHANGE, soft, hard; as the octal escapes of a shell's printf. */
const event = (index: number, soft: 0 | 1) => {
  const bytes = [...[0, 8, 16, 24].map((shift) => (index >> shift) & 0xff), 0, 2, soft, 0];
  return bytes.map((byte) => `\\${byte.toString(8).padStart(3, '0')}`).join('');
};

export default scenario(
  'an access point whose radio is blocked for a while goes and comes back without a word of failure',
  {},
  async (context) => {
    const { ap, stations, hostapd, supplicants } = await network(context, 1);
    const [station] = stations;
    const [daemon] = supplicants;
    assert.ok(station && daemon);
    await station.pings(ap);
    await daemon.control.events.next(/CTRL-EVENT-CONNECTED/);
    // The radio is in a namespace of its own: here only the link tells which switch is its.
    const switches = await context.run('ls -l /sys/class/rfkill');
    const index = Number(/rfkill(\d+) -> .*\/vw_phy0\//.exec(switches)?.[1]);
    assert.ok(Number.isInteger(index), `the switch of vw_phy0: ${switches}`);
    const rfkill = (soft: 0 | 1) => context.run(`printf '${event(index, soft)}' > /dev/rfkill`);

    await rfkill(1);
    await hostapd.control.events.next(/INTERFACE-DISABLED/);
    await daemon.control.events.next(/CTRL-EVENT-DISCONNECTED/);
    await rfkill(0);
    await ap.run('ip link set vw0 up');
    await hostapd.control.events.next(/INTERFACE-ENABLED/);
    await daemon.control.events.next(/CTRL-EVENT-CONNECTED/, 60_000);
    await connected(context, daemon);
    await station.pings(ap);
    assert.doesNotMatch(hostapd.program.output.toString(), /Failed to set beacon parameters/);
  },
);
