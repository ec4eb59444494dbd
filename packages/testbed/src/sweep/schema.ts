/** The form of a sweep's file: a laboratory, values of its variables, and seeds. */
import { z } from 'zod';
import { VARIABLE_NAME } from '../lab/variables.js';
import { duration } from '../lab/words.js';

const MOST_SEEDS = 100_000;

const value = z.union([z.string().max(4096), z.number(), z.boolean()]);

const distinct = (list: readonly unknown[]): boolean =>
  new Set(list.map((each) => JSON.stringify(each))).size === list.length;
const TWICE = 'has an entry twice; leave one of them out';

const slurmSchema = z
  .strictObject({
    options: z
      .array(z.string().regex(/^-/, 'is no option of sbatch, such as --partition=short'))
      .optional()
      .describe('more options of sbatch, such as --partition=short'),
  })
  .describe('with --on slurm');

const kubernetesSchema = z
  .strictObject({
    image: z.string().min(1).describe('the image with Node and what `testbed doctor` asks for'),
    claim: z
      .string()
      .min(1)
      .describe("the PersistentVolumeClaim with this file's folder as its root: it holds the results"),
    command: z
      .array(z.string())
      .min(1)
      .optional()
      .describe('what `testbed` is in the image; left out: npx, testbed'),
    cpu: z.string().optional().describe('of each run; left out: 1'),
    memory: z.string().optional().describe('of each run; left out: 1Gi'),
  })
  .describe('with --on kubernetes');

export const sweepSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z
      .string()
      .regex(/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/, 'is not a name: 1 to 40 small letters, digits and -')
      .optional()
      .describe("left out: the file's name"),
    description: z.string().optional(),
    lab: z.string().min(1).describe('path of the laboratory file, which has a time line or traffic'),
    values: z
      .record(
        z.string().regex(VARIABLE_NAME, 'is not a name: a letter, then at most 39 letters, digits or _'),
        z.array(value).min(1).refine(distinct, TWICE),
      )
      .optional()
      .describe('variables of the laboratory, and the values that each takes: every one with every other'),
    seeds: z
      .union([
        z.int().min(1).max(MOST_SEEDS),
        z.array(z.int().min(0)).min(1).max(MOST_SEEDS).refine(distinct, TWICE),
      ])
      .optional()
      .describe('how many, from 1 on, or a list of them; left out: 1'),
    time: z
      .enum(['virtual', 'real'])
      .optional()
      .describe('of all runs; left out: virtual, by which a run repeats'),
    backend: z.enum(['uml', 'qemu']).optional().describe('of all runs; left out: what the laboratory says'),
    kernel: z.string().optional().describe('of all runs; left out: what the laboratory says'),
    timeout: duration.optional().describe('the longest that making one laboratory may take; left out: 3m'),
    results: z
      .string()
      .min(1)
      .optional()
      .describe('path of the folder for results; left out: NAME-results beside this file'),
    slurm: slurmSchema.optional(),
    kubernetes: kubernetesSchema.optional(),
  })
  .describe('A sweep: one laboratory with many values and seeds');

export type SweepSpec = z.output<typeof sweepSchema>;
