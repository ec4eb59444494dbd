/** A figure beside what a model says. */
import type { Row } from '../report.js';

/** A row of a figure, its quotient with the model's, and by how much it may differ. */
export function beside(
  head: Pick<Row, 'part' | 'subject' | 'measure' | 'unit'>,
  value: number,
  model: { readonly name: string; readonly value: number },
  tolerance?: number,
): Row {
  const ratio = value / model.value;
  const deviation = (ratio - 1) * 100;
  return {
    ...head,
    value,
    ratio,
    against: `${model.name}: ${model.value.toPrecision(4)} (${deviation < 0 ? '' : '+'}${deviation.toFixed(1)} %)`,
    ...(tolerance !== undefined && { target: { atLeast: 1 - tolerance, atMost: 1 + tolerance } }),
  };
}

export const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);
