/** Shows a page in the browser of whoever sits here. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { pathToFileURL } from 'node:url';

/** Whether it could be shown: only where somebody can see it. */
export async function openInBrowser(file: string): Promise<boolean> {
  if (!process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return false;
  const child = spawn('xdg-open', [pathToFileURL(file).href], { detached: true, stdio: 'ignore' });
  child.unref();
  return once(child, 'spawn').then(
    () => true,
    () => false,
  );
}
