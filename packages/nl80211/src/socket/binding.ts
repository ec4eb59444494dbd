import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { VWifiError } from '../wire/errors.js';

/**
 * `data` for a datagram, `errno` other than 0 for trouble, `writable` when a full queue has room again. Packets of a socket
 * with a filter have their time, in nanoseconds since 1970, and how many the full buffer has cost so far; those
 * of a Unix socket without a peer have the path of who sent them.
 */
export type BindingListener = (
  data: Uint8Array | undefined,
  errno: number,
  writable: boolean,
  time?: bigint,
  lost?: number,
  sender?: string,
) => void;

/** The addon's class. It trusts its arguments: the classes around it check them. Methods return an errno, 0 for success. */
export interface BindingSocket {
  readonly portId: number;
  /** Descriptor of a pair's other end. */
  readonly peer: number;
  /** Closes the other end here, once a process has inherited it. */
  releasePeer(): void;
  listen(listener: BindingListener): number;
  /** The path is for a Unix socket without a peer. */
  send(bytes: Uint8Array, path?: string): number;
  membership(group: number, join: boolean): number;
  wantWritable(wanted: boolean): number;
  /** Leaves what arrives to the system's buffer, or goes on. */
  pause(paused: boolean): number;
  keepAlive(keep: boolean): void;
  close(): void;
}

export interface Binding {
  readonly Socket: {
    new (kind: 'netlink', protocol: number, netns: string, receiveBuffer: number): BindingSocket;
    new (
      kind: 'packet',
      interfaceName: string,
      netns: string,
      ethertype: number,
      receiveBuffer: number,
      filter: Uint8Array | undefined,
    ): BindingSocket;
    new (kind: 'unix', local: string, remote: string): BindingSocket;
    new (kind: 'pair'): BindingSocket;
  };
  landlockVersion(): number;
  inheritNothing(): number;
  /** Returns an errno, or not at all. */
  execHeld(
    argv: readonly string[],
    rules: readonly (readonly [string, string])[],
    descriptors: number,
  ): number;
}

const NAME = 'vwifi_nl80211.node';
/** Names the addon's file where it does not lie beside this package: in a program bundled into one file. */
const VARIABLE = 'VWIFI_NL80211_ADDON';
/** The library that the addon stands on, by what distributions call it. */
const LIBNL =
  'apt-get install libnl-3-200 libnl-genl-3-200, dnf install libnl3, zypper install libnl3-200, pacman -S libnl, apk add libnl3';
let loaded: Binding | undefined;
let given: string | undefined;

/** The addon is this file, as a program says that was bundled into one. What is loaded already stays. */
export function useBinding(path: string): void {
  if (typeof path !== 'string' || path === '')
    throw new VWifiError('BAD_ARGUMENT', 'open: nativeBinding is the path of the addon, vwifi_nl80211.node');
  given = path;
}

/** Bun and Deno run addons, but not what a socket needs of libuv: there they end the whole process. */
function needNode(): void {
  const name = 'bun' in process.versions ? 'Bun' : 'deno' in process.versions ? 'Deno' : undefined;
  if (name)
    throw new VWifiError(
      'NO_ADDON',
      `native socket: ${name} lacks what the addon needs of libuv; run this with Node, or use fake, replay or remote sockets`,
    );
}

/** 'linux-x64', 'linux-arm64-musl': a binary for glibc does not load into a Node made with musl. */
export function target(): string {
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const musl = process.platform === 'linux' && header.glibcVersionRuntime === undefined;
  return `${process.platform}-${process.arch}${musl ? '-musl' : ''}`;
}

/** The package brings what it takes but the tools. */
function howToBuild(root: string): string {
  if (process.platform !== 'linux')
    return 'netlink is of Linux; fake, replay and remote sockets work everywhere';
  return `build it: npm install node-gyp node-addon-api && node ${join(root, 'native/build.mjs')} (needs libnl-3-dev, libnl-genl-3-dev, pkg-config, g++, make, python3); in a bundled program name its file: VWifi.open({ nativeBinding }), or ${VARIABLE}`;
}

/** The addon's file. */
function find(): string {
  const named = given ?? process.env[VARIABLE];
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named;
    const who = given === undefined ? VARIABLE : 'nativeBinding';
    throw new VWifiError('NO_ADDON', `native socket: ${who} names ${named}, which is not there`);
  }
  const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
  const built = join(root, 'build', 'Release', NAME);
  // In a checkout; what was packed once may be older there.
  if (existsSync(built)) return built;
  const packed = join(root, 'prebuilds', target(), NAME);
  if (existsSync(packed)) return packed;
  throw new VWifiError('NO_ADDON', `native socket: no addon for ${target()} in ${root}; ${howToBuild(root)}`);
}

/** Loads the addon on first use, so that the fake, replay and remote sockets work where there is none. */
export function binding(): Binding {
  if (loaded) return loaded;
  needNode();
  const path = find();
  try {
    loaded = createRequire(import.meta.url)(path) as Binding;
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    const next = /\blibnl-/.test(why)
      ? `libnl is not installed: ${LIBNL}`
      : howToBuild(dirname(dirname(dirname(fileURLToPath(import.meta.url)))));
    throw new VWifiError('NO_ADDON', `native socket: cannot load ${path}: ${why}; ${next}`, { cause: error });
  }
  return loaded;
}
