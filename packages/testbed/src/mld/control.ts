/** The control interface of an access point with several links: hostapd's commands and events, as far as it has what they are about. */
import { listenUnixDatagram, type UnixDatagramServer } from '@vwifi/nl80211/netlink';
import type { Peer } from './peer.js';
import type { Point } from './point.js';
import type { PointSettings } from './settings.js';

/** Listeners that do not listen any more are found when an event cannot be sent: EAGAIN is of one that is slow. */
const SLOW = 11;
const MOST_LISTENERS = 64;
/** Of events as hostapd sends them: MSG_INFO. */
const LEVEL = '<3>';

type Command = (words: readonly string[], from: string) => string;

export class Control implements AsyncDisposable {
  private readonly listeners = new Set<string>();
  private readonly server: UnixDatagramServer;
  private readonly commands: Readonly<Record<string, Command>>;

  constructor(
    path: string,
    private readonly point: Point,
    private readonly settings: PointSettings,
    end: () => void,
  ) {
    const ok = (done: boolean): string => (done ? 'OK\n' : 'FAIL\n');
    const nth = (at: number): string => stationText([...this.point.peers.values()][at]);
    this.commands = {
      PING: () => 'PONG\n',
      ATTACH: (_, from) => ok(this.attach(from)),
      DETACH: (_, from) => ok(this.listeners.delete(from)),
      STATUS: () => this.status(),
      'STATUS-DRIVER': () => (point.state === 'ENABLED' ? 'beacon_set=1\n' : ''),
      STA: ([mac = '']) => stationText(point.peers.get(mac.toLowerCase())) || 'FAIL\n',
      'STA-FIRST': () => nth(0),
      'STA-NEXT': ([mac = '']) => {
        const at = [...point.peers.keys()].indexOf(mac.toLowerCase());
        return at < 0 ? 'FAIL\n' : nth(at + 1);
      },
      DEAUTHENTICATE: ([mac = '', ...rest]) =>
        ok(point.dismiss(mac.toLowerCase(), 'deauthentication', reasonOf(rest))),
      DISASSOCIATE: ([mac = '', ...rest]) =>
        ok(point.dismiss(mac.toLowerCase(), 'disassociation', reasonOf(rest))),
      // hostapd has a socket for each link; here it is said, where there are several.
      CHAN_SWITCH: ([count = '', frequency = '', ...rest]) =>
        ok(point.move(linkOf(rest) ?? (point.links.length > 1 ? -1 : 0), Number(frequency), Number(count))),
      REKEY_GTK: () => {
        point.renewKeys();
        return ok(true);
      },
      TERMINATE: () => {
        end();
        return ok(true);
      },
      // Nobody is kept out, and nobody is let in alone.
      DENY_ACL: () => '',
      ACCEPT_ACL: () => '',
    };
    this.server = listenUnixDatagram(path, (data, from) => this.answer(Buffer.from(data).toString(), from));
  }

  /** Tells all who have asked for events. */
  tell(event: string): void {
    const octets = Buffer.from(`${LEVEL}${event}`);
    for (const each of this.listeners) {
      const errno = this.server.send(octets, each);
      if (errno !== 0 && errno !== SLOW) this.listeners.delete(each);
    }
  }

  close(): Promise<void> {
    return this.server.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** Who does not listen any more is found when there is something to tell; until then the oldest give way. */
  private attach(from: string): boolean {
    this.listeners.add(from);
    for (const oldest of this.listeners)
      if (this.listeners.size > MOST_LISTENERS) this.listeners.delete(oldest);
    return true;
  }

  private answer(text: string, from: string): void {
    const [name = '', ...words] = text.trim().split(' ');
    const command = Object.hasOwn(this.commands, name) ? this.commands[name] : undefined;
    this.server.send(Buffer.from(command?.(words, from) ?? 'UNKNOWN COMMAND\n'), from);
  }

  /** As hostapd has it, with the first link as the one of the BSS; all links behind it. */
  private status(): string {
    const { links, mac, peers, state } = this.point;
    const [first] = links;
    const rows = {
      ...{ state, freq: first?.frequencyMhz, channel: first?.channel, 'bss[0]': this.settings.interface },
      ...{ 'bssid[0]': first?.mac, 'ssid[0]': this.settings.ssid, 'num_sta[0]': peers.size },
      ...(this.settings.mld ? { 'mld_addr[0]': mac, 'mld_id[0]': 0, 'mld_link_id[0]': 0 } : {}),
      ...Object.fromEntries(
        links.flatMap(({ id, mac: bssid, frequencyMhz }) => [
          [`link_addr[${id}]`, bssid],
          [`link_freq[${id}]`, frequencyMhz],
        ]),
      ),
    };
    return `${Object.entries(rows)
      .map(([key, value]) => `${key}=${value}\n`)
      .join('')}`;
  }
}

/** 'reason=4' among the words of a command. */
const numberOf = (name: string, words: readonly string[]): number | undefined => {
  const said = words.map((word) => word.split('=')).find(([its]) => its === name)?.[1];
  return said !== undefined && /^\d{1,5}$/.test(said) && Number(said) <= 0xffff ? Number(said) : undefined;
};
const reasonOf = (words: readonly string[]): number | undefined => numberOf('reason', words);
const linkOf = (words: readonly string[]): number | undefined => numberOf('link_id', words);

function stationText(peer: Peer | undefined): string {
  if (!peer) return '';
  const flags = [
    'AUTH',
    'ASSOC',
    ...(peer.authorized ? ['AUTHORIZED'] : []),
    'WMM',
    ...(peer.akm ? ['MFP'] : []),
  ];
  const rows = {
    ...{ flags: flags.map((flag) => `[${flag}]`).join(''), aid: peer.aid },
    ...(peer.akm ? { AKMSuiteSelector: `00-0f-ac-${peer.akm === 'SAE' ? 8 : 18}` } : {}),
    ...(peer.mld ? Object.fromEntries([...peer.links].map(([id, mac]) => [`peer_addr[${id}]`, mac])) : {}),
  };
  return `${peer.address}\n${Object.entries(rows)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')}`;
}
