/** Two stations of another kernel: a program at the other end of a veth pair, which joins an open network. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import type { VWifi } from '@vwifi/nl80211';
import { openClient } from './client.js';
import type { Context } from './context.js';
import { type Node, stationsOf } from './network.js';
import type { Program } from './program.js';

const PROGRAM = fileURLToPath(new URL('../../programs/stations.py', import.meta.url));
/** The system's: one of a version manager starts many processes first. */
export const PYTHON = ['env', 'PATH=/usr/bin:/bin', 'python3'];
/** Where the processor is emulated, and busy. */
const START_MS = 60_000;
/** What the program's stations are called. */
export const ELSEWHERE = ['76:00:00:00:00:11', '76:00:00:00:00:12'] as const;

/** A data frame that one of the two received. */
export interface Received {
  readonly station: number;
  readonly source: string;
  readonly type: string;
  readonly length: number;
  readonly payload: string;
}

export class StationsElsewhere {
  private constructor(
    readonly program: Program,
    readonly wifi: VWifi,
    readonly ap: Node,
  ) {}

  /** Makes the wire `w0` to `w1`, attaches `underlay` (w0 itself, or what it is a port of), and has both stations join. */
  static async join(context: Context, ap: Node, underlay = 'w0'): Promise<StationsElsewhere> {
    const wifi = await openClient(context);
    await wifi.vwifi.underlays.attach(underlay);
    context.onEnd(`detach ${underlay}`, () => wifi.vwifi.underlays.detach(underlay).catch(() => {}));
    const program = await context.start('stations', [...PYTHON, PROGRAM, 'w1']);
    const stations = new StationsElsewhere(program, wifi, ap);
    await context.eventually(
      'both stations are known',
      async () => {
        const remotes = await wifi.vwifi.underlays.remotes();
        return ELSEWHERE.every((each) => remotes.some(({ address, live }) => live && address === each));
      },
      START_MS,
    );
    await program.tell(`join ${ap.mac}`);
    for (const _ of ELSEWHERE) await program.output.next(/^joined /);
    await context.eventually('both stations are let in', async () => {
      const known = stationsOf(await ap.iw('station', 'dump'));
      return ELSEWHERE.every((each) =>
        known.some(({ mac, rows }) => mac === each && rows.authorized === 'yes'),
      );
    });
    return stations;
  }

  /** Has one of them send data frames. */
  async send(from: number, to: string, count: number): Promise<void> {
    await this.program.tell(`send ${this.ap.mac} ${from} ${to} ${count}`);
    await this.program.output.next(/^sent /);
  }

  /** The next data frame of an Ethernet type that one of them receives. */
  async receives(type: string): Promise<Received> {
    const [, station, source, , length, payload] = await this.program.output.next(
      new RegExp(`^data (\\d) (\\S+) (${type}) (\\d+) (\\S*)$`),
    );
    return {
      station: Number(station),
      source: source ?? '',
      type,
      length: Number(length),
      payload: Buffer.from(payload ?? '', 'hex').toString(),
    };
  }

  /** What comes in on a device is kept for `sameAsSent()`. */
  async capture(device: string): Promise<void> {
    await this.program.tell(`capture ${device}`);
    await this.program.output.next(/^captures/);
  }

  /** How many data frames the capture holds; all of them are as they were sent. */
  async sameAsSent(): Promise<number> {
    await this.program.tell('compare');
    const [line, same] = await this.program.output.next(/^(?:same (\d+)|altered \d+)$/);
    assert.ok(same, `a capture of the wire shows what was done to its frames later: ${line}`);
    return Number(same);
  }
}

/** A veth pair as the wire: w0 is ours, w1 leads to the others. */
export async function makeWire(context: Context): Promise<void> {
  await context.run('ip link add w0 type veth peer name w1 && ip link set w0 up && ip link set w1 up');
  context.onEnd('remove the wire', async () => void (await context.attempt('ip link del w0')));
}
