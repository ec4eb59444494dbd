/** The words of a laboratory file that several of its parts use: names and addresses, each checked here and nowhere else. */
import { isIP, isIPv4 } from 'node:net';
import { z } from 'zod';

export const nodeName = z
  .string()
  .regex(/^[a-zA-Z][a-zA-Z0-9_-]{0,14}$/, 'is not a name: a letter, then at most 14 letters, digits, - or _');

const isCidr = (text: string): boolean => {
  const [address = '', length = '', ...rest] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return rest.length === 0 && /^\d{1,3}$/.test(length) && Number(length) <= most;
};

/** With its prefix length. */
export const isAddress = (text: string): boolean => isCidr(text);

const UNLIKE = 'is not an address with its prefix length, such as 10.0.0.1/24';

/** An interface's address, or one of these words in its place. */
export const addressOr = (...words: readonly string[]) =>
  z.string().refine((text) => words.includes(text) || isCidr(text), UNLIKE);

export const ipv4 = z
  .string()
  .refine((text) => isIPv4(text), 'is not an IPv4 address without a prefix length, such as 10.0.0.1');

export const ip = z
  .string()
  .refine((text) => isIP(text) !== 0, 'is not an address without a prefix length, such as 10.0.0.1');

const UNIT_MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Such as 500ms, 10s, 2m; in milliseconds. */
export const duration = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,9})?(ms|s|m|h)$/, 'is no time, such as 500ms, 10s or 2m')
  .transform((text) => Number.parseFloat(text) * UNIT_MS[/[a-z]+$/.exec(text)?.[0] as keyof typeof UNIT_MS]);

/** What ends a line or moves a cursor. */
export const CONTROL = /\p{Cc}/u;
