/** From whom to whom: said by name (`--from vw1 --to vw2`), or by place. */
import { type Context, UsageError } from './context.js';

/** Both ends of a direction, as they were written. */
export interface Direction {
  readonly sender: string;
  readonly receiver: string;
}

export interface DirectionFlags {
  readonly from?: string;
  readonly to?: string;
}

const EXAMPLE = '--from vw1 --to vw2';

/** The direction that a command is about, and whether two names said it in the order of the manual. */
export function directionOf(
  command: 'deny add' | 'deny rm' | 'link set' | 'link rm',
  names: readonly (string | undefined)[],
  { from, to }: DirectionFlags,
): Direction & { readonly asManual?: true } {
  const [first, second] = names;
  if (from !== undefined && to !== undefined) {
    if (first !== undefined)
      throw new UsageError(`${command}: what is ${first}? --from and --to have said it all`);
    return { sender: from, receiver: to };
  }
  if (from !== undefined || to !== undefined || first === undefined || second === undefined)
    throw new UsageError(`${command}: it needs both a sender and a receiver; write ${EXAMPLE}`);
  if (command.startsWith('deny')) return { sender: second, receiver: first, asManual: true };
  return { sender: first, receiver: second };
}

/** A word after the work: two names mean the other way around in `link`, better to say which is which. */
export function wordOnOrder({ err }: Context, command: string, { sender, receiver }: Direction): void {
  err.write(
    `vwifi-tool: ${command}: two names are the receiver, then the sender; clearer is --from ${sender} --to ${receiver}\n`,
  );
}
