/** Arguments come from the other side of a connection: looked at before they are used. */
import { TestbedError } from '../errors.js';
import type { JsonObject } from './call.js';
import type { Json } from './json.js';

function wrong(name: string, what: string): TestbedError {
  return new TestbedError('EINVAL', `the argument ${name} is not ${what}`);
}

export function textArgument(args: JsonObject, name: string): string {
  const value = args[name];
  if (typeof value !== 'string' || value === '' || value.includes('\0')) throw wrong(name, 'a text');
  return value;
}

export function numberArgument(args: JsonObject, name: string): number {
  const value = args[name];
  if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(name, 'a number');
  return value;
}

export function optionalNumber(args: JsonObject, name: string): number | undefined {
  return args[name] === undefined ? undefined : numberArgument(args, name);
}

export function objectArgument(args: JsonObject, name: string): JsonObject {
  const value = args[name];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(name, 'an object');
  return value as JsonObject;
}

export function textListArgument(args: JsonObject, name: string): string[] {
  const value: Json | undefined = args[name];
  const isText = (item: unknown) => typeof item === 'string' && !item.includes('\0');
  if (!Array.isArray(value) || !value.every(isText)) throw wrong(name, 'a list of texts');
  return value as string[];
}
