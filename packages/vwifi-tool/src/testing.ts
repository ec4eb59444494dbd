/** A tool on a kernel made of functions, for its tests. */
import { vwifiFamily } from '@vwifi/nl80211/netlink';
import { type FakeHandlers, type FakeKernel, fakeFamily, fakeKernel } from '@vwifi/nl80211/testing';
import type { Context } from './context.js';
import { run } from './run.js';
import { laboratoryTarget } from './target.js';

type DriverHandlers = FakeHandlers<typeof vwifiFamily>;
type WifiHandlers = NonNullable<Parameters<typeof fakeKernel>[0]>;

export interface FakeSystem {
  readonly kernel: FakeKernel;
  /** Runs a command line. */
  tool(...words: readonly string[]): Promise<{ status: number; out: string; err: string }>;
}

const RADIOS = [0, 1, 2].map((id) => ({
  id,
  wiphyName: `vw_phy${id}`,
  ifindex: 3 + id,
  ifname: `vw${id}`,
  address: `00:76:77:3${id}:00:00`,
  txPower: 0,
  bands: 3,
  rxPackets: 10n * BigInt(id),
}));

const WIFI: WifiHandlers = {
  getInterface: () => [
    { ifindex: 3, ifname: 'vw0', wiphy: 0, wdev: 1n, iftype: 'ap', mac: '00:76:77:30:00:00', ssid: 'test' },
    { ifindex: 4, ifname: 'vw1', wiphy: 1, wdev: 2n, iftype: 'station', mac: '00:76:77:31:00:00' },
  ],
  getStation: ({ ifindex }) =>
    ifindex === 4
      ? [
          {
            ifindex,
            mac: '00:76:77:30:00:00',
            staInfo: { signal: -50, staFlags: { mask: ['authorized'], set: ['authorized'] } },
          },
        ]
      : [],
};

/** `files` are what /sys says; without any the module is loaded. */
export function fakeSystem(
  handlers: DriverHandlers = {},
  files: Readonly<Record<string, string>> = { '/sys/module/vwifi/initstate': 'live\n' },
): FakeSystem {
  const driver: DriverHandlers = {
    radioGet: () => RADIOS,
    denyGet: () => [],
    linkGet: () => [],
    mediumGet: () => [{ signal: -50, loss: 0, seed: 0n, radios: 3, pairs: 0, version: '0.1.0' }],
    ...handlers,
  };
  const kernel = fakeKernel(WIFI, [
    fakeFamily({ spec: vwifiFamily, id: 40, groups: { config: 12 }, handlers: driver }),
  ]);
  const machine = {
    openNetlink: kernel.socket,
    async readFile(path: string) {
      const text = files[path];
      if (text === undefined) throw new Error(`${path} is not there`);
      return new TextEncoder().encode(text);
    },
    clock: { sleep: async () => {} },
    spawn: async () => {
      throw Object.assign(new Error('spawn tcpdump ENOENT'), { code: 'ENOENT' });
    },
  };
  return {
    kernel,
    async tool(...words) {
      let out = '';
      let err = '';
      const context: Context = {
        out: {
          write(text) {
            out += text;
          },
          columns: 60,
        },
        err: {
          write(text) {
            err += text;
          },
        },
        signal: new AbortController().signal,
        open: async ({ netns }) =>
          laboratoryTarget({ machine, lab: { nodes: [] }, close: async () => {} }, netns),
      };
      return { status: await run(words, context), out, err };
    },
  };
}
