/** How signals fare between radios: paths, walls, chance, noise. */
import type { FamilyIn, FamilyOut } from './caller.js';

/** How the signal falls over distance, between radios with positions. */
export type PathModel = 'log-distance' | 'free-space' | 'itu-indoor';
/** How a pair's signal varies from one coherence time to the next. */
export type Fading = 'none' | 'rayleigh' | 'rician';

/** A wall: a straight line on the ground, in metres, as high as need be. */
export interface Wall {
  readonly from: { readonly x: number; readonly y: number };
  readonly to: { readonly x: number; readonly y: number };
  /** What a signal loses that goes through it. 0 to 100. */
  readonly lossDb: number;
}

export interface Propagation {
  readonly pathModel: PathModel;
  /** Standard deviation of what a pair loses or gains for good, the same in both directions; 0 at first, at most 30. */
  readonly shadowingDb: number;
  readonly fading: Fading;
  /** With rician fading: the power of the direct path over that of the others; 6 at first. */
  readonly ricianKDb: number;
  /** For how long a fading signal stays as it is; 20 000 at first. */
  readonly coherenceUs: number;
  /** What receivers add to thermal noise; 6 at first. */
  readonly noiseFigureDb: number;
}

export type PropagationSettings = {
  readonly [K in keyof Propagation]?: Propagation[K] | undefined;
} & {
  /** All walls, at most 256, instead of those there were. */
  readonly walls?: readonly Wall[] | undefined;
};

const PATH_MODELS = {
  'log-distance': 'logDistance',
  'free-space': 'freeSpace',
  'itu-indoor': 'ituIndoor',
} as const;

const hundredths = (value: number | undefined) => (value === undefined ? undefined : Math.round(value * 100));

export function propagationOf(message: FamilyOut): Propagation & { readonly walls: number } {
  const names = Object.keys(PATH_MODELS) as PathModel[];
  return {
    pathModel: names.find((name) => PATH_MODELS[name] === message.pathModel) ?? 'log-distance',
    walls: message.wallCount ?? 0,
    shadowingDb: (message.shadowing ?? 0) / 100,
    fading: (message.fading ?? 'none') as Fading,
    ricianKDb: (message.ricianK ?? 0) / 100,
    coherenceUs: message.coherence ?? 0,
    noiseFigureDb: (message.noiseFigure ?? 0) / 100,
  };
}

export function propagationAttributes(settings: PropagationSettings) {
  const { pathModel, walls, shadowingDb, fading, ricianKDb, coherenceUs, noiseFigureDb } = settings;
  return {
    pathModel: pathModel && PATH_MODELS[pathModel],
    walls: walls && {
      wall: walls.map(({ from, to, lossDb }) => ({
        x1: Math.round(from.x * 100),
        y1: Math.round(from.y * 100),
        x2: Math.round(to.x * 100),
        y2: Math.round(to.y * 100),
        loss: Math.round(lossDb * 100),
      })),
    },
    shadowing: hundredths(shadowingDb),
    fading,
    ricianK: hundredths(ricianKDb),
    coherence: coherenceUs === undefined ? undefined : Math.round(coherenceUs),
    noiseFigure: hundredths(noiseFigureDb),
  } satisfies FamilyIn;
}
