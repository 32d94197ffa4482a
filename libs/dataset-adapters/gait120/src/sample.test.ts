import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../../tools/shared-data';
import { EMG_COLUMNS, EMG_LAYERS, EMG_RATE_HZ, MOTION_RATE_HZ } from './channels';
import { decideEmgUnit } from './decisions';

const lengths = sharedData('gait120', 'derived_sts_cycle_metadata.csv');
const envelopes = sharedData('gait120', 'derived_sts_cycles.npy');

const PER_FRAME = EMG_RATE_HZ / MOTION_RATE_HZ;

/** Float64 values of a NumPy file [cycle, point, muscle]. */
function npyValues(path: string): { values: Float64Array; muscles: number } {
  const bytes = readFileSync(path);
  const start = 10 + bytes.readUInt16LE(8);
  const header = bytes.toString('latin1', 10, start);
  expect(header).toMatch(/'descr': '<f8'.*'fortran_order': False/);
  const muscles = Number(/, (\d+)\)/.exec(header)?.[1]);
  return { values: new Float64Array(bytes.buffer.slice(bytes.byteOffset + start)), muscles };
}

describe.skipIf(lengths === null || envelopes === null)(`real sit-to-stand cycles (${SHARED_DATA_HINT})`, () => {
  test('every trial and cycle has a whole number of frames at 2000 Hz', () => {
    const rows = readFileSync(lengths as string, 'utf8')
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',').slice(2).map(Number));
    expect(rows.length).toBeGreaterThan(50);
    for (const [trialSamples, cycleSamples, cycleS] of rows) {
      expect([trialSamples % PER_FRAME, cycleSamples % PER_FRAME]).toEqual([0, 0]);
      expect(cycleSamples / EMG_RATE_HZ).toBeCloseTo(cycleS, 2);
    }
  });

  test('released envelopes are believed as shares of the MVC', () => {
    const { values, muscles } = npyValues(envelopes as string);
    expect(muscles).toBe(EMG_COLUMNS.length);
    const column = (name: string): Float64Array => {
      const index = EMG_COLUMNS.findIndex((row) => row.column === name);
      return values.filter((_, i) => i % muscles === index);
    };
    const table = { rowCount: values.length / muscles, column };
    expect(decideEmgUnit(EMG_LAYERS.normalised, table).value).toBe('fraction');
  });
});
