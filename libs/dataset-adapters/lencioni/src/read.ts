import { join } from 'node:path';
import { emgSignals, jointSignals, type JointColumn, type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import { isMatError } from '@emgfm/matfile';
import {
  type CutRecording,
  EMG_CHANNEL_COUNT,
  emgChannelIndex,
  type EmgSignals,
  type JointSignals,
  type MissingReason,
  missingReasonCode,
  type MissingReasonCode,
  type Side,
  signalBlock,
  type SubjectRef,
} from '@emgfm/schema';
import { ANGLE_ROWS, EMG_ROWS, MOMENT_ROWS, nameKey, NO_SIDE, SIDE_CODES, TASKS } from './channels';
import { decideSubject, type SubjectDecisions } from './checks';
import { packageName, packageVersion } from './dataset';
import { lencioniOptions, type LencioniOptions } from './options';
import { type NamedRows, readSubjectFile, type StrideElement, type SubjectFile } from './subject-file';
import { type LencioniFile, readLencioniFolder } from './survey';

/** Points per stride have no rate; the clock of the stride starts at its strike. */
const PERCENT_GRID = { samplingRateHz: NaN, startS: 0 } as const;

/**
 * The strides of one person, each a recording of its own: the source does not say which of them were recorded together. What is
 * decided once for the file stands in the provenance of its first stride.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readLencioniSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<CutRecording> {
  const ownOptions = lencioniOptions(options);
  const { persons } = await readLencioniFolder(root, options.signal);
  const own = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (own === undefined) {
    throw new UnknownSubjectError(
      root,
      subject.sourceId,
      persons.map(({ sourceId }) => sourceId),
    );
  }
  const file = await readOrDrop(root, own, options);
  if (file === null) return;
  const decided = decideSubject(file);
  let fileLevel = { decisions: decided.decisions, notes: [...file.notes, ...decided.notes] };
  for (const element of file.elements) {
    options.signal?.throwIfAborted();
    const context = { own, file, decided, options: ownOptions, onDrop: options.onDrop };
    const recording = recordingOf(element, context);
    if (recording === null) continue;
    yield { ...recording, provenance: { ...recording.provenance, ...fileLevel } };
    fileLevel = { decisions: [], notes: [] };
  }
}

async function readOrDrop(root: string, own: LencioniFile, options: ReadOptions): Promise<SubjectFile | null> {
  try {
    return await readSubjectFile(join(root, own.path));
  } catch (error) {
    if (!isMatError(error)) throw error;
    options.onDrop?.({ what: own.path, level: 'file', reason: 'unreadable-file', detail: error.message });
    return null;
  }
}

interface Context {
  readonly own: LencioniFile;
  readonly file: SubjectFile;
  readonly decided: SubjectDecisions;
  readonly options: LencioniOptions;
  readonly onDrop: ReadOptions['onDrop'];
}

function recordingOf(element: StrideElement, context: Context): CutRecording | null {
  const { own, file, decided, onDrop } = context;
  const trial = `Data(${element.index})`;
  const what = `${own.path} ${trial}`;
  const side = SIDE_CODES[nameKey(element.foot)];
  if (side === undefined) {
    const detail = `expected Foot RX or LX, found '${element.foot}'`;
    onDrop?.({ what, level: 'trial', reason: 'bad-metadata', detail });
    return null;
  }
  const emg = emgOf(element, side, context);
  const angles = jointSignals(angleRows(context), rowsOf(element.angles), PERCENT_GRID);
  const moments = momentsOf(element, decided);
  if (angles === null && moments === null && !emg?.channelReasons.includes(missingReasonCode('present'))) {
    const detail = 'EMG of this leg, Ang and Mom are all empty, or their rows have no known name';
    onDrop?.({ what, level: 'trial', reason: 'no-leg-signals', detail });
    return null;
  }
  return {
    kind: 'cut',
    subject: {
      datasetId: 'lencioni',
      sourceId: own.sourceId,
      ageY: file.ageY,
      sex: file.sex,
      massKg: file.massKg,
      heightM: file.heightM,
      population: 'able-bodied',
      impairedSide: '',
    },
    trial,
    subtrial: '',
    condition: element.task,
    activity: TASKS[nameKey(element.task)] ?? 'other',
    surface: 'overground',
    speedMps: element.speedMps,
    inclineDeg: 0,
    stepHeightM: NaN,
    provenance: {
      files: [own.path],
      adapter: packageName,
      adapterVersion: packageVersion,
      decisions: [],
      notes: [],
    },
    strides: [
      {
        side,
        startS: element.onsetS,
        durationS: decided.durationS(element),
        signals: { emg, angles, moments },
        interval: {},
        quality: 0,
      },
    ],
  };
}

const rowsOf =
  ({ row }: NamedRows) =>
  (name: string): Float64Array | null =>
    row(name);

/** The table of angles, the ankle shifted where the user asks for it. */
function angleRows({ options, decided }: Context): readonly JointColumn[] {
  const shiftDeg = options.ankleOffset === 'correct' ? -decided.ankleAtStrikeDeg : 0;
  if (!Number.isFinite(shiftDeg)) return ANGLE_ROWS;
  return ANGLE_ROWS.map((row) =>
    row.joint === 'ankle' && row.motion === 'flexion' ? { ...row, offset: shiftDeg } : row,
  );
}

/** Moments with the signs that were decided; a flexion moment whose sign can't be told is missing. */
function momentsOf({ moments }: StrideElement, { momentSigns }: SubjectDecisions): JointSignals | null {
  const table = MOMENT_ROWS.map((row) =>
    row.motion === 'flexion' ? { ...row, factor: row.factor * (momentSigns[row.joint] ?? NaN) } : row,
  );
  return jointSignals(table, rowsOf(moments), PERCENT_GRID);
}

/** EMG of this leg. The electrodes are on one leg only, so a stride of the other foot has none. */
function emgOf({ emg }: StrideElement, side: Side, { file, decided }: Context): EmgSignals | null {
  const description = { samplingRateHz: file.emgRateHz, startS: 0, emgKind: 'raw', unit: 'mV' } as const;
  const emgSide = SIDE_CODES[nameKey(file.emgSide)];
  const absent = (reason: MissingReason): EmgSignals => ({
    ...signalBlock(new Array(EMG_CHANNEL_COUNT).fill(null), { ...description, numSamples: emg.numSamples }),
    ...description,
    channelReasons: reasonsOfRows(reason),
    gapReason: missingReasonCode('gap'),
  });
  if (nameKey(file.emgSide) === NO_SIDE) return absent('notInTrial');
  if (emgSide === undefined) return absent('unresolvedConvention');
  if (emgSide !== side) return absent('notOnThisLeg');
  if (emg.numSamples > 0 && !decided.emgRateTrusted) return absent('unresolvedConvention');
  return emgSignals(EMG_ROWS, rowsOf(emg), description) ?? absent('notInTrial');
}

/** One reason for the muscles of the source; the others are not in this dataset. */
function reasonsOfRows(reason: MissingReason): MissingReasonCode[] {
  const reasons = new Array<MissingReasonCode>(EMG_CHANNEL_COUNT).fill(missingReasonCode('notInDataset'));
  for (const { channel } of EMG_ROWS) reasons[emgChannelIndex(channel)] = missingReasonCode(reason);
  return reasons;
}
