/** The gate: what a kernel never says while all is well. */

/** One line of the log that fails a scenario. */
const TROUBLE: readonly RegExp[] = [
  /\bWARNING: /,
  /\bBUG: /,
  /\bkernel BUG at\b/,
  /\bOops\b/,
  /Unable to handle kernel|general protection fault|stack-protector|Kernel panic/,
  /INFO: (possible|task|rcu|trying)/,
  /suspicious RCU/,
  /\bKASAN: |\bUBSAN: |KMSAN: |kmemleak: \d+ new/,
  /refcount_t: |list_(add|del) (corruption|double)/,
  /scheduling while atomic|sleeping function called from invalid context/,
  /unregister_netdevice: waiting/,
  /ODEBUG: |detected (buffer overflow|field-spanning)|DEBUG_LOCKS_WARN_ON/,
  /inconsistent lock state|held lock freed|bad unlock balance/,
  /memory leak|double free|use-after-free/,
];

/** The lines that fail a scenario. */
export function troubleIn(log: readonly string[]): string[] {
  return log.filter((line) => TROUBLE.some((pattern) => pattern.test(line)));
}
