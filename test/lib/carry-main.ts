/**
 * A program that is the medium of a machine's radios: `node carry-main.js LOSS`, in millionths, by a sequence that is the
 * same every time. Says `registered`, and of each frame that it has carried what kind it was and what became of it.
 */
import { HwsimMedium } from '@vwifi/nl80211/netlink';

const SIGNAL_DBM = -61;
const loss = Number(process.argv[2] ?? 0) / 1e6;

/** Numbers from 0 to 1 (Numerical Recipes' linear congruence), which need be no better. */
let state = 1;
const chance = (): number => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};

await using medium = await HwsimMedium.open();
let [carried, acked, lost] = [0, 0, 0];
const says = (): void => void process.stdout.write(`${JSON.stringify({ carried, acked, lost })}\n`);
process.stdout.write('registered\n');
process.stdin.on('data', says);
for await (const frame of medium) {
  carried++;
  const isLost = (): boolean => {
    const gone = chance() < loss;
    if (gone) lost++;
    return gone;
  };
  if (await medium.carry(frame, { signalDbm: SIGNAL_DBM, lost: isLost })) acked++;
}
