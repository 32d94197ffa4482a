import { plainLabel, readEmgLabel, sideOfWord } from '@emgfm/adapter-kit';
import { MatPathError, openMat, texts, type MatStruct, type MatValue } from '@emgfm/matfile';
import { type Decision, type EmgChannel, EMG_UNITS, type EmgUnit, type Side } from '@emgfm/schema';
import { EMG_COLUMN_COUNT, EMG_COLUMNS, NORAXON_MUSCLES } from './channels';
import { namedColumns, type EmgMatrix } from './emg';
import { fieldOf, fieldsOf, numbersOf } from './mat-values';

/** EMG of a Noraxon MR3 export; all signals on one clock. */
export interface NoraxonRecord {
  readonly matrix: EmgMatrix;
  readonly samplingRateHz: number;
  /** Time of the first sample (s). */
  readonly startS: number;
  readonly unit: EmgUnit;
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

interface NoraxonSignal {
  /** Name without that of the device. */
  readonly label: string;
  readonly samplingRateHz: number;
  readonly startS: number;
  readonly unit: EmgUnit;
  readonly samples: Float64Array;
}

/** Reads a Noraxon MR3 export. @throws MatError where it is damaged, or no such export */
export async function readNoraxon(path: string): Promise<NoraxonRecord> {
  const mat = await openMat(path);
  try {
    // MR3 gives the variable a generated name
    const variable = mat.variables.find(({ className }) => className === 'struct');
    if (variable === undefined) throw new MatPathError('expected a struct with movements, found none', path);
    const signals = signalsOf(await mat.read([variable.name, 'movements']));
    if (signals.length === 0) throw new MatPathError('no signal in movements.sources.signals', path);
    return recordOf(signals);
  } finally {
    await mat.close();
  }
}

/** Every signal of every device, of the first movement that has any. */
function signalsOf(movements: MatValue): NoraxonSignal[] {
  for (const movement of elementsOf(movements)) {
    const signals = elementsOf(fieldOf(movement, 'sources')).flatMap((source) => {
      const device = textOf(fieldOf(source, 'name'));
      const all = fieldOf(source, 'signals');
      return fieldsOf(all).flatMap((field): NoraxonSignal[] => {
        const signal = fieldOf(all, field);
        const samples = numbersOf(fieldOf(signal, 'data'));
        const [samplingRateHz = NaN] = numbersOf(fieldOf(signal, 'frequency'));
        if (samples.length === 0 || !(samplingRateHz > 0)) return [];
        const name = textOf(fieldOf(signal, 'name'));
        const [startS = 0] = numbersOf(fieldOf(signal, 'begin_time'));
        return [{ label: withoutDevice(name, device), samplingRateHz, startS, unit: unitOf(signal), samples }];
      });
    });
    if (signals.length > 0) return signals;
  }
  return [];
}

/** The elements of a struct array, each as a struct of its own. */
function elementsOf(value: MatValue | undefined): MatStruct[] {
  if (value?.kind !== 'struct') return [];
  const count = value.dims.reduce((product, length) => product * length, 1);
  return Array.from({ length: count }, (_, i): MatStruct => ({
    kind: 'struct',
    dims: [1, 1],
    fields: new Map([...value.fields].map(([name, values]) => [name, [values[i] as MatValue]])),
  }));
}

function textOf(value: MatValue | undefined): string {
  return value?.kind === 'char' || value?.kind === 'string' ? (texts(value)[0] ?? '') : '';
}

/** The label of `SN204 EMG-TIB.ANT. RT` without the name of the device before it. */
function withoutDevice(name: string, device: string): string {
  return device !== '' && name.startsWith(`${device}-`)
    ? name.slice(device.length + 1)
    : name.slice(name.lastIndexOf('-') + 1);
}

function unitOf(signal: MatValue | undefined): EmgUnit {
  const stated = textOf(fieldOf(signal, 'units')).replace(/[\u00b5\u03bc]/g, 'u');
  return EMG_UNITS.find((unit) => unit.toLowerCase() === stated.toLowerCase()) ?? 'arbitrary';
}

function recordOf(signals: readonly NoraxonSignal[]): NoraxonRecord {
  const notes: string[] = [];
  const { samplingRateHz, startS, unit } = signals[0] as NoraxonSignal;
  const together = signals.filter((signal) => {
    const fits = signal.samplingRateHz === samplingRateHz && signal.startS === startS && signal.unit === unit;
    if (!fits)
      notes.push(
        `Noraxon signal '${signal.label}' not used: ${signal.samplingRateHz} Hz from ${signal.startS} s in ${signal.unit}, others ${samplingRateHz} Hz from ${startS} s in ${unit}`,
      );
    return fits;
  });
  const timing = { samplingRateHz, startS, unit };
  const placed = together.map((signal) => ({ ...signal, place: placeOf(signal.label) }));
  if (placed.every(({ place }) => place === null) && placed.length === EMG_COLUMN_COUNT) {
    const decision: Decision = {
      fact: 'order of the Noraxon signals',
      decided: 'that of the processed layer: nine of the right leg, four of the left',
      evidence: `no signal names a muscle (${placed.map(({ label }) => label).join(', ')}), and there are ${EMG_COLUMN_COUNT}`,
    };
    return { ...timing, matrix: namedColumns(equallyLong(placed)), decisions: [decision], notes };
  }
  const columns = equallyLong(placed);
  const matrix = { left: new Map<string, Float64Array>(), right: new Map<string, Float64Array>() };
  placed.forEach(({ place, label }, i) => {
    const column =
      place === null ? undefined : EMG_COLUMNS[place.side].find(({ channel }) => channel === place.channel)?.column;
    if (place === null || column === undefined || matrix[place.side].has(column))
      notes.push(`Noraxon signal '${label}' not used: no muscle of this dataset, or there twice`);
    else matrix[place.side].set(column, columns[i] as Float64Array);
  });
  return { ...timing, matrix, decisions: [], notes };
}

/** Muscle and leg of a label such as `TIB.ANT. RT`; null where it does not name both. */
function placeOf(label: string): { side: Side; channel: EmgChannel } | null {
  const words = label.split(/[\s,_]+/).filter((word) => word !== '');
  const side = sideOfWord(plainLabel(words.at(-1) ?? ''));
  const channel = NORAXON_MUSCLES[plainLabel(words.slice(0, -1).join(''))];
  if (side !== null && channel !== undefined) return { side, channel };
  const read = readEmgLabel(label);
  return read.kind === 'muscle' && read.side !== null ? { side: read.side, channel: read.channel } : null;
}

/** Samples of signals that stopped early are missing at their end. */
function equallyLong(signals: readonly { readonly samples: Float64Array }[]): Float64Array[] {
  const numSamples = Math.max(...signals.map(({ samples }) => samples.length));
  return signals.map(({ samples }) => {
    if (samples.length === numSamples) return samples;
    const padded = new Float64Array(numSamples).fill(NaN);
    padded.set(samples);
    return padded;
  });
}
