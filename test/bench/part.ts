/** A part of the benchmark: it can be run alone. */
import type { Machine } from '@vwifi/testbed';
import type { Row } from './report.js';

export interface Setting {
  readonly machine: Machine;
  /** vwifi.ko in the machine. */
  readonly module: string;
  /** The guest's folder on the host: a word in the command line of its processes. */
  readonly directory: string;
  readonly kernelKind: string;
  readonly kernelName: string;
  readonly turns: number;
  readonly sliceMs: number;
  progress(line: string): void;
}

export interface Part {
  readonly name: string;
  readonly about: string;
  /** Its guest skips time in which nothing happens, and computing takes none: what it counts is exact. */
  readonly virtualTime?: boolean;
  /** @param before the rows of the parts that ran before */
  run(setting: Setting, before: readonly Row[]): Promise<Row[]>;
}
