import { plainLabel, readEmgLabel } from '@emgfm/adapter-kit';
import type { DelimitedColumn, DelimitedLayout } from '@emgfm/delimited';
import { type EmgUnit, SIDES, type Side } from '@emgfm/schema';
import { ANGLE_COLUMNS, EMG_COLUMNS, FURTHER_MARKERS, GLUTEI, MARKER_SPELLINGS, MARKERS } from './channels';
import type { MocapMapping } from './mapping';

/** A column of times and what makes seconds of them. */
export interface TimeColumn {
  readonly index: number;
  readonly secondsPerUnit: number;
}

/** What the columns of a trial table hold; columns by their index in the file. */
export interface TableColumns {
  readonly time: TimeColumn;
  /** The column that names the trial of each row; null where there is none. */
  readonly trial: number | null;
  readonly markers: ReadonlyMap<string, readonly [x: number, y: number, z: number]>;
  /** Unit of the markers where the header states it. */
  readonly lengthUnit: 'mm' | 'cm' | 'm' | null;
  /** Angle columns of the tables by leg and name, `$` for the letter of the leg. */
  readonly angles: Readonly<Record<Side, ReadonlyMap<string, number>>>;
  /** EMG columns, their labels without unit and prefix. */
  readonly emg: readonly { readonly index: number; readonly label: string }[];
  /** Unit of the EMG where the header states one for all of it. */
  readonly emgUnit: EmgUnit | null;
  /** Columns that name what an earlier column names already. */
  readonly repeated: readonly string[];
}

/** Names of the columns of times, plain: the clock of a trial, then that of a camera. */
const TIME_NAMES = ['time', 'times', 'timesec', 'timeseconds', 'timems'];
const STAMP_NAMES = ['timestamp', 'timestampms', 'timestamps'];

/** A name without the unit behind it and the person before it: `C7_X` of `S4:C7_X (mm)`. */
function bareName(name: string): string {
  return name.replace(/[\s_]*[[(][^\])]*[\])]\s*$/, '').replace(/^.*:/, '');
}

function plainName(name: string): string {
  return plainLabel(bareName(name));
}

/** Units of EMG as headers write them, in lower case. */
const EMG_UNIT_NAMES: Readonly<Record<string, EmgUnit>> = { v: 'V', mv: 'mV', uv: 'uV', µv: 'uV', μv: 'uV' };

/** The column that tells the time of the rows: `Time` in seconds, else `TimeStamp` in milliseconds, unless its unit says otherwise. */
export function timeColumn(
  columns: readonly DelimitedColumn[],
  first: 'time' | 'stamp' = 'time',
): TimeColumn | undefined {
  const clocks = [
    { names: TIME_NAMES, secondsPerUnit: 1 },
    { names: STAMP_NAMES, secondsPerUnit: 1e-3 },
  ];
  for (const { names, secondsPerUnit } of first === 'time' ? clocks : clocks.reverse()) {
    const found = columns.find(({ name }) => names.includes(plainName(name)));
    if (found === undefined) continue;
    const isMs = found.unit?.toLowerCase() === 'ms' || plainName(found.name).endsWith('ms');
    const isS = found.unit?.toLowerCase() === 's';
    return { index: found.index, secondsPerUnit: isMs ? 1e-3 : isS ? 1 : secondsPerUnit };
  }
  return undefined;
}

/** The columns of a trial table by their names; null where it has no times, or neither markers, angles nor EMG. */
export function tableColumns({ columns }: DelimitedLayout, mapping: MocapMapping): TableColumns | null {
  const time = timeColumn(columns);
  if (time === undefined) return null;
  const wanted = markerNames(mapping);
  const axes = new Map<string, (number | undefined)[]>();
  const angles: Record<Side, Map<string, number>> = { left: new Map(), right: new Map() };
  const emg: { index: number; label: string }[] = [];
  const repeated: string[] = [];
  const emgUnits = new Set<EmgUnit | null>();
  let trial: number | null = null;
  let lengthUnit: TableColumns['lengthUnit'] = null;
  for (const { index, name, unit } of columns) {
    const plain = plainName(name);
    const found = markerAxis(plain, wanted);
    const angle = angleOf(plain);
    if (found !== null) {
      const own = axes.get(found.marker) ?? [];
      const axis = found.axis ?? [0, 1, 2].find((free) => own[free] === undefined) ?? 0;
      if (own[axis] === undefined) own[axis] = index;
      else repeated.push(name);
      axes.set(found.marker, own);
      lengthUnit ??= unit === 'mm' || unit === 'cm' || unit === 'm' ? unit : null;
    } else if (angle !== null) {
      if (angles[angle.side].has(angle.column)) repeated.push(name);
      else angles[angle.side].set(angle.column, index);
    } else if (plain === 'trial' || plain === 'trialnumber') trial ??= index;
    else {
      const label = bareName(name).replace(/^s?emg[\s_.-]+/i, '');
      if (!isEmg(label, mapping)) continue;
      emgUnits.add(EMG_UNIT_NAMES[unit?.toLowerCase() ?? ''] ?? null);
      if (emg.some((other) => other.label === label)) repeated.push(name);
      else emg.push({ index, label });
    }
  }
  const markers = new Map(
    [...axes].flatMap(([marker, [x, y, z]]) =>
      x === undefined || y === undefined || z === undefined ? [] : [[marker, [x, y, z] as const] as const],
    ),
  );
  if (markers.size + angles.left.size + angles.right.size + emg.length === 0) return null;
  const emgUnit = emgUnits.size === 1 ? ([...emgUnits][0] as EmgUnit | null) : null;
  return { time, trial, markers, lengthUnit, angles, emg, emgUnit, repeated };
}

/** Markers by their plain names, those of the laboratory first. */
function markerNames({ markers }: MocapMapping): ReadonlyMap<string, string> {
  const known = [...MARKERS, ...FURTHER_MARKERS];
  return new Map([
    ...known.map((marker) => [plainLabel(marker), marker] as const),
    ...Object.entries(MARKER_SPELLINGS).map(([spelling, marker]) => [plainLabel(spelling), marker] as const),
    ...Object.entries(markers).map(([marker, own]) => [plainLabel(own), marker] as const),
  ]);
}

/**
 * The marker and axis of a column: `L.FootHeel_X`; or columns of one name, which a table writer may have numbered (`L.FootHeel`,
 * `L.FootHeel.1`, `L.FootHeel.2`) and which are x, y, z in their order. The axis is null where only the order tells it.
 */
function markerAxis(
  plain: string,
  wanted: ReadonlyMap<string, string>,
): { readonly marker: string; readonly axis: number | null } | null {
  const whole = wanted.get(plain);
  if (whole !== undefined) return { marker: whole, axis: null };
  const marker = wanted.get(plain.slice(0, -1));
  const last = plain.slice(-1);
  const axis = Math.max('xyz'.indexOf(last), ' 12'.indexOf(last));
  return marker === undefined || axis < 0 ? null : { marker, axis };
}

function angleOf(plain: string): { side: Side; column: string } | null {
  for (const side of SIDES)
    for (const { column } of ANGLE_COLUMNS)
      if (plain === plainLabel(column.replace('$', side === 'left' ? 'l' : 'r'))) return { side, column };
  return null;
}

function isEmg(label: string, mapping: MocapMapping): boolean {
  const entries = [...mapping.emg, ...EMG_COLUMNS, { label: GLUTEI }];
  return (
    entries.some((entry) => plainLabel(entry.label) === plainLabel(label)) || readEmgLabel(label).kind === 'muscle'
  );
}
