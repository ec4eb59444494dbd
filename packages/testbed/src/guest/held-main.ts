/** Started in the place of another program: gives up what {@link held} says, and becomes that program. */
import { execHeld, type HeldRule } from '@vwifi/nl80211/netlink';

interface Order {
  readonly argv: readonly string[];
  readonly rules: readonly HeldRule[];
  readonly descriptors: number;
}

const { argv, rules, descriptors } = JSON.parse(process.argv[2] ?? '') as Order;
execHeld(argv, rules, descriptors);
