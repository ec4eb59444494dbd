/** Programs of this system, in one of its network namespaces. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Spawned } from './target.js';

/** Starts a program; '' is the namespace that the caller is in. */
export async function spawnHere(argv: readonly string[], netns: string): Promise<Spawned> {
  // `ip netns exec` becomes the program: signals reach it.
  const [file = '', ...words] = netns === '' ? argv : ['ip', 'netns', 'exec', netns, ...argv];
  // Of a session of its own: Ctrl-C in the terminal is ours to pass on.
  const child = spawn(file, words, { stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  await once(child, 'spawn');
  // After the last output.
  const closed = once(child, 'close');
  return {
    onOutput(listener) {
      for (const stream of ['stdout', 'stderr'] as const) {
        const pipe = child[stream];
        let queue: Promise<void> = Promise.resolve();
        pipe.on('data', (data: Buffer) => {
          pipe.pause();
          queue = queue.then(() => listener(stream, data)).finally(() => pipe.resume());
        });
      }
    },
    kill: (signal) => void child.kill(signal),
    exited: closed.then(([code]) => ({ status: typeof code === 'number' ? code : 1 })),
  };
}
