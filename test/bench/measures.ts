/** What is measured on a path. */
import type { Context } from '../lib/context.js';
import type { Path } from './paths.js';

export interface Measure {
  readonly name: string;
  readonly unit: string;
  /** Whether less is better: a round trip. */
  readonly less?: boolean;
  take(context: Context, path: Path): Promise<number>;
}

interface IperfReport {
  readonly error?: string;
  readonly end: {
    readonly sum_received?: { readonly bits_per_second: number };
    readonly sum?: { readonly packets: number; readonly lost_packets: number; readonly seconds: number };
  };
}

const SECONDS = 2;

async function iperf(context: Context, path: Path, ...words: readonly string[]): Promise<IperfReport> {
  const server = await context.start('iperf3', ['iperf3', '-s', '-1', '--forceflush'], {
    netns: path.to.netns,
  });
  await server.output.next(/listening/);
  const report = await context.run(['iperf3', '-J', '-t', String(SECONDS), '-c', path.to.address, ...words], {
    netns: path.from.netns,
  });
  await server.stop('SIGKILL');
  return JSON.parse(report) as IperfReport;
}

async function tcp(context: Context, path: Path, streams: number): Promise<number> {
  const { end } = await iperf(context, path, '-P', String(streams));
  return (end.sum_received?.bits_per_second ?? 0) / 1e6;
}

async function udp(context: Context, path: Path): Promise<number> {
  const { end } = await iperf(context, path, '-u', '-b', '0', '-l', '64');
  return end.sum ? (end.sum.packets - end.sum.lost_packets) / end.sum.seconds : 0;
}

async function roundTrip(context: Context, path: Path): Promise<number> {
  const words = ['ping', '-q', '-n', '-c', '500', '-i', '0.002', path.to.address];
  const output = await context.run(words, { netns: path.from.netns });
  return Number(output.match(/= [\d.]+\/([\d.]+)\//)?.[1]) * 1000;
}

export const MEASURES: readonly Measure[] = [
  { name: 'TCP, one stream', unit: 'Mbit/s', take: (context, path) => tcp(context, path, 1) },
  { name: 'TCP, four streams', unit: 'Mbit/s', take: (context, path) => tcp(context, path, 4) },
  { name: 'UDP, 64 octets', unit: 'packets/s', take: udp },
  { name: 'round trip', unit: 'us', less: true, take: roundTrip },
];
