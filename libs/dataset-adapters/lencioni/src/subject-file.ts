import { charRows, MatPathError, openMat, texts, type MatStruct, type MatValue } from '@emgfm/matfile';
import { type Sex } from '@emgfm/schema';
import { EMG_RATE_FIELDS, nameKey } from './channels';

/** Rows of one matrix of a stride, found by name. */
export interface NamedRows {
  readonly numSamples: number;
  /** Samples of a row; null where this stride has no row of that name. */
  row(name: string): Float64Array | null;
}

/** One element of `s.Data`: one stride. */
export interface StrideElement {
  /** From 1, as MATLAB counts. */
  readonly index: number;
  readonly task: string;
  readonly foot: string;
  readonly speedMps: number;
  readonly cadencePerMin: number;
  /** Onset of the stride in its recording (s); NaN where no time stamp says. */
  readonly onsetS: number;
  readonly emg: NamedRows;
  readonly angles: NamedRows;
  readonly moments: NamedRows;
  /** Camera frames, both strikes included; 0 without markers. */
  readonly markerFrames: number;
}

/** What the file of a person holds, in the units of the source where the name has none. */
export interface SubjectFile {
  readonly ageY: number;
  readonly sex: Sex;
  readonly massKg: number;
  readonly heightM: number;
  readonly cameraRateHz: number;
  readonly emgRateHz: number;
  readonly emgSide: string;
  readonly elements: readonly StrideElement[];
  /** What is not as expected, in words. */
  readonly notes: readonly string[];
}

type Fields = (name: string) => MatValue | undefined;

/**
 * Reads the struct `s` of a file.
 * @throws MatError when the file can't be read or holds no such struct
 */
export async function readSubjectFile(path: string): Promise<SubjectFile> {
  const mat = await openMat(path);
  try {
    const root = await mat.read('s');
    const strides = root.kind === 'struct' ? fieldsOf(root, 0)('Data') : undefined;
    if (root.kind !== 'struct' || strides?.kind !== 'struct') {
      throw new MatPathError('expected a struct s with a struct array Data', 's.Data', { file: path });
    }
    return subjectOf(fieldsOf(root, 0), strides);
  } finally {
    await mat.close();
  }
}

function subjectOf(person: Fields, strides: MatStruct): SubjectFile {
  const notes: string[] = [];
  const names = (list: string): readonly string[] => {
    const found = textList(person(list));
    if (found.length === 0) notes.push(`${list} is missing, so its rows have no names and are not used`);
    return found;
  };
  const [emgNames, angleNames, momentNames] = [names('EmgVarName'), names('AngVarName'), names('MomVarName')];
  const rateField = EMG_RATE_FIELDS.find((name) => person(name) !== undefined);
  const height = number(person('BH'));
  const count = strides.dims.reduce((product, length) => product * length, 1);
  const elements = Array.from({ length: count }, (_, position): StrideElement => {
    const field = fieldsOf(strides, position);
    const rows = (name: string, list: readonly string[]): NamedRows =>
      namedRows(field(name), list, (problem) => notes.push(`Data(${position + 1}).${name}: ${problem}`));
    const onsets = ['TimeStampEmg', 'TimeStampKin', 'TimeStampGrf'].map((name) => number(field(name)));
    return {
      index: position + 1,
      task: text(field('Task')),
      foot: text(field('Foot')),
      speedMps: positive(number(field('speed'))),
      cadencePerMin: positive(number(field('cadence'))),
      onsetS: onsets.find(Number.isFinite) ?? NaN,
      emg: rows('EMG', emgNames),
      angles: rows('Ang', angleNames),
      moments: rows('Mom', momentNames),
      markerFrames: numericDims(field('Marker'))[1],
    };
  });
  return {
    ageY: number(person('Age')),
    sex: sexOf(text(person('Gender'))),
    massKg: positive(number(person('BM'))),
    // nobody is 3 m tall, and nobody who walks measures less than 3 cm
    heightM: positive(height < 3 ? height : height / 100),
    cameraRateHz: positive(number(person('KinFreq'))),
    emgRateHz: positive(rateField === undefined ? NaN : number(person(rateField))),
    emgSide: text(person('EMGSide')),
    elements,
    notes,
  };
}

/** The fields of one element of a struct array, found without regard to case. */
function fieldsOf(struct: MatStruct, position: number): Fields {
  return (name) => {
    const key = [...struct.fields.keys()].find((candidate) => candidate.toLowerCase() === name.toLowerCase());
    return key === undefined ? undefined : struct.fields.get(key)?.[position];
  };
}

function number(value: MatValue | undefined): number {
  return value?.kind === 'numeric' && value.values.length === 1 ? Number(value.values[0]) : NaN;
}

function positive(value: number): number {
  return value > 0 && Number.isFinite(value) ? value : NaN;
}

function text(value: MatValue | undefined): string {
  return textList(value)[0] ?? '';
}

/** Texts of a char matrix, a cell array or a string array, without the blanks that pad them. */
function textList(value: MatValue | undefined): string[] {
  if (value === undefined) return [];
  const list =
    value.kind === 'char' ? charRows(value) : value.kind === 'cell' || value.kind === 'string' ? texts(value) : [];
  return list.map((entry) => (entry ?? '').trim());
}

function sexOf(gender: string): Sex {
  return /^f/i.test(gender) ? 'female' : /^m/i.test(gender) ? 'male' : '';
}

function numericDims(value: MatValue | undefined): readonly [rows: number, columns: number] {
  return value?.kind === 'numeric' && value.dims.length === 2 ? [value.dims[0] ?? 0, value.dims[1] ?? 0] : [0, 0];
}

/** The rows of a matrix [name, sample] by their names. */
function namedRows(
  value: MatValue | undefined,
  names: readonly string[],
  onProblem: (problem: string) => void,
): NamedRows {
  const [rows, numSamples] = numericDims(value);
  const usable = rows === names.length && value?.kind === 'numeric';
  if (rows > 0 && names.length > 0 && !usable) onProblem(`expected ${names.length} rows, found ${rows}; not used`);
  const keys = names.map(nameKey);
  return {
    numSamples,
    row(name) {
      const index = keys.indexOf(nameKey(name));
      if (!usable || numSamples === 0 || index < 0) return null;
      return Float64Array.from({ length: numSamples }, (_, sample) => Number(value.values[sample * rows + index]));
    },
  };
}
