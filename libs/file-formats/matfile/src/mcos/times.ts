import { asDoubles } from '../numeric-classes';
import {
  elementCount,
  type MatCalendarDuration,
  type MatDatetime,
  type MatDuration,
  type MatRegularTimes,
  type MatValue,
} from '../values';
import {
  flagProperty,
  numberProperty,
  numericProperty,
  scalarFields,
  structProperty,
  textOf,
  UnknownForm,
  type Properties,
} from './shapes';

const DAY_MS = 86_400_000;

export function decodeDatetime(properties: Properties): MatDatetime {
  const { dims, values, imaginary } = numericProperty(properties, 'data');
  return {
    kind: 'datetime',
    dims,
    epochMs: asDoubles(values),
    epochRemainderMs: imaginary === null ? null : asDoubles(imaginary),
    timeZone: textOf(properties.get('tz')),
    format: textOf(properties.get('fmt')),
  };
}

export function decodeDuration(properties: Properties): MatDuration {
  const { dims, values } = numericProperty(properties, 'millis');
  return { kind: 'duration', dims, durationMs: asDoubles(values), format: textOf(properties.get('fmt')) };
}

export function decodeCalendarDuration(properties: Properties): MatCalendarDuration {
  const components = scalarFields(structProperty(properties, 'components'));
  const parts = ['months', 'days', 'millis'].map((name) => numericProperty(components, name));
  const largest = parts.reduce((a, b) => (b.values.length > a.values.length ? b : a));
  const empty = parts.find((part) => part.values.length === 0);
  const { dims } = empty ?? largest;
  const count = elementCount(dims);
  const [months, days, durationMs] = parts.map((part) => {
    const values = asDoubles(part.values);
    if (values.length === count) return values;
    if (values.length !== 1) throw new UnknownForm(`components of ${values.length} and ${count} elements`);
    return new Float64Array(count).fill(values[0]);
  });
  return { kind: 'calendarDuration', dims, months, days, durationMs, format: textOf(properties.get('fmt')) };
}

/** The row times of a timetable: as stored, or counted up from their origin. */
export function decodeRowTimes(
  stored: MatValue | undefined,
  rowCount: number,
): { rowTimes: MatDatetime | MatDuration; regularTimes: MatRegularTimes | null } {
  if (stored?.kind === 'datetime' || stored?.kind === 'duration') return { rowTimes: stored, regularTimes: null };
  if (stored?.kind !== 'struct') throw new UnknownForm(`row times are ${stored?.kind ?? 'missing'}`);
  const fields = scalarFields(stored);
  const origin = fields.get('origin');
  const stepSize = fields.get('stepSize');
  if (origin?.kind !== 'datetime' && origin?.kind !== 'duration') throw new UnknownForm('row times without an origin');
  if (stepSize === undefined) throw new UnknownForm('row times without a step');
  const regularTimes: MatRegularTimes = {
    origin,
    stepSize,
    specifiedAsRate: flagProperty(fields, 'specifiedAsRate'),
    sampleRateHz: numberProperty(fields, 'sampleRate'),
  };
  const offsets = rowOffsets(regularTimes, rowCount);
  const dims = [rowCount, 1];
  if (origin.kind === 'duration') {
    const start = origin.durationMs[0];
    return { rowTimes: { ...origin, dims, durationMs: offsets(start) }, regularTimes };
  }
  const remainder = origin.epochRemainderMs?.[0] ?? 0;
  const epochRemainderMs = remainder === 0 ? null : new Float64Array(rowCount).fill(remainder);
  return { rowTimes: { ...origin, dims, epochMs: offsets(origin.epochMs[0]), epochRemainderMs }, regularTimes };
}

/** Times of each row from a start in milliseconds. */
function rowOffsets(regular: MatRegularTimes, rowCount: number): (startMs: number) => Float64Array {
  const { specifiedAsRate, sampleRateHz, stepSize } = regular;
  const each = (timeOfRow: (row: number) => number) =>
    Float64Array.from({ length: rowCount }, (_, row) => timeOfRow(row));
  if (specifiedAsRate) return (startMs) => each((row) => startMs + (row * 1000) / sampleRateHz);
  if (stepSize.kind === 'duration') return (startMs) => each((row) => startMs + row * stepSize.durationMs[0]);
  if (stepSize.kind === 'calendarDuration') {
    const { months, days, durationMs } = stepSize;
    return (startMs) => each((row) => addMonths(startMs, row * months[0]) + row * (days[0] * DAY_MS + durationMs[0]));
  }
  throw new UnknownForm(`a time step of kind ${stepSize.kind}`);
}

/** Months later by the calendar; a day that the month doesn't have becomes its last one. */
function addMonths(epochMs: number, months: number): number {
  if (!Number.isFinite(epochMs) || !Number.isFinite(months)) return NaN;
  const date = new Date(epochMs);
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = epochMs - Date.UTC(year, date.getUTCMonth(), day);
  return Date.UTC(year, month, Math.min(day, lastDay)) + timeOfDay;
}
