/** The sweep file's JSON schema, for editors: `labs/sweep.schema.json` is its output, checked in. */
import { z } from 'zod';
import { schemaText } from '../lab/json-schema.js';
import { sweepSchema } from './schema.js';

export const sweepJsonSchemaText = (): string =>
  schemaText({
    ...z.toJSONSchema(sweepSchema, { io: 'input', unrepresentable: 'any' }),
    $comment:
      'Generated from packages/testbed/src/sweep/schema.ts; make it anew with `node packages/testbed/dist/sweep/write-json-schema.js`.',
  });
