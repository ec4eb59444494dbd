import type { Target, TargetOptions } from './target.js';

/** Where output goes. */
export interface Output {
  write(data: string | Uint8Array): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
}

/** What every command is given. */
export interface Context {
  readonly out: Output;
  readonly err: Output;
  readonly input?: NodeJS.ReadStream;
  /** Given at Ctrl-C and the like. */
  readonly signal: AbortSignal;
  /** Opens what a command acts on; this system or a laboratory when left out. */
  readonly open?: (options: TargetOptions) => Promise<Target>;
}

/** Options that every command has. */
export interface CommonFlags extends TargetOptions {
  readonly json?: boolean | undefined;
}

/** A refusal in the tool's own words, on one line. */
export class ToolError extends Error {}

/** A command line that means nothing, whatever the system is like: exit status 2, and nothing was tried. */
export class UsageError extends ToolError {}

/** Exit statuses: 1, it failed; 2, it was asked for wrongly; 130, interrupted. */
export const STATUS = { failed: 1, usage: 2, interrupted: 130 } as const;

/** Opens what the flags mean, does the work, and lets go of it. */
export async function withTarget<T>(
  context: Context,
  flags: TargetOptions,
  work: (target: Target) => Promise<T>,
): Promise<T> {
  const open = context.open ?? (await import('./target.js')).openTarget;
  const target = await open(flags);
  try {
    return await work(target);
  } finally {
    await target.close();
  }
}

export const print = ({ out }: Context, text: string): void => {
  out.write(`${text}\n`);
};

/**
 * A result is one document, indented; what goes on is a line for each (no indent).
 * 64-bit numbers are numbers where JSON can hold them, else text.
 */
export const toJson = (value: unknown, indent?: number): string =>
  JSON.stringify(
    value,
    (_key, each) =>
      typeof each === 'bigint' ? (each <= Number.MAX_SAFE_INTEGER ? Number(each) : String(each)) : each,
    indent,
  );

/** The result as JSON, or as text for a person. */
export function show(context: Context, flags: CommonFlags, value: unknown, text: () => string): void {
  print(context, flags.json ? toJson(value, 2) : text());
}

/** One line: what failed, where, why, and what to do about it. */
export function errorLine(error: unknown): string {
  const { message, hint } = (error ?? {}) as { message?: unknown; hint?: unknown };
  const what = typeof message === 'string' ? message : String(error);
  return `vwifi-tool: ${what.replaceAll(/\s*\n\s*/g, ' ')}${typeof hint === 'string' ? `; ${hint}` : ''}`;
}
