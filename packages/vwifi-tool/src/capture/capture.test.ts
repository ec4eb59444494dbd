import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { capture } from '../commands/capture.js';
import type { Context } from '../context.js';
import type { Spawned, Target } from '../target.js';
import { listenThere, type Taker } from './listen.js';

const folder = mkdtempSync(join(tmpdir(), 'vwifi-capture-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A beacon on each of these channels, with a radiotap header that says so. */
const beacon = (mhz: number): Buffer => {
  const frame = Buffer.alloc(12 + 24);
  frame.writeUInt16LE(12, 2);
  frame.writeUInt32LE(1 << 3, 4);
  frame.writeUInt16LE(mhz, 8);
  frame.writeUInt16LE(0x80, 12);
  return frame;
};

function pcap(frames: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(24);
  head.writeUInt32LE(0xa1b23c4d, 0);
  head.writeUInt32LE(127, 20);
  return Buffer.concat([
    head,
    ...frames.flatMap((frame) => {
      const record = Buffer.alloc(16);
      record.writeUInt32LE(frame.length, 8);
      record.writeUInt32LE(frame.length, 12);
      return [record, frame];
    }),
  ]);
}

/** An air with these frames, and a tcpdump that says them and waits for its end. */
function air(frames: readonly Buffer[], status = 0) {
  const did: string[] = [];
  let out = '';
  let err = '';
  const wifi = {
    vwifi: {
      taps: {
        add: async () => ({ ifname: 'vwtap0', ifindex: 9 }),
        remove: async (name: string) => void did.push(`removed ${name}`),
      },
    },
    dev: (name: string) => ({ up: async () => void did.push(`up ${name}`) }),
  };
  const spawned = (): Spawned => {
    let ends: (end: { status: number }) => void = () => {};
    const exited = new Promise<{ status: number }>((resolve) => {
      ends = resolve;
    });
    return {
      exited,
      kill: (signal) => {
        did.push(signal);
        ends({ status: 0 });
      },
      onOutput(listener) {
        void (async () => {
          await listener(
            'stderr',
            Buffer.from(status ? 'tcpdump: no permission\n' : 'listening on vwtap0\n'),
          );
          if (status) return ends({ status });
          await listener('stdout', pcap(frames));
        })();
      },
    };
  };
  const target = {
    places: async () => [{ name: '', wifi }],
    networks: [{ ssid: 'test', type: 'wpa2-psk', passphrase: '12345678' }],
    listen: (_place: unknown, ifname: string, take: Taker) =>
      listenThere(
        async (argv) => {
          did.push(argv.slice(0, 3).join(' '));
          return spawned();
        },
        ifname,
        take,
      ),
    close: async () => {},
    sleep: async () => {},
  } as unknown as Target;
  const context: Context = {
    out: {
      write(data) {
        out += String(data);
      },
    },
    err: {
      write(data) {
        err += String(data);
      },
    },
    signal: new AbortController().signal,
    open: async () => target,
  };
  return { context, did, printed: () => ({ out, err }) };
}

test('a file with the frames of one channel, how it is decrypted, and nothing left of the tap', async () => {
  const { context, did, printed } = air([beacon(2437), beacon(5180), beacon(2437), beacon(2437)]);
  const file = join(folder, 'air.pcapng');
  await capture(context, undefined, { write: file, channel: '6', count: '2' });
  expect(did).toEqual(['up vwtap0', 'tcpdump -i vwtap0', 'SIGINT', 'removed vwtap0']);
  const bytes = readFileSync(file);
  const types = [];
  for (let at = 0; at < bytes.length; at += bytes.readUInt32LE(at + 4)) types.push(bytes.readUInt32LE(at));
  expect(types).toEqual([0x0a0d0d0a, 1, 6, 6]);
  expect(printed().err).toContain(`2 frames in ${file}\n`);
  expect(printed().err).toMatch(
    /tshark -o wlan\.enable_decryption:TRUE -o 'uat:80211_keys:"wpa-psk","[0-9a-f]{64}"' -r/,
  );
});

test('lines for a program', async () => {
  const { context, printed } = air([beacon(2437), beacon(5180)]);
  await capture(context, undefined, { json: true, count: '2' });
  const lines = printed()
    .out.trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(lines.map(({ kind, frequencyMhz }) => [kind, frequencyMhz])).toEqual([
    ['beacon', 2437],
    ['beacon', 5180],
  ]);
});

test('what fails is one line, and the tap goes all the same', async () => {
  const { context, did } = air([], 1);
  await expect(capture(context, undefined, {})).rejects.toThrow(/status 1: tcpdump: no permission/);
  expect(did.at(-1)).toBe('removed vwtap0');
  await expect(capture(context, undefined, { channel: '0' })).rejects.toThrow(/not a channel/);
  await expect(capture(context, undefined, { key: ['test'] })).rejects.toThrow(/SSID:PASSPHRASE/);
  await expect(capture(context, undefined, { write: '/nowhere/x' })).rejects.toThrow(
    /capture -w \/nowhere\/x/,
  );
  expect(did.at(-1)).toBe('removed vwtap0');
});
