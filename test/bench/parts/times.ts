/** How long what a person waits for takes: loading, a scan, an association, roaming. */
import assert from 'node:assert/strict';
import { VWifi } from '@vwifi/nl80211';
import { Context } from '../../lib/context.js';
import type { Control } from '../../lib/control.js';
import { loadDriver, unloadDriver } from '../../lib/driver.js';
import { connected, hostapd, nodes, supplicant, WPA2, WPA2_NETWORK } from '../../lib/network.js';
import type { Part } from '../part.js';
import { type Row, rowOf } from '../report.js';

const PART = 'times';
const TIMES = 7;

type Note = (what: string, ms: number) => void;

async function ms(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

/** Gives a command and waits for what the daemon says about it. */
async function until(control: Control, command: string, event: RegExp): Promise<void> {
  await control.ok(command);
  await control.events.next(event);
}

async function loading(context: Context, note: Note): Promise<void> {
  await context.run('modprobe cfg80211');
  for (let time = 0; time < TIMES; time++) {
    note('insmod with 2 radios', await ms(() => loadDriver(context, { station: 2 })));
    const wifi = await VWifi.open({ socket: context.machine.openNetlink });
    let id = 0;
    const make = async () => {
      ({ id } = await wifi.vwifi.radios.add({}));
    };
    note('make a radio', await ms(make));
    note('remove a radio', await ms(() => wifi.vwifi.radios.remove(id)));
    await wifi.close();
    note('rmmod', await ms(() => unloadDriver(context)));
  }
}

async function connecting(context: Context, note: Note): Promise<void> {
  const [first, second, station] = await nodes(context, 3);
  assert.ok(first && second && station);
  await hostapd(context, first, { ...WPA2, channel: 1 });
  for (let time = 0; time < TIMES; time++) {
    note('scan, one channel', await ms(() => station.iw('scan', 'freq', '2412', 'flush')));
    if (time < 3) note('scan, all channels', await ms(() => station.iw('scan', 'flush')));
  }

  const daemon = await supplicant(context, station, { ...WPA2_NETWORK, scan_freq: '2412 2437' });
  await connected(context, daemon);
  const { control } = daemon;
  for (let time = 0; time < TIMES; time++) {
    await until(control, 'DISCONNECT', /CTRL-EVENT-DISCONNECTED/);
    const started = performance.now();
    await until(control, 'RECONNECT', /SME: Trying to authenticate/);
    const found = performance.now();
    await control.events.next(/CTRL-EVENT-CONNECTED/);
    note('reconnect: scan of two channels until COMPLETED', performance.now() - started);
    note('of it, first frame until COMPLETED', performance.now() - found);
  }

  await hostapd(context, second, { ...WPA2, channel: 6 });
  await until(control, 'SCAN freq=2412,2437', /CTRL-EVENT-SCAN-RESULTS/);
  for (let time = 0; time < TIMES; time++) {
    const { bssid } = await control.status();
    const to = [first, second].find(({ mac }) => mac !== bssid);
    assert.ok(to);
    const roam = () => until(control, `ROAM ${to.mac}`, /CTRL-EVENT-CONNECTED/);
    note('roam to another channel, full handshake', await ms(roam));
  }
}

export const times: Part = {
  name: PART,
  about: 'loading, making a radio, a scan, an association, roaming',
  async run({ machine, module, progress }) {
    const taken = new Map<string, number[]>();
    const note: Note = (what, value) => {
      if (!taken.has(what)) progress(what);
      taken.set(what, [...(taken.get(what) ?? []), value]);
    };
    for (const work of [loading, connecting]) {
      const context = new Context({ machine, driver: 'vwifi', module });
      try {
        await work(context, note);
      } finally {
        for (const failure of await context.end()) progress(failure);
      }
    }
    return [...taken].map(
      ([measure, values]): Row => rowOf({ part: PART, subject: 'vwifi', measure, unit: 'ms' }, values),
    );
  },
};
