/** Writes `labs/sweep.schema.json`. A development tool: the path is the repository's. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sweepJsonSchemaText } from './json-schema.js';

writeFileSync(
  fileURLToPath(new URL('../../../../labs/sweep.schema.json', import.meta.url)),
  sweepJsonSchemaText(),
);
