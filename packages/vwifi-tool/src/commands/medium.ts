import type { MediumState } from '@vwifi/nl80211';
import { type CommonFlags, type Context, show, UsageError, withTarget } from '../context.js';
import { dbm, percent } from '../draw/units.js';
import { exponentOf, lossOf, seedOf, sensitivityOf, signalOf } from '../values.js';

const text = (medium: MediumState): string =>
  [
    `signal of a sender with 0 dBm  ${dbm(medium.signalDbm)}`,
    `loss of a transmission         ${percent(medium.loss)}`,
    `seed of every random choice    ${medium.seed}`,
    `path loss exponent             ${medium.pathLossExponent}`,
    `sensitivity                    ${medium.sensitivityDbm === undefined ? 'everything is heard' : dbm(medium.sensitivityDbm)}`,
    `radios                         ${medium.radios}`,
    `links and denials              ${medium.pairs}`,
    `module                         vwifi ${medium.version}`,
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
  readonly pathLoss?: string;
  readonly sensitivity?: string;
}

export function set(context: Context, flags: SetFlags): Promise<void> {
  const { signal, loss, seed, pathLoss, sensitivity } = flags;
  const settings = {
    ...(signal === undefined ? {} : { signalDbm: signalOf(signal) }),
    ...(loss === undefined ? {} : { loss: lossOf(loss) }),
    ...(seed === undefined ? {} : { seed: seedOf(seed) }),
    ...(pathLoss === undefined ? {} : { pathLossExponent: exponentOf(pathLoss) }),
    ...(sensitivity === undefined ? {} : { sensitivityDbm: sensitivityOf(sensitivity) }),
  };
  if (Object.keys(settings).length === 0)
    throw new UsageError(
      'medium set: nothing to set; add --signal, --loss, --seed, --path-loss or --sensitivity',
    );
  return withTarget(context, flags, async (target) => {
    const { medium } = (await target.wifi()).vwifi;
    await medium.set(settings, context);
    const now = await medium.get(context);
    show(context, flags, now, () => text(now));
  });
}
