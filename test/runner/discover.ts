/** Finds the scenarios: every built file of test/scenarios, named after its file. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { findProgram } from '@vwifi/kernel';
import type { Scenario, ScenarioOptions } from '../lib/scenario.js';

export interface NamedScenario extends Scenario {
  /** The file's name without its extension. */
  readonly name: string;
}

const FOLDER = new URL('../scenarios/', import.meta.url);

export async function discover(): Promise<NamedScenario[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.js')).sort();
  return Promise.all(
    files.map(async (file) => {
      const { default: found } = (await import(new URL(file, FOLDER).href)) as { default: Scenario };
      return { ...found, run: found.run, name: file.slice(0, -3) };
    }),
  );
}

const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin', '/usr/bin'];

/** Why a scenario cannot run here: the first thing that this host, and so the guest, does not have. */
export function missingFor({ programs, unpacked = [] }: ScenarioOptions): string | undefined {
  const program = missingProgram(programs);
  if (program) return `${program} is not installed`;
  const fetched = unpacked.find((name) => !findProgram(name));
  return fetched && `${fetched} was not fetched: npm run setup says why`;
}

/** The first program of the list that this host, and so the guest, does not have. */
export function missingProgram(programs: readonly string[] = []): string | undefined {
  return programs.find((program) => !FOLDERS.some((folder) => existsSync(`${folder}/${program}`)));
}
