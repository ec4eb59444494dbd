/** Two networks on one channel share it, on two they do not, and the survey of a third radio tells which is busy. */
import assert from 'node:assert/strict';
import { goodput, honestAir, hush, near } from '../lib/air.js';
import { connected, hostapd, type Node, nodes, OPEN, OPEN_NETWORK, supplicant } from '../lib/network.js';
import { scenario } from '../lib/scenario.js';

/** What a radio's survey says of a channel, in milliseconds. */
async function survey(node: Node, mhz: number) {
  const text = await node.iw('survey', 'dump');
  const at = text.split('Survey data from').find((each) => each.includes(`${mhz} MHz`)) ?? '';
  const ms = (name: string) => Number(at.match(new RegExp(`channel ${name} time:\\s+(\\d+) ms`))?.[1] ?? NaN);
  return { active: ms('active'), busy: ms('busy'), receive: ms('receive'), transmit: ms('transmit') };
}

export default scenario(
  'two cells on one channel have half each, on two channels all of both, and a survey finds the quiet channel',
  { debug: true, nightly: 'debug' },
  async (context) => {
    const [first, second, one, other, third] = await nodes(context, 5);
    assert.ok(first && second && one && other && third);
    await honestAir(context);
    await hostapd(context, first, { ...OPEN, wmm_enabled: 0 });
    const { control } = await hostapd(context, second, { ...OPEN, ssid: 'beside', wmm_enabled: 0 });
    await connected(context, await supplicant(context, one, OPEN_NETWORK));
    await connected(context, await supplicant(context, other, { ...OPEN_NETWORK, ssid: '"beside"' }));
    await hush([first, second, one, other]);
    const flows = [
      { from: one, to: first },
      { from: other, to: second },
    ];

    const [alone = 0] = await goodput(context, flows.slice(0, 1), 1);
    const [mine = 0, theirs = 0] = await goodput(context, flows, 1);
    near(mine + theirs, alone, 0.15, 'two cells on one channel');
    near(mine, theirs, 0.15, 'one of them');

    await control.ok('CHAN_SWITCH 5 2462');
    await context.eventually('its station has followed', async () =>
      ((await other.link()) ?? '').includes('freq: 2462'),
    );
    const before = [await survey(third, 2437), await survey(third, 2462), await survey(third, 2412)];
    const apart = await goodput(context, flows, 1);
    for (const [n, each] of apart.entries()) near(each, alone, 0.05, `cell ${n} on its own channel`);
    const after = [await survey(third, 2437), await survey(third, 2462), await survey(third, 2412)];
    const busy = after.map((now, n) => now.busy - (before[n]?.busy ?? 0));
    context.timeline.note(
      `alone ${alone.toFixed(1)}; apart ${apart.map((each) => each.toFixed(1)).join()}; busy ${busy.join()} ms`,
    );
    // Of a second and a little, three quarters: the rest are intervals between frames, and slots.
    assert.ok((busy[0] ?? 0) > 650 && (busy[1] ?? 0) > 650, `busy ${busy.join()} ms`);
    assert.ok((busy[2] ?? 0) < 30, `busy ${busy.join()} ms`);
    const own = await survey(first, 2437);
    assert.ok(own.receive > own.transmit && own.transmit > 0 && own.busy <= own.active, JSON.stringify(own));
  },
);
