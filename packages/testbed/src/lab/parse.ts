/** Reads a laboratory from a file's text, with errors that say where. */
import { readFile } from 'node:fs/promises';
import { basename, dirname, extname, resolve as resolvePath } from 'node:path';
import {
  type Document,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
  visit,
} from 'yaml';
import { TestbedError } from '../errors.js';
import { visible } from '../visible.js';
import { compose, placeIn, type Source } from './compose.js';
import { labFrom, textKeys } from './from-object.js';
import type { Lab } from './lab.js';
import type { Path } from './problem.js';
import type { LabSpec } from './schema.js';
import { nearest } from './suggest.js';
import type { Value } from './variables.js';

/**
 * Makes a laboratory of YAML (or JSON) text. `file` names it in errors and is where its paths start from; `instead` is
 * what counts in the place of what the text says.
 */
export function parseLab(text: string, file: string, instead: Partial<LabSpec> = {}): Lab {
  const { values, sources } = compose(file, sourceOf(text, file), sourceOf);
  const origin = { folder: dirname(resolvePath(file)), name: nameFrom(file) };
  const spec = values ?? {};
  // What counts in its place is put into a mapping only.
  const isMapping = typeof spec === 'object' && !Array.isArray(spec);
  const whole = (isMapping ? { ...spec, ...instead, ...variablesOf(spec, instead, file) } : spec) as LabSpec;
  return labFrom(whole, origin, (problem) => placeIn(sources, problem));
}

/** Those of a file, with what was given in their place. */
function variablesOf(
  spec: object,
  { variables }: Partial<LabSpec>,
  file: string,
): { variables?: Record<string, Value> } {
  if (variables === undefined) return {};
  const { variables: own } = spec as { variables?: unknown };
  const known = typeof own === 'object' && own !== null ? own : {};
  for (const name of Object.keys(variables)) {
    if (Object.hasOwn(known, name)) continue;
    const near = nearest(name, Object.keys(known));
    const hint =
      near === undefined ? `known: ${Object.keys(known).join(', ') || 'none'}` : `did you mean "${near}"?`;
    throw new TestbedError('LAB_INVALID', visible(`${file}: it has no variable "${name}"; ${hint}`));
  }
  return { variables: { ...known, ...variables } };
}

/** A file's values, and where they stand. */
export function sourceOf(text: string, file: string): Source {
  const lines = new LineCounter();
  const document = parseDocument(text, {
    ...{ lineCounter: lines, prettyErrors: false },
    // What it would say of odd keys by itself is said with their place below.
    logLevel: 'error',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [fault] = document.errors;
  if (fault) throw new TestbedError('LAB_SYNTAX', visible(`${at(fault.pos[0])}: ${faultText(fault)}`));
  visit(document, {
    Pair: (_, pair) => {
      const { key, value } = pair;
      if (isScalar(key) && textKeys.has(String(key.value)) && isScalar(value) && value.source !== undefined)
        if (typeof value.value === 'number' || typeof value.value === 'boolean') value.value = value.source;
    },
  });
  return {
    values: plainValue(document, at),
    at: (path, key) => at(offsetOf(document.contents, path, key)),
  };
}

/** The document as plain values; a place for what cannot be one. */
function plainValue(document: Document, at: (offset: number) => string): unknown {
  try {
    return document.toJS();
  } catch (error) {
    // Aliases of aliases: no small file has so many, and each would be another copy.
    let last = 0;
    visit(document, {
      Alias: (_, alias) => {
        last = alias.range?.[0] ?? last;
      },
    });
    throw new TestbedError(
      'LAB_SYNTAX',
      `${at(last)}: cannot follow the aliases: ${firstLine(String((error as Error).message))}`,
      {
        hint: 'write out what the alias (*name) stands for',
      },
    );
  }
}

/** Reads a laboratory's file. */
export async function readLab(file: string, instead: Partial<LabSpec> = {}): Promise<Lab> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'that is a folder'
          : (error as Error).message;
    throw new TestbedError('LAB_NOT_FOUND', `cannot read the laboratory ${file}: ${why}`, {
      hint: 'give the path of a .yaml file, or none for the default laboratory',
    });
  }
  return parseLab(text, file, instead);
}

/** The parser's words, where they are for people. */
const faultText = ({ code, message }: { code: string; message: string }): string =>
  code === 'MULTIPLE_DOCS'
    ? 'a second document begins here (---); a laboratory is one: leave out the line'
    : `not YAML: ${firstLine(message)}`;

/** Some end in a quotation of what is wrong, on lines of its own or empty. */
const firstLine = (text: string): string => (text.split('\n')[0] ?? text).trim().replace(/[:\s]+$/, '');

const nameFrom = (file: string): string =>
  basename(file, extname(file))
    .replace(/[^a-zA-Z0-9._-]/g, '-')
    .slice(0, 40) || 'lab';

/** The offset of the nearest thing written to this path: a key, else the value, else what holds it. */
function offsetOf(root: Node | null | undefined, path: Path, key: string | undefined): number {
  let node: Node | null | undefined = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of key === undefined ? path : [...path, key]) {
    if (isSeq(node) && typeof part === 'number') {
      node = node.items[part] as Node | undefined;
      offset = node?.range?.[0] ?? offset;
      continue;
    }
    if (!isMap(node)) break;
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(part)) as
      | Pair<Node, Node | null>
      | undefined;
    if (!pair) break;
    offset = pair.key.range?.[0] ?? offset;
    node = pair.value;
  }
  // A wrong value is shown where it stands; a wrong or missing key where its mapping is named.
  const last = path.at(-1);
  if (key === undefined && isScalar(node) && node.range && last !== undefined) return node.range[0];
  return offset;
}
