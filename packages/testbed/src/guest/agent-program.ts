import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The agent's program: one file without imports of its own where the build has made it (it starts a second earlier
 * on an emulated processor), as long as it was made of the code that is here; otherwise the modules themselves.
 */
export function agentProgram(): string {
  const modules = fileURLToPath(new URL('agent.js', import.meta.url));
  const bundle = join(dirname(modules), 'agent.cjs');
  try {
    const [first = ''] = readFileSync(bundle, 'utf8').split('\n', 1);
    const made = JSON.parse(first.slice(first.indexOf('{'))) as Record<string, string>;
    const fresh = Object.entries(made).every(
      ([path, hash]) =>
        createHash('sha256')
          .update(readFileSync(join(dirname(bundle), path)))
          .digest('hex') === hash,
    );
    if (fresh) return bundle;
  } catch {
    // Not built, or not whole.
  }
  return modules;
}
