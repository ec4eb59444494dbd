import type { Context } from './context.js';
import { withTarget } from './context.js';
import type { TargetOptions } from './target.js';

/** The module as the kernel has it: `live`, `coming`, `going`, or not there. */
export interface ModuleState {
  readonly state: string | null;
  readonly version?: string;
}

const FOLDER = '/sys/module/vwifi';

type Read = (path: string) => Promise<string | undefined>;

async function stateWith(read: Read): Promise<ModuleState> {
  const state = await read(`${FOLDER}/initstate`);
  if (state === undefined) return { state: null };
  const version = await read(`${FOLDER}/version`);
  return { state: state.trim(), ...(version === undefined ? {} : { version: version.trim() }) };
}

/** Reads it here, without loading anything; from a laboratory through its machine. */
export async function moduleState(context: Context, target: TargetOptions): Promise<ModuleState> {
  if (target.lab !== undefined || context.open)
    return withTarget(context, target, (opened) => stateWith((path) => opened.readFile(path)));
  const { readFileSync } = await import('node:fs');
  return stateWith(async (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return undefined;
    }
  });
}

export const stateWords = ({ state }: ModuleState): string => state ?? 'not loaded';
