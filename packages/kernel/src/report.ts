import type { Progress } from './progress.js';

/** Where lines go; a terminal can be written over. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Prints progress: one line a step with its time; on a terminal with percentage and time left while it runs. */
export function progressPrinter(output: Output): (progress: Progress) => void {
  let told = -1;
  return (progress) => {
    const text = progressLine(progress);
    if (output.isTTY) {
      output.write(`\r\x1b[K${text}${progress.done ? '\n' : ''}`);
      return;
    }
    // In a log, a line every tenth part is enough of a sign of life.
    const tenth = Math.floor((progress.percent ?? 0) / 10);
    if (!progress.done && progress.seconds > 0 && tenth <= told) return;
    told = progress.done || progress.seconds === 0 ? 0 : tenth;
    if (progress.done || progress.seconds > 0) output.write(`${text}\n`);
  };
}

/** `  12.3 s  compiling the fast kernel`, or `[ 42 %] compiling the fast kernel, 3 min left`. */
export function progressLine({ step, percent, secondsLeft, seconds, done }: Progress): string {
  if (done) return `${seconds.toFixed(1).padStart(7)} s  ${step}`;
  const share = percent === undefined ? '[ ... ]' : `[${String(percent).padStart(4)} %]`;
  return `${share}  ${step}${secondsLeft === undefined ? '' : `, ${duration(secondsLeft)} left`}`;
}

const duration = (seconds: number): string =>
  seconds < 90 ? `${Math.max(1, Math.round(seconds))} s` : `${Math.round(seconds / 60)} min`;
