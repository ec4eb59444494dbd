/**
 * Frames of the air as another program sees them: tcpdump writes them down in the guest, tshark reads and decrypts
 * them here, where it starts ten times as fast.
 */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { VWifi } from '@vwifi/nl80211';
import type { CommandOptions, Context } from './context.js';
import type { Program } from './program.js';

/** What tcpdump says at a SIGUSR1. */
const COUNTS = /(\d+) packets? captured, (\d+) packets? received by filter/;

/** A packet in tshark's jsonraw: octets, where they begin, how many there are. */
interface RawPacket {
  readonly _source: {
    readonly layers: Record<'frame_raw' | 'radiotap_raw', readonly [string, number, number]>;
  };
}

/** A capture under way. */
export class Capture {
  /** In the guest. */
  readonly path: string;
  /** Here, once it has been stopped. */
  #file: string | undefined;
  readonly #context: Context;
  readonly #program: Program;

  private constructor(context: Context, path: string, program: Program) {
    this.#context = context;
    this.path = path;
    this.#program = program;
  }

  /** Captures what an interface hears: it is up. */
  static async of(context: Context, ifname: string, options: CommandOptions = {}): Promise<Capture> {
    const path = `/tmp/${ifname}-${++captures}.pcap`;
    const argv = ['tcpdump', '-i', ifname, '-U', '--immediate-mode', '-s', '4096', '-B', '16384', '-w', path];
    const program = await context.start(`tcpdump-${ifname}`, argv, options);
    await program.output.next(/listening on .*IEEE802_11_RADIO/);
    return new Capture(context, path, program);
  }

  /** Captures the whole air, from a tap of its own. */
  static async ofTheAir(context: Context): Promise<Capture> {
    await using wifi = await VWifi.open({ socket: context.machine.openNetlink });
    const { ifname } = await wifi.vwifi.taps.add();
    await context.run(['ip', 'link', 'set', ifname, 'up']);
    return Capture.of(context, ifname);
  }

  /** Ends it: the file has all that was on the air until now, and comes here. */
  async stop(): Promise<void> {
    await this.#caughtUp();
    await this.#program.stop('SIGINT');
    this.#file = await bringHere(this.#context, this.path);
    assert.match(
      this.#program.output.toString(),
      /\n0 packets dropped by kernel/,
      'the capture has everything',
    );
  }

  /**
   * Until it has written all that the kernel had for it a moment ago. At a SIGINT it ends at once, and what it has
   * not read is lost; where no time passes while programs run, it need not have had its turn since the last frame.
   */
  async #caughtUp(): Promise<void> {
    let before: number | undefined;
    await this.#context.eventually('the capture has caught up', async () => {
      this.#program.signal('SIGUSR1');
      const [, written, heard] = await this.#program.output.next(COUNTS);
      const caughtUp = before !== undefined && Number(written) >= before;
      before = Number(heard);
      return caughtUp;
    });
  }

  /** The file. */
  async content(): Promise<Buffer> {
    return Buffer.from(await this.#context.machine.readFile(this.path));
  }

  /** The frames that a display filter lets pass, as the values of these fields, in order. */
  async frames(
    filter: string,
    fields: readonly string[],
    options: readonly string[] = [],
  ): Promise<string[][]> {
    assert.ok(this.#file, 'the capture has ended');
    const wanted = fields.flatMap((field) => ['-e', field]);
    const argv = ['-n', '-r', this.#file, ...options, '-Y', filter, '-T', 'fields', ...wanted];
    const { stdout } = await promisify(execFile)('tshark', argv, { maxBuffer: 1 << 26 });
    return stdout
      .split('\n')
      .filter((line) => line)
      .map((line) => line.split('\t'));
  }

  /** The frames that a display filter lets pass, from their 802.11 headers on, in hexadecimal. */
  async octets(filter: string): Promise<string[]> {
    assert.ok(this.#file, 'the capture has ended');
    const argv = ['-n', '-r', this.#file, '-Y', filter, '-T', 'jsonraw'];
    const { stdout } = await promisify(execFile)('tshark', argv, { maxBuffer: 1 << 26 });
    return (JSON.parse(stdout) as RawPacket[]).map(({ _source: { layers } }) =>
      layers.frame_raw[0].slice(2 * layers.radiotap_raw[2]),
    );
  }

  /** How many frames a display filter lets pass. */
  async count(filter: string, options: readonly string[] = []): Promise<number> {
    return (await this.frames(filter, ['frame.number'], options)).length;
  }
}

let captures = 0;

/** A copy of a file of the guest, here; removed with the scenario. */
export async function bringHere(context: Context, path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'vwifi-capture-'));
  context.onEnd(`remove ${folder}`, () => rm(folder, { recursive: true }));
  const file = join(folder, basename(path));
  await writeFile(file, await context.machine.readFile(path));
  return file;
}

/** What a command line for tshark prints here. */
export async function printed(commandLine: string): Promise<string> {
  return (await promisify(execFile)('sh', ['-c', commandLine], { maxBuffer: 1 << 26 })).stdout;
}

/** What lets tshark decrypt: the kind of a key and the key, as Wireshark's table of them has it. */
export function decryption(...keys: readonly (readonly [kind: string, key: string])[]): string[] {
  return [
    ...['-o', 'wlan.enable_decryption:TRUE'],
    ...keys.flatMap(([kind, key]) => ['-o', `uat:80211_keys:"${kind}","${key}"`]),
  ];
}
