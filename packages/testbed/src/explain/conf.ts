/** What a hostapd.conf says of one of its networks. */

/** The last value of each key: of the network of an interface, where the file has several, else of the first. */
export function confOf(text: string, interfaceName: string): Record<string, string> {
  const sections: Record<string, string>[] = [{}];
  for (const line of text.split('\n')) {
    const [, key, value = ''] = /^\s*(\w+)=(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    if (key === 'bss') sections.push({});
    const section = sections.at(-1);
    if (section) section[key] = value.trimEnd();
  }
  return sections.find(({ bss }) => bss === interfaceName) ?? sections[0] ?? {};
}
