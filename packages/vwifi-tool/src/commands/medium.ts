import type { MediumState } from '@vwifi/nl80211';
import { type CommonFlags, type Context, show, ToolError, withTarget } from '../context.js';
import { dbm, percent } from '../draw/units.js';
import { lossOf, seedOf, signalOf } from '../values.js';

const text = ({ signalDbm, loss, seed, radios, pairs, version }: MediumState): string =>
  [
    `signal of a sender with 0 dBm  ${dbm(signalDbm)}`,
    `loss of a transmission         ${percent(loss)}`,
    `seed of every random choice    ${seed}`,
    `radios                         ${radios}`,
    `links and denials              ${pairs}`,
    `module                         vwifi ${version}`,
  ].join('\n');

export const get = (context: Context, flags: CommonFlags): Promise<void> =>
  withTarget(context, flags, async (target) => {
    const medium = await (await target.wifi()).vwifi.medium.get(context);
    show(context, flags, medium, () => text(medium));
  });

interface SetFlags extends CommonFlags {
  readonly signal?: string;
  readonly loss?: string;
  readonly seed?: string;
}

export function set(context: Context, flags: SetFlags): Promise<void> {
  const { signal, loss, seed } = flags;
  if (signal === undefined && loss === undefined && seed === undefined)
    throw new ToolError('medium set: nothing to set; add --signal, --loss or --seed');
  const settings = {
    ...(signal === undefined ? {} : { signalDbm: signalOf(signal) }),
    ...(loss === undefined ? {} : { loss: lossOf(loss) }),
    ...(seed === undefined ? {} : { seed: seedOf(seed) }),
  };
  return withTarget(context, flags, async (target) => {
    const { medium } = (await target.wifi()).vwifi;
    await medium.set(settings, context);
    const now = await medium.get(context);
    show(context, flags, now, () => text(now));
  });
}
