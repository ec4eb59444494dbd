/** Why hostapd or wpa_supplicant does not do what is waited for, in its own words, from the lines of its log. */

/** What stands in front of a line: the time (`-t`), the interface. */
const PREFIX = /^(?:\d+\.\d{6}: )?(?:\w+: (?:IEEE 802\.11 )?)?/;

/** A line without what stands in front of it. */
const bare = (line: string): string => line.replace(PREFIX, '').trim();

/** What follows from a fault, or comes with every start and end: none of it is the reason. */
const CONSEQUENCES: readonly RegExp[] = [
  /^interface state \S+->\S+/,
  /^(AP|INTERFACE)-(ENABLED|DISABLED)/,
  /^CTRL-EVENT-/,
  /^Interface \S+ wasn't started/,
  /^nl80211: deinit ifname/,
  /^deinit ifname/,
  /^(nl80211: )?Driver does not support authentication\/association/,
  /^(nl80211 )?driver initialization failed/,
  /^Successfully initialized/,
  /^\d+ errors found in configuration file/,
  /^Failed to (set up|initialize) interface/,
  /^Using interface /,
  /^Configuration file:/,
];

/** What is said of a fault when nothing more is known. */
const GENERAL = /^(Interface initialization failed|Unable to setup interface|Could not select hw_mode)/;

const FAULT =
  /\b(not?|cannot|could|unable|fail\w*|invalid|wrong|unknown|mismatch|unsupported|refused|denied|error)\b/i;

/** The first line that is the reason of what came after it; undefined where there is none. */
export function reasonOf(lines: readonly string[]): string | undefined {
  return lines
    .map(bare)
    .find((line) => line && !GENERAL.test(line) && !CONSEQUENCES.some((each) => each.test(line)));
}

/** The same from a log with debugging lines, where most say that all is well: the last complaint before the fault. */
export function reasonInDebugLog(lines: readonly string[]): string | undefined {
  const texts = lines.map(bare);
  const fault = texts.findIndex((line) => GENERAL.test(line));
  if (fault < 0) return undefined;
  return texts
    .slice(0, fault)
    .findLast((line) => FAULT.test(line) && !CONSEQUENCES.some((each) => each.test(line)));
}

/** What a person wants to see of a log with debugging lines; all of one without them. */
export function tellingLines(lines: readonly string[]): readonly string[] {
  const telling = /CTRL-EVENT-|ssid='|skip|reject|No suitable network|Selecting BSS/;
  return lines.some((line) => LOOK.test(line)) ? lines.filter((line) => telling.test(line)) : lines;
}

/** A network that a station heard, and why it passes it over. */
export interface Heard {
  readonly bssid: string;
  readonly ssid: string;
  readonly frequencyMhz: number;
  /** In wpa_supplicant's words; none where it would have it. */
  readonly objections: readonly string[];
}

/** How wpa_supplicant begins to look through what it heard. */
const LOOK = /Selecting BSS from priority group/;
const HEARD = /^\d+: ([0-9a-f:]{17}) ssid='(.*)' wpa_ie_len=.* freq=(\d+)/;
const OBJECTION = /^skip(?: RSN IE| WPA IE)? - (.*)/;

/** What a station heard when it last looked for its network; undefined before a first look with debugging lines. */
export function lastLook(lines: readonly string[]): readonly Heard[] | undefined {
  const from = lines.findLastIndex((line) => LOOK.test(line));
  if (from < 0) return undefined;
  const heard: (Heard & { objections: string[] })[] = [];
  for (const line of lines.slice(from).map(bare)) {
    const [, bssid, ssid = '', frequency] = HEARD.exec(line) ?? [];
    if (bssid) heard.push({ bssid, ssid, frequencyMhz: Number(frequency), objections: [] });
    const objection = OBJECTION.exec(line)?.[1];
    if (objection) heard.at(-1)?.objections.push(objection);
  }
  return heard;
}
