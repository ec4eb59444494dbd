import type { Context } from '../../lib/context.js';

/** Messages read a second. */
export interface Rates {
  readonly roundTrips: number;
  readonly survey: number;
}

/** iw as scripts use it: a process for each question. Counted and timed by the guest's shell. */
export async function iwRates(context: Context): Promise<Rates> {
  const rate = async (command: string, messages: number): Promise<number> => {
    const times = 40;
    const loop = `i=0; while [ $i -lt ${times} ]; do ${command} >/dev/null; i=$((i+1)); done`;
    const out = await context.run(
      `${loop}; a=$(cut -d' ' -f1 /proc/uptime); ${loop}; echo $a $(cut -d' ' -f1 /proc/uptime)`,
    );
    const [from = 0, to = 0] = out.trim().split(' ').map(Number);
    return (times * messages) / (to - from);
  };
  const surveyed = (await context.run('iw dev vw0 survey dump')).match(/^Survey data/gm)?.length ?? 0;
  return {
    roundTrips: await rate('iw dev vw0 info', 1),
    survey: await rate('iw dev vw0 survey dump', surveyed),
  };
}
