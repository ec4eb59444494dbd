/** Makes a laboratory of an object, with errors that say where. Without a reader of files, which takes as long to load. */
import type { Lab } from './lab.js';
import { type Locate, labError, locateInObject, type Problem, problemsOf } from './problem.js';
import { type Origin, resolve } from './resolve.js';
import { type LabSpec, labSchema } from './schema.js';
import { substitute } from './variables.js';

/** Keys whose value is text even where YAML reads a number: `passphrase: 12345678`, `kernel: 6.10`. */
export const textKeys = new Set(['passphrase', 'ssid', 'kernel', 'name', 'description', 'country']);

/** Makes a laboratory of an object; throws one error with a line for each problem. */
export function labFrom(spec: LabSpec, origin: Origin, locate: Locate = locateInObject): Lab {
  const problems: Problem[] = [];
  const values = substitute(spec, textKeys, (problem) => problems.push(problem));
  if (problems.length) throw labError(problems, locate);
  const parsed = labSchema.safeParse(values);
  if (!parsed.success) throw labError(problemsOf(parsed.error, values), locate);
  // Of files they are gone by now.
  for (const key of ['extends', 'includes'] as const)
    if (parsed.data[key] !== undefined)
      problems.push({
        path: [key],
        message: 'names a file, which only a laboratory in a file can; spread an object instead',
      });
  const lab = resolve(parsed.data, origin, (problem) => problems.push(problem));
  if (problems.length) throw labError(problems, locate);
  return lab;
}
