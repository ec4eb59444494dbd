/** Values as a person reads them; what is not known is '-'. */
const text = <T>(value: T | undefined, write: (value: T) => string): string =>
  value === undefined ? '-' : write(value);

const scaled = (value: number, unit: string): string => {
  if (value >= 1e9) return `${(value / 1e9).toFixed(1)} G${unit}`;
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} M${unit}`;
  if (value >= 1e3) return `${(value / 1e3).toFixed(1)} k${unit}`;
  return `${Math.round(value)} ${unit}`;
};

export const dbm = (value: number | undefined): string =>
  text(value, (each) => `${Number(each.toFixed(2))} dBm`);
export const percent = (value: number | undefined): string =>
  text(value, (each) => `${Number((each * 100).toFixed(4))} %`);
export const bitRate = (value: number | undefined): string => text(value, (each) => scaled(each, 'bit/s'));
export const bytes = (value: number | undefined): string => text(value, (each) => scaled(each, 'B'));
export const count = (value: number | undefined): string => text(value, String);
export const time = (microseconds: number | undefined): string =>
  text(microseconds, (each) => {
    if (each >= 1_000_000) return `${Number((each / 1_000_000).toFixed(3))} s`;
    return each >= 1000 ? `${Number((each / 1000).toFixed(3))} ms` : `${each} us`;
  });
