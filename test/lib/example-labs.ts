/** The example laboratories, `labs/*.yaml`. */
import { readdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const LABS = fileURLToPath(new URL('../../../labs/', import.meta.url));

export interface ExampleLab {
  readonly file: string;
  readonly path: string;
  readonly text: string;
  /** It has a time line: `testbed test` judges it. */
  readonly judged: boolean;
}

export async function exampleLabs(): Promise<ExampleLab[]> {
  const files = (await readdir(LABS)).filter((file) => file.endsWith('.yaml'));
  return Promise.all(
    files.map(async (file) => {
      const path = `${LABS}${file}`;
      const text = await readFile(path, 'utf8');
      return { file, path, text, judged: /^timeline:/m.test(text) };
    }),
  );
}
