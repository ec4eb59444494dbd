import type { MediumState } from '@vwifi/nl80211/vwifi';
import { type CommonFlags, type Context, show, UsageError, withTarget } from '../context.js';
import { dbm, percent } from '../draw/units.js';
import {
  coherenceOf,
  exponentOf,
  fadingOf,
  lossOf,
  noiseFigureOf,
  pathModelOf,
  rtsOf,
  seedOf,
  sensitivityOf,
  shadowingOf,
  signalOf,
  wallsOf,
  wordOf,
} from '../values.js';

const fadingText = ({ fading, ricianKDb, coherenceUs }: MediumState): string => {
  if (fading === 'none') return 'none';
  return `${fading}${fading === 'rician' ? ` of ${ricianKDb} dB` : ''}, anew every ${coherenceUs / 1000} ms`;
};

const MODELS = ['ideal', 'dcf'] as const;
const CONTROLS = ['minstrel', 'ideal'] as const;

const text = (medium: MediumState): string =>
  [
    `signal of a sender with 0 dBm  ${dbm(medium.signalDbm)}`,
    `loss of a transmission         ${percent(medium.loss)}`,
    `seed of every random choice    ${medium.seed}`,
    `path loss exponent             ${medium.pathLossExponent}`,
    `sensitivity                    ${medium.sensitivityDbm === undefined ? 'everything is heard' : dbm(medium.sensitivityDbm)}`,
    `path                           ${medium.pathModel}, ${medium.walls} walls`,
    `shadowing                      ${medium.shadowingDb} dB`,
    `fading                         ${fadingText(medium)}`,
    `noise figure                   ${medium.noiseFigureDb} dB`,
    `model                          ${medium.model}`,
    `rate control (dcf)             ${medium.rateControl}`,
    `RTS and CTS (dcf)              ${medium.rtsThreshold === undefined ? 'never' : `before more than ${medium.rtsThreshold} octets`}`,
    `airtime (dcf)                  ${medium.airtimeFairness ? 'equal among peers' : 'as it comes'}`,
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
  readonly pathModel?: string;
  readonly wall?: readonly string[];
  readonly shadowing?: string;
  readonly fading?: string;
  readonly coherence?: string;
  readonly noiseFigure?: string;
  readonly model?: string;
  readonly rateControl?: string;
  readonly rts?: string;
  readonly fairAirtime?: string;
}

export function set(context: Context, flags: SetFlags): Promise<void> {
  const { signal, loss, seed, pathLoss, sensitivity, model, rateControl, rts, fairAirtime } = flags;
  const { pathModel, wall, shadowing, fading, coherence, noiseFigure } = flags;
  const settings = {
    ...(signal === undefined ? {} : { signalDbm: signalOf(signal) }),
    ...(loss === undefined ? {} : { loss: lossOf(loss) }),
    ...(seed === undefined ? {} : { seed: seedOf(seed) }),
    ...(pathLoss === undefined ? {} : { pathLossExponent: exponentOf(pathLoss) }),
    ...(sensitivity === undefined ? {} : { sensitivityDbm: sensitivityOf(sensitivity) }),
    ...(model === undefined ? {} : { model: wordOf(model, MODELS, 'a model') }),
    ...(rateControl === undefined ? {} : { rateControl: wordOf(rateControl, CONTROLS, 'a rate control') }),
    ...(rts === undefined ? {} : { rtsThreshold: rtsOf(rts) }),
    ...(fairAirtime === undefined
      ? {}
      : { airtimeFairness: wordOf(fairAirtime, ['on', 'off'], 'a switch') === 'on' }),
    ...(pathModel === undefined ? {} : { pathModel: pathModelOf(pathModel) }),
    ...(wall === undefined ? {} : { walls: wallsOf(wall) }),
    ...(shadowing === undefined ? {} : { shadowingDb: shadowingOf(shadowing) }),
    ...(fading === undefined ? {} : fadingOf(fading)),
    ...(coherence === undefined ? {} : { coherenceUs: coherenceOf(coherence) }),
    ...(noiseFigure === undefined ? {} : { noiseFigureDb: noiseFigureOf(noiseFigure) }),
  };
  if (Object.keys(settings).length === 0)
    throw new UsageError(
      'medium set: nothing to set; add --signal, --loss, --seed, --path-loss, or another of those that --help shows',
    );
  return withTarget(context, flags, async (target) => {
    const { medium } = (await target.wifi()).vwifi;
    await medium.set(settings, context);
    const now = await medium.get(context);
    show(context, flags, now, () => text(now));
  });
}
