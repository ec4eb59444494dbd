import { writeFile } from 'node:fs/promises';
import type { VWifi } from '@vwifi/nl80211';
import {
  type CommonFlags,
  type Context,
  print,
  ToolError,
  toJson,
  UsageError,
  withTarget,
} from '../context.js';
import { chart } from '../draw/chart.js';
import { pngOf } from '../draw/png.js';
import { plot, type Sample } from '../draw/svg.js';
import { dbm } from '../draw/units.js';
import { placeOf } from '../interface.js';
import { countOf, secondsOf } from '../values.js';

interface RssiFlags extends CommonFlags {
  readonly station?: string;
  readonly count: string;
  readonly interval: string;
  readonly plot?: string;
}

/** The signal of one station of an interface; undefined while it says none. */
async function signalOf(
  wifi: VWifi,
  name: string,
  wanted: string | undefined,
  signal: AbortSignal,
): Promise<{ readonly mac: string; readonly signalDbm?: number } | undefined> {
  const stations = await wifi.dev(name).stations({ signal });
  if (wanted !== undefined) return stations.find(({ mac }) => mac === wanted.toLowerCase());
  const [only, another] = stations;
  if (another)
    throw new ToolError(
      `rssi ${name}: it has ${stations.length} stations; choose one: --station ${stations.map(({ mac }) => mac).join(' or ')}`,
    );
  return only;
}

const summary = (values: readonly number[]): string => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return `lowest ${dbm(Math.min(...values))}, mean ${dbm(Math.round(mean * 10) / 10)}, highest ${dbm(Math.max(...values))}`;
};

export function rssi(context: Context, name: string, flags: RssiFlags): Promise<void> {
  const wanted = countOf(flags.count);
  const interval = secondsOf(flags.interval) * 1000;
  if (flags.plot !== undefined && !/\.(svg|png)$/.test(flags.plot))
    throw new UsageError(`rssi --plot ${flags.plot}: only .svg and .png files are drawn`);
  return withTarget(context, flags, async (target) => {
    const { signal, out } = context;
    const { wifi } = await placeOf(target, name, signal);
    const samples: Sample[] = [];
    let mac = flags.station ?? '';
    const began = performance.now();
    for (let looked = 0; looked < wanted && !signal.aborted; looked++) {
      if (looked > 0) await target.sleep(interval, signal).catch(() => {});
      if (signal.aborted) break;
      const station = await signalOf(wifi, name, flags.station, signal);
      if (station?.signalDbm === undefined) continue;
      mac = station.mac;
      samples.push({ seconds: (performance.now() - began) / 1000, value: station.signalDbm });
      if (out.isTTY && !flags.json)
        out.write(`\r${samples.length} of ${wanted}: ${dbm(station.signalDbm)}   `);
    }
    if (out.isTTY && !flags.json) out.write('\r\x1b[K');
    if (samples.length === 0)
      throw new ToolError(
        `rssi ${name}: no station${flags.station ? ` ${flags.station}` : ''} with a signal; see vwifi-tool station ${name}`,
      );
    const values = samples.map(({ value }) => value);
    if (flags.plot !== undefined) {
      const svg = plot(samples, { title: `Signal of ${mac} on ${name}`, unit: 'dBm' });
      await writeFile(flags.plot, flags.plot.endsWith('.png') ? await pngOf(svg) : svg);
    }
    if (flags.json) {
      print(context, toJson({ interface: name, station: mac, samples }, 2));
      return;
    }
    print(context, `${mac} on ${name}, ${samples.length} samples: ${summary(values)}`);
    print(context, chart(values, { width: out.columns ?? 80, height: 8, unit: 'dBm' }));
    if (flags.plot !== undefined) print(context, `drawn into ${flags.plot}`);
  });
}
