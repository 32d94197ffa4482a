import type { StrideColumns } from '@emgfm/adapter-kit';
import { type Decision, oppositeSide, type Side, SIDES } from '@emgfm/schema';
import { EMG_FIELDS, LEAST_LEG_CORRELATION, STRIDES_STRUCT, SUSPECTED_SENSORS } from './channels';
import type { InclineFile } from './incline-file';
import type { Decided } from './moment-facts';
import { emgArrays } from './source-leg';
import { parseTrialName } from './trial-name';

/** A column of EMG on one leg. */
export interface Sensor {
  readonly side: Side;
  readonly column: string;
}

/** What the EMG of a person on points per stride is: an envelope where no value is negative, else a bipolar signal on too few points. @throws MatError */
export async function decideStrideEmg(
  file: InclineFile,
  sourceId: string,
  trials: readonly string[],
): Promise<Decided<'envelope' | 'filtered'>> {
  let least = Infinity;
  let strides = 0;
  for (const trial of trials) {
    for (const side of SIDES) {
      const arrays = await emgArrays(file, [STRIDES_STRUCT, sourceId, trial, 'emgdata', 'emg', side]);
      for (const columns of arrays.values()) {
        for (const column of columns) {
          if (column === null) continue;
          strides += 1;
          for (const value of column) if (value < least) least = value;
        }
      }
    }
  }
  if (strides === 0) return { value: 'envelope', decisions: [] };
  const value = least >= 0 ? 'envelope' : 'filtered';
  return {
    value,
    decisions: [
      {
        fact: 'kind of EMG on points per stride',
        decided:
          value === 'envelope' ? 'envelope' : 'bipolar, on too few points for its band: quality bit emg_undersampled',
        evidence: `the smallest value of ${strides} strides of all muscles and trials is ${least.toPrecision(3)}`,
      },
    ],
  };
}

/** Columns, by side, of sensors that are faulty: suspected ones whose mean curve does not follow that of the other leg. @throws MatError */
export async function decideFaultySensors(
  file: InclineFile,
  sourceId: string,
  trials: readonly string[],
): Promise<Decided<readonly Sensor[]>> {
  const faulty: Sensor[] = [];
  const decisions: Decision[] = [];
  for (const { sourceIds, side, channel } of SUSPECTED_SENSORS) {
    const column = EMG_FIELDS.find((row) => row.channel === channel)?.column;
    if (!sourceIds.includes(sourceId) || column === undefined) continue;
    const curves = { left: [] as Float64Array[], right: [] as Float64Array[] };
    for (const trial of trials.filter((name) => parseTrialName(name)?.inclineDeg === 0)) {
      for (const leg of SIDES) {
        const arrays = await emgArrays(file, [STRIDES_STRUCT, sourceId, trial, 'emgdata', 'emg', leg]);
        curves[leg].push(...presentColumns(arrays.get(column)));
      }
    }
    const r = correlation(meanMagnitude(curves[side]), meanMagnitude(curves[oppositeSide(side)]));
    const follows = !(r < LEAST_LEG_CORRELATION);
    if (!follows) faulty.push({ side, column });
    decisions.push({
      fact: `${side} ${channel}, which an earlier reader suspected to be faulty`,
      decided: follows ? 'kept' : 'masked (sensor failed quality)',
      evidence: Number.isNaN(r)
        ? 'no level walking with this muscle on both legs to test it'
        : `its mean curve in level walking correlates by ${r.toFixed(2)} with that of the other leg; faulty below ${LEAST_LEG_CORRELATION}`,
    });
  }
  return { value: faulty, decisions };
}

function presentColumns(columns: StrideColumns = []): Float64Array[] {
  return columns.filter((column) => column !== null);
}

/** Mean magnitude over strides of one length; empty where there is none. */
function meanMagnitude(columns: readonly Float64Array[]): Float64Array {
  const points = columns[0]?.length ?? 0;
  const own = columns.filter(({ length }) => length === points);
  return Float64Array.from(
    { length: points },
    (_, point) => own.reduce((sum, column) => sum + Math.abs(column[point] as number), 0) / own.length,
  );
}

/** Pearson correlation; NaN where the curves differ in length or do not vary. */
function correlation(a: Float64Array, b: Float64Array): number {
  if (a.length !== b.length || a.length === 0) return NaN;
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i += 1) {
    const [x, y] = [(a[i] as number) - meanA, (b[i] as number) - meanB];
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return ab / Math.sqrt(aa * bb);
}
