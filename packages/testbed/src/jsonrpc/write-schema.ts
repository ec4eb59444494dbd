/** Writes what follows from the table of methods. A development tool: the paths are the repository's. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { schemaFiles } from './schema.js';

for (const [path, text] of schemaFiles())
  writeFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), text);
