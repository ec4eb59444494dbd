/** What is wrong with a laboratory as written, and where. */
import type { z } from 'zod';
import { TestbedError } from '../errors.js';
import { visible } from '../visible.js';
import { kinds, labSchema } from './schema.js';
import { keysAt, wantedAt } from './schema-at.js';
import { securitySchema, securityTypes } from './security.js';
import { nearest } from './suggest.js';

export type Path = readonly (string | number)[];

export interface Problem {
  /** The value that is wrong; with `key`, the mapping that holds the wrong key. */
  readonly path: Path;
  /** A key that should not be there. */
  readonly key?: string;
  /** What is wrong and what to do, to follow the place. */
  readonly message: string;
}

/** Where a problem is, in words that begin its line: `file.yaml:3:5` or the object's path. */
export type Locate = (problem: Problem) => string;

export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === 'number' ? `[${part}]` : i ? `.${part}` : part)).join('');

/** Places in an object given from TypeScript have no line: their path says it all. */
export const locateInObject: Locate = () => 'laboratory';

/** One error for all problems, one line each. */
export function labError(problems: readonly Problem[], locate: Locate): TestbedError {
  const lines = problems.map((problem) => {
    const subject = problem.key === undefined && problem.path.length ? `${pathText(problem.path)} ` : '';
    return visible(`${locate(problem)}: ${subject}${problem.message}`);
  });
  return new TestbedError('LAB_INVALID', lines.join('\n'));
}

const didYouMean = (word: string, words: readonly string[], otherwise: string): string => {
  const near = nearest(word, words);
  return near === undefined ? otherwise : `did you mean "${near}"?`;
};

const oneOf = (value: unknown, words: readonly unknown[]): string => {
  const list = words.filter((word) => typeof word !== 'symbol').map(String);
  if (value === undefined) return `is missing: one of ${list.join(', ')}`;
  const [only, ...others] = list;
  if (only !== undefined && others.length === 0)
    return `is ${typeof value === 'string' ? `"${value}"` : kindOf(value)}, not ${only}; leave it out where that is not so`;
  if (typeof value === 'object') return `is ${kindOf(value)}, not one of ${list.join(', ')}`;
  return `is "${String(value)}", which is none of ${list.join(', ')}${
    nearest(String(value), list) ? `; did you mean "${nearest(String(value), list)}"?` : ''
  }`;
};

const valueAt = (path: Path, input: unknown): unknown =>
  path.reduce<unknown>(
    (value, part) => (value as Record<string, unknown> | undefined)?.[part as string],
    input,
  );

/** What stands there, in the words of who wrote it. */
function kindOf(value: unknown): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  if (typeof value === 'string') return 'a text';
  // As YAML writes them.
  if (Number.isNaN(value)) return '.nan';
  return typeof value === 'number' && !Number.isFinite(value) ? '.inf' : String(value);
}

/** One issue of zod in our words. */
function toProblems(issue: z.core.$ZodIssue, input: unknown, schema: z.core.$ZodType): Problem[] {
  const path = issue.path as Path;
  const value = valueAt(path, input);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const keys = keysAt(schema, path, input);
        const known = didYouMean(key, keys, `known here: ${keys.join(', ')}`);
        return {
          path,
          key,
          message: `unknown key "${key}"${path.length ? ` in ${pathText(path)}` : ''}; ${known}`,
        };
      });
    case 'invalid_union': {
      if (path.at(-1) === 'security') {
        if (typeof value !== 'object' || value === null)
          return [{ path, message: oneOf(value, securityTypes) }];
        return toAll(securitySchema.safeParse(value).error?.issues ?? [], input, schema, path);
      }
      const field = path.at(-1);
      if (field === 'kind') return [{ path, message: oneOf(value, kinds) }];
      if (field === 'type') return [{ path, message: oneOf(value, securityTypes) }];
      return [{ path, message: `is ${kindOf(value)}, not ${wantedAt(schema, path, input)}` }];
    }
    case 'invalid_value':
      return [{ path, message: oneOf(value, issue.values) }];
    case 'invalid_type': {
      const wanted = wantedAt(schema, path, input);
      return [
        {
          path,
          message: value === undefined ? `is missing: it is ${wanted}` : `is ${kindOf(value)}, not ${wanted}`,
        },
      ];
    }
    case 'invalid_key':
      return [
        {
          path: path.slice(0, -1),
          key: String(path.at(-1)),
          message: `"${String(path.at(-1))}" ${issue.issues[0]?.message ?? 'is not a name'}`,
        },
      ];
    case 'too_small':
      return [{ path, message: `is too small: at least ${issue.minimum}` }];
    case 'too_big':
      return [{ path, message: `is too large: at most ${issue.maximum}` }];
    default:
      return [{ path, message: issue.message }];
  }
}

function toAll(
  issues: readonly z.core.$ZodIssue[],
  input: unknown,
  schema: z.core.$ZodType,
  prefix: Path = [],
): Problem[] {
  return issues.flatMap((issue) =>
    toProblems({ ...issue, path: [...prefix, ...(issue.path as Path)] } as z.core.$ZodIssue, input, schema),
  );
}

/** What zod found, in our words; `schema` is the form that the input was to have. */
export const problemsOf = (
  error: z.ZodError,
  input: unknown,
  schema: z.core.$ZodType = labSchema,
): Problem[] => toAll(error.issues, input, schema);
