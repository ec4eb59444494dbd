/** What a guest costs its host: the processor time of its processes. */
import { readdir, readFile } from 'node:fs/promises';

/** The kernel's unit of times in /proc, a second's share (USER_HZ, the same on every Linux). */
const TICKS = 100;

/** Seconds that all processes with this word in their command line have run. */
export async function processorSeconds(word: string): Promise<number> {
  let ticks = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    try {
      if (!(await readFile(`/proc/${pid}/cmdline`, 'utf8')).includes(word)) continue;
      const fields = (await readFile(`/proc/${pid}/stat`, 'utf8')).replace(/^.*\) /, '').split(' ');
      ticks += Number(fields[11]) + Number(fields[12]);
    } catch {
      // It has ended meanwhile.
    }
  }
  return ticks / TICKS;
}
