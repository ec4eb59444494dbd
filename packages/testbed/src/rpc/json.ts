/** What messages are made of, and errors as messages. */
import { errorMessage, TestbedError } from '../errors.js';

/** Anything JSON can say; undefined members are left out. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined };

export interface ErrorMessage {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly errno?: number;
  readonly hint?: string;
  readonly details?: readonly string[];
  [key: string]: Json | undefined;
}

export function errorToMessage(error: unknown): ErrorMessage {
  const { name, code, errno, hint, details } = (error ?? {}) as Record<string, unknown>;
  return {
    name: typeof name === 'string' ? name : 'Error',
    message: errorMessage(error),
    ...(typeof code === 'string' ? { code } : {}),
    ...(typeof errno === 'number' ? { errno } : {}),
    ...(typeof hint === 'string' ? { hint } : {}),
    ...(Array.isArray(details) && details.length > 0 ? { details: details.map(String) } : {}),
  };
}

/** Not `String` of anything: an object may not be one. */
const texts = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : undefined;

export function errorFromMessage(value: unknown): Error {
  const { name, message, code, errno, hint, details } = (value ?? {}) as Record<string, unknown>;
  const text = typeof message === 'string' ? message : 'the other side refused without a word';
  if (name === 'TestbedError') {
    return new TestbedError(typeof code === 'string' ? code : 'REMOTE', text, {
      hint: typeof hint === 'string' ? hint : undefined,
      details: texts(details),
    });
  }
  const error = new Error(text);
  if (typeof name === 'string') error.name = name;
  return Object.assign(
    error,
    typeof code === 'string' ? { code } : {},
    typeof errno === 'number' ? { errno } : {},
    typeof hint === 'string' ? { hint } : {},
  );
}
