/** Settings by the names that they had before 1.0, without their units. */
const OLD: Readonly<Record<string, string>> = {
  frequency: 'frequencyMhz',
  frequencies: 'frequenciesMhz',
  basicRates: 'basicRatesMbps',
  multicastRate: 'multicastRateMbps',
};

/** The settings by the names that they have now. */
export function withUnits<T extends object>(settings: T): T {
  if (!Object.keys(settings).some((name) => Object.hasOwn(OLD, name))) return settings;
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [Object.hasOwn(OLD, name) ? OLD[name] : name, value]),
  ) as T;
}
