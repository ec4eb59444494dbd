/**
 * A terminal without native code: util-linux' `script` makes the pseudo terminal and copies between it and pipes.
 */
import { execFile } from 'node:child_process';
import { readFileSync, readlinkSync } from 'node:fs';
import { shellQuote } from './command.js';

/** Frames the announcement of the inner process, which comes before any output of the command. */
export const ANNOUNCEMENT_MARK = 0x1e;

/** The command line that runs a command on a terminal of this size, and announces the inner process' id first. */
export function terminalCommand(
  argv: readonly string[],
  size: { readonly columns: number; readonly rows: number },
  shell: string | undefined,
): string[] {
  // script runs its command with $SHELL -c, which is set to /bin/sh for that and put back for the command.
  const restore = shell === undefined ? 'unset SHELL' : `export SHELL=${shellQuote(shell)}`;
  const announce = `printf '\\036%s\\036' $$`;
  const prepare = `stty rows ${size.rows} cols ${size.columns} echo`;
  const inner = `${announce}; ${prepare}; ${restore}; exec ${argv.map(shellQuote).join(' ')}`;
  return ['script', '-qfec', inner, '/dev/null'];
}

/** Process groups on the terminal of an inner process: its own and whoever is in the foreground. */
export function terminalGroups(inner: number): number[] {
  const groups = new Set<number>();
  try {
    // The name in parentheses may hold spaces; state, parent, group, session, terminal, foreground group follow.
    const stat = readFileSync(`/proc/${inner}/stat`, 'utf8');
    const [, , group, , , foreground] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    for (const id of [Number(group), Number(foreground)]) if (id > 1) groups.add(id);
  } catch {
    // It has just ended.
  }
  return [...groups];
}

/** Gives the terminal of an inner process another size; its foreground group gets SIGWINCH from the kernel. */
export function resizeTerminal(inner: number, columns: number, rows: number): void {
  try {
    const terminal = readlinkSync(`/proc/${inner}/fd/0`);
    if (terminal.startsWith('/dev/'))
      execFile('stty', ['-F', terminal, 'rows', String(rows), 'cols', String(columns)], () => {});
  } catch {
    // It has just ended.
  }
}
