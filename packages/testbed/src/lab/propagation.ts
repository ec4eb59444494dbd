/** How signals fare in a laboratory's air, as its file says it: paths, walls, chance, noise. */
import type { PropagationSettings } from '@vwifi/nl80211/vwifi';
import { z } from 'zod';

const metres = z.number().min(-100_000).max(100_000);
const ground = z.tuple([metres, metres]);

/** Keys of `medium`. */
export const propagationShape = {
  path: z
    .enum(['log-distance', 'free-space', 'itu-indoor'])
    .optional()
    .describe(
      'how the signal falls between nodes with positions; left out: log-distance, from medium.signal',
    ),
  walls: z
    .array(
      z.strictObject({
        from: ground.describe('[x, y] in metres'),
        to: ground.describe('[x, y] in metres'),
        loss: z.number().min(0).max(100).describe('dB that a signal loses that goes through it'),
      }),
    )
    .max(256)
    .optional()
    .describe('straight lines on the ground, between nodes with positions'),
  shadowing: z
    .number()
    .min(0)
    .max(30)
    .optional()
    .describe('dB: standard deviation of what a pair loses or gains for good; left out: 0'),
  fading: z
    .enum(['none', 'rayleigh', 'rician'])
    .optional()
    .describe('how signals vary in time; left out: none'),
  ricianK: z
    .number()
    .min(0)
    .max(40)
    .optional()
    .describe('dB: with rician, the direct path over all others; left out: 6'),
  coherence: z
    .number()
    .min(0.1)
    .max(10_000)
    .optional()
    .describe('milliseconds for which a fading signal stays as it is; left out: 20'),
  noiseFigure: z
    .number()
    .min(0)
    .max(40)
    .optional()
    .describe('dB that receivers add to thermal noise; left out: 6'),
};

const shape = z.strictObject(propagationShape);

/** The same in the driver's words. */
export function propagationOf(medium: z.output<typeof shape>): PropagationSettings {
  const { path, walls, shadowing, fading, ricianK, coherence, noiseFigure } = medium;
  return {
    pathModel: path,
    walls: walls?.map(({ from, to, loss }) => ({
      from: { x: from[0], y: from[1] },
      to: { x: to[0], y: to[1] },
      lossDb: loss,
    })),
    shadowingDb: shadowing,
    fading,
    ricianKDb: ricianK,
    coherenceUs: coherence === undefined ? undefined : coherence * 1000,
    noiseFigureDb: noiseFigure,
  };
}
