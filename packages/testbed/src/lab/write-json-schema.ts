/** Writes `labs/lab.schema.json`. A development tool: the path is the repository's. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { labJsonSchemaText } from './json-schema.js';

writeFileSync(
  fileURLToPath(new URL('../../../../labs/lab.schema.json', import.meta.url)),
  labJsonSchemaText(),
);
