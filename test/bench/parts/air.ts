/** What the honest medium gives, beside what models and the standard say. */
import type { Part } from '../part.js';
import { saturation } from './air-saturation.js';

export const air: readonly Part[] = [...saturation];
