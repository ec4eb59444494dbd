/** What the form of a laboratory wants at a place: for the words of an error. */
import { z } from 'zod';
import type { Path } from './problem.js';

type Schema = z.core.$ZodType;

/** Without what only says that it may be left out, or what is made of it. */
function bare(schema: Schema): Schema {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable)
    return bare(schema.def.innerType);
  return schema instanceof z.ZodPipe ? bare(schema.def.in) : schema;
}

/** The forms that the value at the end of the path may have, given what was written on the way. */
function formsAt(schema: Schema, path: Path, input: unknown): readonly Schema[] {
  const here = bare(schema);
  if (here instanceof z.ZodUnion) return chosen(here, input).flatMap((each) => formsAt(each, path, input));
  const [part, ...rest] = path;
  if (part === undefined) return [here];
  const below = (next: Schema | null | undefined) =>
    next ? formsAt(next, rest, (input as Record<string, unknown> | null | undefined)?.[part]) : [];
  if (here instanceof z.ZodObject)
    return below(Object.hasOwn(here.shape, part) ? here.shape[part] : undefined);
  if (here instanceof z.ZodRecord) return below(here.def.valueType);
  if (here instanceof z.ZodArray) return below(here.def.element);
  if (here instanceof z.ZodTuple) return below(here.def.items[Number(part)]);
  return [];
}

/** Of the forms of a union the one that the value says it has, by its `kind` or `type`; else all. */
function chosen(union: z.ZodUnion, input: unknown): readonly Schema[] {
  const { options } = union.def;
  if (!(union instanceof z.ZodDiscriminatedUnion)) return options;
  const field = union.def.discriminator;
  const said = (input as Record<string, unknown> | null | undefined)?.[field];
  const fitting = options.filter((option) => {
    const literal = option instanceof z.ZodObject ? option.shape[field] : undefined;
    return literal instanceof z.ZodLiteral && literal.values.has(said as string);
  });
  return fitting.length > 0 ? fitting : options;
}

/** The keys that the mapping at this path may have. */
export function keysAt(schema: Schema, path: Path, input: unknown): readonly string[] {
  const keys = formsAt(schema, path, input).flatMap((form) =>
    form instanceof z.ZodObject ? Object.keys(form.shape) : [],
  );
  return [...new Set(keys)].filter((key) => key !== '$schema');
}

/** The end of what is said of a text that is none of these: examples. */
function examplesOf(form: z.ZodString): string {
  for (const check of form.def.checks ?? []) {
    const { error } = check._zod.def;
    const said = typeof error === 'function' ? error({ input: '' } as never) : undefined;
    const example = typeof said === 'string' && /such as .+/.exec(said)?.[0];
    if (example) return `, ${example}`;
  }
  return '';
}

/** Longer lists help nobody. */
const MOST_KEYS = 8;
const listOf = (keys: readonly string[]): string =>
  keys.length > MOST_KEYS ? '' : ` with ${keys.join(', ')}`;

function rangeOf(form: Schema): string {
  if (!(form instanceof z.ZodNumber)) return '';
  const { minValue, maxValue } = form;
  const ends = [minValue, maxValue].map((end) =>
    end !== null && Number.isSafeInteger(end) ? end : undefined,
  );
  return ends.includes(undefined) ? '' : ` from ${ends.join(' to ')}`;
}

function name(form: Schema): string {
  if (form instanceof z.ZodTuple) return `a list of ${form.def.items.length} numbers`;
  if (form instanceof z.ZodArray) return 'a list';
  if (form instanceof z.ZodObject) return `a mapping${listOf(Object.keys(form.shape))}`;
  if (form instanceof z.ZodRecord) return 'a mapping';
  if (form instanceof z.ZodEnum) return `one of ${form.options.join(', ')}`;
  if (form instanceof z.ZodString) return `a text${examplesOf(form)}`;
  if (form instanceof z.ZodLiteral) return [...form.values].map(String).join(' or ');
  if (form instanceof z.ZodBoolean) return 'true or false';
  const whole = form instanceof z.ZodNumber && form.isInt ? 'whole ' : '';
  return `a ${whole}number${rangeOf(form)}`;
}

/** What may be at this path, in words. */
export const wantedAt = (schema: Schema, path: Path, input: unknown): string =>
  [...new Set(formsAt(schema, path, input).map(name))].join(' or ') || 'something else';
