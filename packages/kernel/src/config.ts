/** Options that fragments set and that a configuration does not have: Kconfig drops silently what it cannot give. */
export function lostOptions(config: string, fragments: readonly string[]): readonly string[] {
  const wanted = new Map<string, string>();
  for (const line of fragments.flatMap((text) => text.split('\n'))) {
    const name = /^(CONFIG_\w+)=./.exec(line)?.[1];
    const unset = /^# (CONFIG_\w+) is not set$/.exec(line)?.[1];
    if (name) wanted.set(name, line);
    if (unset) wanted.delete(unset);
  }
  const given = new Set(config.split('\n'));
  return [...wanted.values()].filter((line) => !given.has(line));
}
