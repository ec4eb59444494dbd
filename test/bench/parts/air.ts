/** What the honest medium gives, beside what models and the standard say. */
import type { Part } from '../part.js';
import { anomaly } from './air-anomaly.js';
import { categories } from './air-categories.js';
import { cost } from './air-cost.js';
import { neighbours } from './air-neighbours.js';
import { rates } from './air-rates.js';
import { saturation } from './air-saturation.js';
import { walk } from './air-walk.js';

export const air: readonly Part[] = [...saturation, categories, anomaly, rates, neighbours, walk, cost];
