import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder whose include/node holds Node's headers: $NODEDIR, beside the running node, the system's. */
export function nodeHeaders() {
  if (process.env.NODEDIR) return process.env.NODEDIR;
  const candidates = [dirname(dirname(process.execPath)), '/usr'];
  return candidates.find((directory) => existsSync(join(directory, 'include/node/node_api.h')));
}
