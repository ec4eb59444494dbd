/** The laboratory file's JSON schema, for editors: `labs/lab.schema.json` is its output, checked in. */
import { z } from 'zod';
import { labSchema } from './schema.js';

export function labJsonSchema(): Record<string, unknown> {
  const schema = z.toJSONSchema(labSchema, { io: 'input', unrepresentable: 'any' }) as Record<
    string,
    unknown
  >;
  return {
    ...schema,
    $comment:
      'Generated from packages/testbed/src/lab/schema.ts; make it anew with `node packages/testbed/dist/lab/write-json-schema.js`.',
  };
}

/** Of `biome.json`. */
const LINE_WIDTH = 110;

/** The schema as the repository's formatter wants it: short lists on one line. */
export const schemaText = (schema: object): string => {
  const text = JSON.stringify(schema, null, 2);
  const joined = text.replace(/^(.*)\[\n\s+([^[\]{}]*?)\n\s+\]/gm, (long, before: string, items: string) => {
    const short = `${before}[${items.replace(/,\n\s+/g, ', ')}]`;
    return short.length > LINE_WIDTH ? long : short;
  });
  return `${joined}\n`;
};

export const labJsonSchemaText = (): string => schemaText(labJsonSchema());
