/**
 * What a killed owner cannot clean up. Every process of a machine carries a mark in its environment; a shell
 * waits at the other end of a pipe, and when the pipe breaks without a word it kills what carries the mark, runs
 * the commands that undo the rest, and removes the folders. It finds processes that made themselves daemons too.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { shellQuote } from './command.js';

/** The environment variable that marks the processes of a machine. */
export const MARK = 'VWIFI_MACHINE';

// The mark is the shell's first parameter. It reads `undo COMMAND`, `remove FOLDER` or `done` until the pipe breaks.
const SCRIPT = `
undo=; remove=
while IFS= read -r line; do
  case $line in
    undo\\ *) undo="\${line#undo }
$undo";;
    remove\\ *) remove="$remove
\${line#remove }";;
    done) exit 0;;
  esac
done
for round in 1 2 3; do
  found=
  for file in $(grep -slzx "$1" /proc/[0-9]*/environ 2>/dev/null); do
    process=\${file#/proc/}; process=\${process%/environ}
    [ "$process" = $$ ] || { kill -9 "$process" 2>/dev/null && found=1; }
  done
  [ -n "$found" ] || break
done
eval "$undo" >/dev/null 2>&1
echo "$remove" | while read -r inode folder; do
  eval "folder=$folder"
  [ -n "$folder" ] && [ "$(stat -c %i "$folder" 2>/dev/null)" = "$inode" ] && rm -rf "$folder"
done
`;

/** Processes whose environment carries the mark. */
export function markedProcesses(mark: string): number[] {
  const entry = `${MARK}=${mark}`;
  const found: number[] = [];
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue;
    try {
      if (readFileSync(`/proc/${name}/environ`, 'latin1').split('\0').includes(entry))
        found.push(Number(name));
    } catch {
      // Another user's, or it has just ended.
    }
  }
  return found;
}

/** How long to wait for the end of what was killed: what hangs in the kernel longer than that stays. */
const KILL_DEADLINE_MS = 3000;
const LOOK_AGAIN_MS = 5;

/** Kills every process that carries the mark, and waits for their end, so that whoever comes next finds their sockets free. */
export async function killMarked(mark: string): Promise<void> {
  const deadline = performance.now() + KILL_DEADLINE_MS;
  // A program that just takes another's place has no environment for a moment: one look is not enough.
  for (let clean = 0; performance.now() < deadline; ) {
    const found = markedProcesses(mark);
    clean = found.length === 0 ? clean + 1 : 0;
    if (clean === 2) return;
    for (const id of found) {
      try {
        process.kill(id, 'SIGKILL');
      } catch {
        // It has ended by itself.
      }
    }
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
  }
}

export class Guard {
  readonly #shell: ChildProcess;
  readonly #undo: (readonly string[])[] = [];

  constructor(
    readonly mark: string,
    /** Told of every command that would have to be run now, the first one first: for when the guard is killed, too. */
    private readonly onUndo: (commands: readonly (readonly string[])[]) => Promise<void> = async () => {},
  ) {
    this.#shell = spawn('/bin/sh', ['-c', SCRIPT, 'vwifi-guard', `${MARK}=${mark}`], {
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
      cwd: '/',
    });
    this.#shell.on('error', () => {});
    this.#shell.stdin?.on('error', () => {});
    this.#shell.unref();
    (this.#shell.stdin as { unref?(): void } | null)?.unref?.();
  }

  get pid(): number | undefined {
    return this.#shell.pid;
  }

  /** A command to run when the owner was killed; the last one first. */
  async undo(argv: readonly string[]): Promise<void> {
    this.#tell(`undo ${argv.map(shellQuote).join(' ')}`);
    this.#undo.unshift(argv);
    await this.onUndo(this.#undo);
  }

  /** A folder to remove when the owner was killed; not one that came to its place later. */
  remove(folder: string): void {
    this.#tell(`remove ${statSync(folder).ino} ${shellQuote(folder)}`);
  }

  /** The owner has cleaned up by itself. */
  done(): void {
    this.#tell('done');
    this.#shell.stdin?.end();
  }

  #tell(line: string): void {
    this.#shell.stdin?.write(`${line.replaceAll('\n', ' ')}\n`);
  }
}
