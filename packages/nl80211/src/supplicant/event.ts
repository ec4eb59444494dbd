/** Events of hostapd and wpa_supplicant, as their control sockets send them: `<3>CTRL-EVENT-... text key=value`. */

export interface ControlEvent {
  /** Syslog-like level: 2 debug, 3 info, 4 warning, 5 error. */
  readonly level: number;
  readonly name: string;
  /** What follows the name. */
  readonly text: string;
  /** The first hardware address in the text. */
  readonly address?: string;
  /** Every `key=value` of the text. */
  readonly fields: Readonly<Record<string, string>>;
}

const EVENT = /^<(\d+)>(?:IFNAME=\S+ )?(\S+) ?([\s\S]*)$/;
const FIELD = /([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|[^\s\]]*)/g;
const ADDRESS = /\b([0-9a-f]{2}(?::[0-9a-f]{2}){5})\b/i;

/** Reads an event; undefined when the datagram is a reply to a command. */
export function parseEvent(datagram: string): ControlEvent | undefined {
  const match = EVENT.exec(datagram.trimEnd());
  if (!match) return undefined;
  const [, level = '3', name = '', text = ''] = match;
  const fields: Record<string, string> = {};
  for (const [, key = '', value = ''] of text.matchAll(FIELD)) fields[key] = unquote(value);
  const address = ADDRESS.exec(text)?.[1]?.toLowerCase();
  return { level: Number(level), name, text: text.trim(), ...(address ? { address } : {}), fields };
}

const unquote = (text: string): string => (text.startsWith('"') ? decodeText(text.slice(1, -1)) : text);

const escapes: Record<string, string> = { n: '\n', r: '\r', t: '\t', e: '\x1b' };

/** Undoes the daemons' escapes in an SSID: `\xNN`, `\"`, `\\`, `\n`, `\e`. */
export function decodeText(text: string): string {
  const octets: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const hex = /^\\x([0-9a-f]{2})/i.exec(text.slice(i, i + 4))?.[1];
    if (hex) {
      octets.push(Number.parseInt(hex, 16));
      i += 3;
    } else if (text[i] === '\\') {
      const next = text[++i] ?? '';
      octets.push(...Buffer.from(escapes[next] ?? next));
    } else octets.push(...Buffer.from(text[i] ?? ''));
  }
  return Buffer.from(octets).toString('utf8');
}
