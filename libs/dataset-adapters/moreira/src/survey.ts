import { AdapterOptionsError, packedArchiveAdvice, type SurveyOptions } from '@emgfm/adapter-kit';
import type { EmgKind, Survey, SurveyTrial } from '@emgfm/schema';
import { ABSENT_SPEEDS, EMG_LAYERS, LEGS, SPEEDS_KMH, type Leg, type Signal } from './channels';
import { moreiraDataset } from './dataset';
import { legKey, readMoreiraFolder, textSpeeds, trialsOf, type MoreiraFolder, type MoreiraPerson } from './folder';

/** What is read: the name of the layer and its EMG. */
export interface MoreiraLayer {
  readonly name: string;
  readonly emgSignal: Signal;
  readonly emgKind: EmgKind;
}

/** The layer that is asked for. @throws AdapterOptionsError */
export function layerOf({ layer, adapterOptions = {} }: SurveyOptions): MoreiraLayer {
  const name = layer ?? (moreiraDataset.layers[0] as string);
  const known = Object.hasOwn(EMG_LAYERS, name) ? EMG_LAYERS[name] : undefined;
  const problems = Object.keys(adapterOptions).map((option) => `${option}: there are no options`);
  if (known === undefined) problems.push(`layer '${name}' is none of ${moreiraDataset.layers.join(', ')}`);
  if (known === undefined || problems.length > 0) throw new AdapterOptionsError(moreiraDataset.id, problems);
  return { name, emgSignal: known.signal, emgKind: known.emgKind };
}

/** The survey of a folder of the dataset. @throws NotADatasetError, AdapterOptionsError */
export async function surveyMoreira(root: string, options: SurveyOptions = {}): Promise<Survey> {
  const layer = layerOf(options);
  const folder = await readMoreiraFolder(root, options.signal);
  return {
    datasetId: moreiraDataset.id,
    root,
    layer: layer.name,
    subjects: folder.persons.map((person) => ({
      subject: { datasetId: moreiraDataset.id, sourceId: person.sourceId },
      trials: surveyTrials(person, layer),
      // how many trials a MAT file holds stands inside it
      expectedStrides: person.text.size === 0 ? null : expectedStrides(person),
    })),
    missing: folder.persons.flatMap((person) => missingOf(person, layer)),
    unknown: [...folder.unknown],
    unusable: [
      ...folder.duplicates,
      ...folder.files
        .filter(({ path, sizeBytes }) => sizeBytes === 0 && /\.(?:txt|mat)$/i.test(path))
        .map(({ path }) => ({
          what: path,
          level: 'file' as const,
          reason: 'unreadable-file' as const,
          detail: 'the file is empty: its download was cut short',
        })),
    ],
    advice: advise(folder),
  };
}

function surveyTrials(person: MoreiraPerson, layer: MoreiraLayer): SurveyTrial[] {
  if (person.text.size === 0 && person.mat !== null) {
    return [{ name: 'Processed_Data', files: [person.mat], contents: 'all trials in one MAT file' }];
  }
  const signals: readonly Signal[] = ['angles', 'torquesNorm', layer.emgSignal];
  return textSpeeds(person).flatMap((speed) => {
    const legs = LEGS.flatMap(({ letter }) => person.text.get(legKey(speed, letter)) ?? []);
    const trials = [...new Set(legs.flatMap(trialsOf))];
    return trials.map((trial) => {
      const found = legs.map((leg) => signals.filter((signal) => leg.signals.get(signal)?.has(trial)));
      const files = legs.flatMap((leg, i) =>
        (found[i] ?? []).flatMap((signal) => leg.signals.get(signal)?.get(trial) ?? []),
      );
      const contents = `${found.filter((own) => own.length > 0).length} legs: ${[...new Set(found.flat())].join(', ')}`;
      return { name: `${speed}/${trial}`, files, contents };
    });
  });
}

function expectedStrides(person: MoreiraPerson): number {
  const ofLeg = (speed: string, { letter, strides }: Leg): number =>
    strides.length *
    trialsOf(person.text.get(legKey(speed, letter)) ?? { signals: new Map(), strideTimes: new Map() }).length;
  return textSpeeds(person).reduce((sum, speed) => sum + LEGS.reduce((own, leg) => own + ofLeg(speed, leg), 0), 0);
}

function missingOf(person: MoreiraPerson, layer: MoreiraLayer): Survey['missing'] {
  const { sourceId, number, text, metadata } = person;
  const missing: Survey['missing'] =
    metadata === null
      ? [{ path: `${sourceId}/Metadata.txt`, detail: 'age, sex, mass and height of this person are unknown' }]
      : [];
  if (text.size === 0) return missing;
  for (const speed of Object.keys(SPEEDS_KMH)) {
    const legs = LEGS.map(({ letter }) => [letter, text.get(legKey(speed, letter))] as const);
    if (legs.every(([, leg]) => leg === undefined)) {
      const known = ABSENT_SPEEDS[number]?.includes(speed);
      const detail = known ? 'this person did not walk at this speed' : 'no trial at this speed';
      missing.push({ path: `${sourceId}/Processed_Data/${speed}`, detail });
      continue;
    }
    const trials = [...new Set(legs.flatMap(([, leg]) => (leg === undefined ? [] : trialsOf(leg))))];
    for (const [letter, leg] of legs) {
      const path = `${sourceId}/Processed_Data/${speed}/${letter}`;
      if (leg === undefined) {
        missing.push({ path, detail: 'no trial of this leg' });
        continue;
      }
      if (leg.strideTimes.size === 0) missing.push({ path: `${path}/Stride_Time`, detail: 'durations are unknown' });
      for (const signal of ['angles', 'torquesNorm', layer.emgSignal] as const) {
        const files = leg.signals.get(signal);
        const absent = trials.filter((trial) => !files?.has(trial));
        if (files === undefined) missing.push({ path: `${path}/${signal}`, detail: 'no file of this signal' });
        else absent.forEach((trial) => missing.push({ path: `${path}/${signal}/${trial}.txt`, detail: 'one trial' }));
      }
    }
  }
  return missing;
}

function advise({ files, persons }: MoreiraFolder): string[] {
  const advice = packedArchiveAdvice(files);
  if (persons.length > 0) return advice;
  if (files.some(({ path }) => /(?:^|\/)(?:Angles|Torques(?:_Norm)?)\/[^/]+\.txt$|^Processed_Data\.mat$/i.test(path))) {
    return [...advice, 'this is a folder inside a person; give the folder that holds Participant1, Participant2, ...'];
  }
  return [
    ...advice,
    'no file Participant1/Processed_Data/V1/R/Angles/T1.txt and no Participant1/Processed_Data.mat below this folder; give the folder that holds ASCII_files or MAT files, or their persons',
  ];
}
