import { reached, rowOf, short, table } from './report.js';

const head = { part: 'p', subject: 's', measure: 'm', unit: 'u' };

describe('what the benchmark reports', () => {
  test('the ratio is that of adjacent turns, whatever the machine did from one turn to the next', () => {
    const yardstick = { name: 'veth', values: [100, 10, 1000] };
    const row = rowOf(head, [90, 9, 900], yardstick, { atLeast: 0.9 });
    expect(row.ratio).toBeCloseTo(0.9);
    expect(row.value).toBe(90);
    expect(row.spread).toEqual([49.5, 495]);
  });

  test('an aim is of the ratio where there is one, otherwise of the value', () => {
    const row = { ...head, value: 5, ratio: 0.95 };
    expect(reached(row)).toBeUndefined();
    expect(reached({ ...row, target: { atLeast: 0.96 } })).toBe(false);
    expect(reached({ ...row, target: { atMost: 1 } })).toBe(true);
    expect(reached({ ...head, value: 5, target: { atMost: 4 } })).toBe(false);
    expect(table([{ ...head, value: 5, target: { atMost: 4 } }])).toMatch(/<= 4 NO/);
  });

  test('a figure may have to be neither too small nor too large', () => {
    const row = { ...head, value: 5, ratio: 1.06, target: { atLeast: 0.95, atMost: 1.05 } };
    expect(reached(row)).toBe(false);
    expect(table([row])).toMatch(/>= 0\.95, <= 1\.05 NO/);
    expect(table([{ ...row, ratio: 0.96 }])).toMatch(/yes/);
  });

  test('numbers are short', () => {
    expect([0.00012, 1.234, 56.78, 12345].map(short)).toEqual(['0.000', '1.23', '56.8', '12345']);
  });
});
