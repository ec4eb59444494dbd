import { VWifiError } from '../wire/errors.js';

/** What a person would recognise of a value, in one line. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'a list' : 'an object';
  if (typeof value === 'function') return 'a function';
  return String(value);
}

export function badArgument(what: string, problem: string, options?: ErrorOptions): VWifiError {
  return new VWifiError('BAD_ARGUMENT', `${what}: ${problem}`, options);
}

/** Throws BAD_ARGUMENT for all but a whole number between the two, both included. */
export function checkWhole(what: string, value: unknown, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw badArgument(what, `${shown(value)} is no whole number from ${least} to ${most}`);
}

/** Throws BAD_ARGUMENT, naming what there is, for all but a key of the table. */
export function checkName<T extends object>(what: string, value: unknown, table: T): keyof T & string {
  if (typeof value === 'string' && Object.hasOwn(table, value)) return value as keyof T & string;
  throw badArgument(what, `${shown(value)} is none of ${Object.keys(table).join(', ')}`);
}

export function checkList<T>(what: string, value: readonly T[]): readonly T[] {
  if (Array.isArray(value)) return value;
  throw badArgument(what, `${shown(value)} is no list; write [ ]`);
}

/** Milliseconds; Infinity is no limit. */
export function checkTimeout(what: string, value: unknown): number {
  if (typeof value === 'number' && value >= 0) return value;
  throw badArgument(what, `timeoutMs ${shown(value)} is no time; milliseconds from 0 on, or Infinity`);
}

/** A rate in steps of the kernel's. */
export function rateSteps(what: string, mbps: number, stepMbps: number, most: number): number {
  const steps = mbps / stepMbps;
  const whole = Math.round(steps);
  if (typeof mbps === 'number' && Math.abs(steps - whole) < 1e-6 && whole >= 1 && whole <= most) return whole;
  throw badArgument(what, `${shown(mbps)} Mbit/s is no multiple of ${stepMbps} up to ${most * stepMbps}`);
}

/** What the engine throws about a value that is of another kind altogether. */
function refusal(verb: string, error: unknown): unknown {
  const misfit = error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError;
  if (!misfit) return error;
  return badArgument(
    verb,
    `an argument is not of its type (${error.message}); see the types of this package`,
    {
      cause: error,
    },
  );
}

/** Makes a function refuse with BAD_ARGUMENT what it cannot even look at, now or in its promise. */
export function refusing<A extends unknown[], R>(
  verb: string,
  act: (...said: A) => R,
): (this: unknown, ...said: A) => R {
  return function (...said) {
    try {
      const result = act.apply(this, said);
      if (!(result instanceof Promise)) return result;
      return result.catch((error) => {
        throw refusal(verb, error);
      }) as R;
    } catch (error) {
      throw refusal(verb, error);
    }
  };
}

/** The same for all methods of classes: programs without types get the errors of this library, too. */
export function refuseMisfits(...classes: readonly { readonly prototype: object }[]): void {
  for (const { prototype } of classes) {
    for (const [name, described] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (name === 'constructor' || typeof described.value !== 'function') continue;
      Object.defineProperty(prototype, name, { ...described, value: refusing(name, described.value) });
    }
  }
}

/** `interface undefined: ...` helps nobody. */
export function checkRef(what: string, ref: unknown): void {
  if (typeof ref !== 'string' && typeof ref !== 'number')
    throw badArgument(what, `${shown(ref)} is neither a name nor an index`);
}

/** The rest of a line that says what there is. */
export function there(names: readonly string[]): string {
  return names.length === 0
    ? 'there is none'
    : `there are ${names.slice(0, 12).join(', ')}${names.length > 12 ? ', ...' : ''}`;
}
