/** 802.11 frames in the clear, as octets in hexadecimal, to be injected. */

const octets = (mac: string) => mac.replaceAll(':', '');

/** Three addresses behind two octets of frame control, a duration of none; sequence control at the end. */
function header(control: string, ra: string, ta: string, third: string, sequence = 0): string {
  const number = Buffer.alloc(2);
  number.writeUInt16LE(sequence << 4);
  return `${control}0000${octets(ra)}${octets(ta)}${octets(third)}${number.toString('hex')}`;
}

/** Data to an access point: an ARP packet, or what looks like one. */
export function dataToAp(ap: string, station: string): string {
  return `${header('0801', ap, station, ap)}aaaa030000000806${'00'.repeat(28)}`;
}

/** Data of an access point to a station. */
export function dataFromAp(ap: string, station: string): string {
  return `${header('0802', station, ap, ap)}aaaa030000000806${'00'.repeat(28)}`;
}

/** Data from one station of a network to another one. */
export function dataBetween(ra: string, ta: string, bssid: string): string {
  return `${header('0800', ra, ta, bssid)}aaaa030000000806${'00'.repeat(28)}`;
}

/** Deauthentication by an access point, reason 7. */
export function deauthentication(ap: string, station: string): string {
  return `${header('c000', station, ap, ap)}0700`;
}

/** An authentication frame of an access point; `bssid` where it says another one. The standard's own numbers. */
export function authentication(
  ap: string,
  station: string,
  { algorithm = 0, transaction = 2, status = 0, bssid = ap, sequence = 0 } = {},
): string {
  const body = Buffer.alloc(6);
  for (const [n, value] of [algorithm, transaction, status].entries()) body.writeUInt16LE(value, 2 * n);
  return `${header('b000', station, ap, bssid, sequence)}${body.toString('hex')}`;
}

/** An action frame of an access point to everybody, of the category that is for anybody's use and protected (126). */
export function actionToAll(ap: string): string {
  return `${header('d000', 'ff:ff:ff:ff:ff:ff', ap, ap)}7e${'00'.repeat(8)}`;
}

/** Several data frames of a station in one (A-MSDU), with these Ethernet destination and source addresses. */
export function aggregateToAp(
  ap: string,
  station: string,
  parts: readonly (readonly [string, string])[],
): string {
  const msdu = `aaaa030000000806${'00'.repeat(28)}`;
  const bodies = parts.map(([to, from]) => `${octets(to)}${octets(from)}0024${msdu}`);
  // Each is 50 octets long, padded to 52.
  return `${header('8801', ap, station, ap)}8000${bodies.join('0000')}`;
}

/** The same frame with one octet changed: the one so many from the end. */
export function altered(frame: string, fromEnd: number): string {
  const bytes = Buffer.from(frame, 'hex');
  const at = bytes.length - fromEnd;
  bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  return bytes.toString('hex');
}

/** A CCMP frame whose packet number (of a header of so many octets) is raised by 2^32. */
export function numberRaised(frame: string, headerLength: number): string {
  const bytes = Buffer.from(frame, 'hex');
  const at = headerLength + 6;
  bytes[at] = ((bytes[at] ?? 0) + 1) & 0xff;
  return bytes.toString('hex');
}

/** Another key index (0 to 3) in a protected frame. */
export function keyIndex(frame: string, headerLength: number, index: number): string {
  const bytes = Buffer.from(frame, 'hex');
  const at = headerLength + 3;
  bytes[at] = ((bytes[at] ?? 0) & 0x3f) | (index << 6);
  return bytes.toString('hex');
}

/** What comes before the body of each kind, and before its elements. */
const ANNOUNCING = {
  beacon: ['8000', '00000000000000006400 0104'],
  'probe response': ['5000', '00000000000000006400 0104'],
  action: ['d000', ''],
} as const;

/** A frame of an access point that may announce something: its elements, or an action's body, come as they are. */
export function announcement(kind: keyof typeof ANNOUNCING, ap: string, to: string, body: string): string {
  const [control, fixed] = ANNOUNCING[kind];
  return `${header(control, to, ap, ap)}${fixed}${body}`.replaceAll(' ', '');
}

/** An action frame in the clear: its category, its action and what follows, in hexadecimal. */
export function action(ra: string, ta: string, bssid: string, body: string): string {
  return `${header('d000', ra, ta, bssid)}${body}`;
}

/** Frames of a version and a type that nobody can read, and one that ends in its header. */
export function unreadable(ra: string, ta: string): Readonly<Record<string, string>> {
  return {
    'version 1': `${header('0901', ra, ta, ra)}${'00'.repeat(16)}`,
    'version 3': `${header('03ff', ra, ta, ra)}${'00'.repeat(16)}`,
    'type 3': `${header('0c00', ra, ta, ra)}${'00'.repeat(16)}`,
    'cut off': `${header('0803', ra, ta, ra)}`,
  };
}

/** Data with four addresses. */
export function fourAddresses(ra: string, ta: string): string {
  return `${header('0803', ra, ta, ra)}${octets(ta)}aaaa030000000806${'00'.repeat(28)}`;
}
