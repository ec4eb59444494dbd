/** What a command acts on: this system, one of its namespaces, or a running laboratory from outside its guest. */

import { readFile } from 'node:fs/promises';
import type { NetlinkSocketFactory } from '@vwifi/nl80211';
import { VWifi } from '@vwifi/nl80211';
import { pause } from '@vwifi/nl80211/deadline';
import type { KnownNetwork } from './capture/keys.js';
import type { Listening, Taker } from './capture/listen.js';
import { ToolError } from './context.js';

export interface TargetOptions {
  /** Network namespace by name. */
  readonly netns?: string | undefined;
  /** A laboratory by name. */
  readonly lab?: string | undefined;
}

/** A namespace, and Wi-Fi in it. */
export interface Place {
  /** '' is the namespace that the caller is in. */
  readonly name: string;
  readonly wifi: VWifi;
}

export interface Target {
  /** Wi-Fi in the chosen namespace. */
  wifi(): Promise<VWifi>;
  /** Wi-Fi in all namespaces that can be entered; in the chosen one only, if one was chosen. */
  places(): Promise<readonly Place[]>;
  /** A text file there; undefined when there is none. */
  readFile(path: string): Promise<string | undefined>;
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  /** Hears a monitor interface of a place, from when it resolves on. */
  listen(place: Place, ifname: string, take: Taker): Promise<Listening>;
  /** The networks of the laboratory. */
  readonly networks: readonly KnownNetwork[];
  close(): Promise<void>;
}

/** A running program. Its output is held back while the listener's promise is pending. */
export interface Spawned {
  onOutput(listener: (stream: 'stdout' | 'stderr', data: Uint8Array) => void | Promise<void>): void;
  kill(signal: NodeJS.Signals): void;
  readonly exited: Promise<{ readonly status: number }>;
}

/** The part of a testbed's machine and laboratory that is needed here. */
export interface Laboratory {
  readonly machine: {
    readonly openNetlink: NetlinkSocketFactory;
    readFile(path: string): Promise<Uint8Array>;
    readonly clock: { sleep(milliseconds: number, signal?: AbortSignal): Promise<void> };
    spawn(argv: readonly string[], options?: { readonly netns?: string }): Promise<Spawned>;
  };
  readonly lab: {
    readonly nodes: readonly {
      readonly namespace: string;
      readonly ssid?: string;
      readonly security?: { readonly type: string; readonly passphrase?: string };
    }[];
  };
  close(): Promise<void>;
}

class SocketTarget implements Target {
  private readonly opened = new Map<string, Promise<VWifi>>();

  constructor(
    private readonly netns: string | undefined,
    private readonly socket: NetlinkSocketFactory | undefined,
    private readonly namespaces: () => Promise<readonly string[]>,
    readonly readFile: (path: string) => Promise<string | undefined>,
    readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>,
    readonly listen: Target['listen'],
    readonly networks: readonly KnownNetwork[],
    private readonly release: () => Promise<void>,
  ) {}

  wifi(): Promise<VWifi> {
    return this.in(this.netns ?? '');
  }

  async places(): Promise<readonly Place[]> {
    const names = this.netns === undefined ? ['', ...(await this.namespaces())] : [this.netns];
    const tried = await Promise.all(
      names.map(async (name) => {
        try {
          return { name, wifi: await this.in(name) };
        } catch (error) {
          // The chosen one has to be there; of the others, those that may be entered are looked at.
          if (names.length === 1 || name === '') throw error;
          return undefined;
        }
      }),
    );
    return tried.filter((place) => place !== undefined);
  }

  async close(): Promise<void> {
    const opened = await Promise.allSettled(this.opened.values());
    await Promise.all(opened.map((each) => (each.status === 'fulfilled' ? each.value.close() : undefined)));
    await this.release();
  }

  private in(name: string): Promise<VWifi> {
    let wifi = this.opened.get(name);
    if (!wifi) {
      wifi = VWifi.open({
        ...(name === '' ? {} : { netns: name }),
        ...(this.socket ? { socket: this.socket } : {}),
      });
      this.opened.set(name, wifi);
    }
    return wifi;
  }
}

const waitHere = async (milliseconds: number, signal: AbortSignal): Promise<void> => {
  await pause(milliseconds, signal);
};

async function namespacesHere(): Promise<string[]> {
  const { readdir } = await import('node:fs/promises');
  return readdir('/run/netns').catch(() => []);
}

const missing = (): undefined => undefined;

function openHere(netns: string | undefined): Target {
  return new SocketTarget(
    netns,
    undefined,
    namespacesHere,
    (path) => readFile(path, 'utf8').catch(missing),
    waitHere,
    async (place, ifname, take) => (await import('./capture/listen.js')).listenHere(place, ifname, take),
    [],
    async () => {},
  );
}

/** A target made of a laboratory, or of anything that looks like one. */
export function laboratoryTarget(laboratory: Laboratory, netns: string | undefined): Target {
  const { machine, lab } = laboratory;
  return new SocketTarget(
    netns,
    machine.openNetlink,
    async () => lab.nodes.map(({ namespace }) => namespace),
    (path) => machine.readFile(path).then((bytes) => new TextDecoder().decode(bytes), missing),
    (milliseconds, signal) => machine.clock.sleep(milliseconds, signal),
    async ({ name }, ifname, take) => {
      const { listenThere } = await import('./capture/listen.js');
      const spawn = (argv: readonly string[]) => machine.spawn(argv, name === '' ? {} : { netns: name });
      return listenThere(spawn, ifname, take);
    },
    lab.nodes.flatMap(({ ssid, security }) =>
      ssid === undefined || !security ? [] : [{ ssid, ...security }],
    ),
    () => laboratory.close(),
  );
}

async function attach(name: string): Promise<Laboratory> {
  // A name in a variable: the testbed is there or not, and this package is built without it.
  const testbed = '@vwifi/testbed';
  let loaded: { Testbed: { attach(lab: string): Promise<Laboratory> } };
  try {
    loaded = await import(testbed);
  } catch (error) {
    if ((error as { code?: string }).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new ToolError(`--lab ${name}: @vwifi/testbed is not installed; npm install @vwifi/testbed`);
  }
  return loaded.Testbed.attach(name);
}

export async function openTarget({ netns, lab }: TargetOptions): Promise<Target> {
  return lab === undefined ? openHere(netns) : laboratoryTarget(await attach(lab), netns);
}
