/** Values that a laboratory names once: `${name}` in its texts. All of it is plain data, before anything is known of its meaning. */
import type { Path, Problem } from './problem.js';
import { nearest } from './suggest.js';

export type Value = string | number | boolean;
export type Values = Readonly<Record<string, unknown>>;

export const VARIABLE_NAME = /^[A-Za-z]\w{0,39}$/;
/** Keys whose texts are commands of a shell: what is no variable here is one of the shell's. */
const SHELLS = new Set<unknown>(['command', 'ready']);
/** What all texts together may grow to: a variable is worth more letters than its name. */
const MOST_LETTERS = 1 << 22;

/** `$${name}` stands for `${name}` itself. */
const REFERENCE = /\$(\$?)\{([^{}$]*)\}/g;

const isValue = (value: unknown): value is Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/**
 * The values with every variable in its place. A text that is nothing but one has its value as it is, a number a number,
 * except where `texts` wants a text; within a text it is spelt. What is wrong is reported, and stays as it was written.
 */
export function substitute(
  spec: unknown,
  texts: ReadonlySet<string>,
  report: (problem: Problem) => void,
): unknown {
  if (typeof spec !== 'object' || spec === null || Array.isArray(spec)) return spec;
  const { variables, ...rest } = spec as Values;
  if (variables === undefined) return spec;
  const known = new Map<string, Value>();
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) return spec;
  for (const [name, value] of Object.entries(variables))
    if (isValue(value)) known.set(name, value);
    else report({ path: ['variables', name], message: 'is no text, number, true or false' });
  let letters = 0;

  const one = (text: string, path: Path): unknown => {
    const ofShell = SHELLS.has(path.at(-1));
    const of = (name: string): Value | undefined => {
      const value = known.get(name);
      if (value === undefined && !ofShell) {
        const near = nearest(name, known.keys());
        const hint =
          near === undefined ? `known: ${[...known.keys()].join(', ')};` : `did you mean "${near}"?`;
        report({
          path,
          message: `names the variable "${name}", which is not there; ${hint} the text itself is written $\${${name}}`,
        });
      }
      return value;
    };
    const whole = /^\$\{([^{}$]*)\}$/.exec(text)?.[1];
    if (whole !== undefined) {
      const value = of(whole);
      return value === undefined ? text : texts.has(String(path.at(-1))) ? String(value) : value;
    }
    const spelt = text.replace(REFERENCE, (written: string, escaped: string, name: string) => {
      if (escaped) return known.has(name) || !ofShell ? written.slice(1) : written;
      const value = of(name);
      return value === undefined ? written : String(value);
    });
    letters += spelt.length;
    return letters > MOST_LETTERS ? text : spelt;
  };
  const walk = (value: unknown, path: Path): unknown => {
    if (typeof value === 'string') return one(value, path);
    if (Array.isArray(value)) return value.map((each, index) => walk(each, [...path, index]));
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, walk(each, [...path, key])]));
  };
  const whole = walk(rest, []) as Values;
  if (letters > MOST_LETTERS)
    report({ path: ['variables'], message: `make texts of more than ${MOST_LETTERS} letters; shorten them` });
  return { ...whole, variables };
}
