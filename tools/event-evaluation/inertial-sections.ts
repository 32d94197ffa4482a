import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  evaluateEvents,
  footImuDetector,
  levelledSensor,
  lowerBackDetector,
  matchTimes,
  poolAgreements,
  verticalPeakDetector,
} from '@emgfm/gait-segment';
import {
  SIDES,
  signalBlock,
  type ContinuousRecording,
  type GaitEvent,
  type ImuSignals,
  type Side,
} from '@emgfm/schema';
import { bareRecording } from './bare-recording';
import { AGREEMENT_COLUMNS, agreementCells, fixed, largestErrorMs, type ReportSection } from './tables';

/** Rates that gaitmap's own tests state for its samples (Hz): the strides that are cut at contacts have half the rate of the others. */
const GAITMAP_RATE_HZ = 204.8;
const CONTACT_STRIDES_RATE_HZ = 102.4;
const LOWER_BACK_RATE_HZ = 100;
const STANDARD_GRAVITY = 9.80665;
const RADIANS = Math.PI / 180;

function csvRows(path: string): string[][] {
  return readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.trim().split(','));
}

/** Two foot sensors of the gaitmap samples (m/s² and degree/s; two header rows), levelled to the ground. */
function footRecording(path: string, samplingRateHz = GAITMAP_RATE_HZ): ContinuousRecording {
  const [sensors, axes, ...rows] = csvRows(path);
  const samples = rows.filter((row) => row[1] !== '');
  const timing = { samplingRateHz, startS: 0 };
  const imu = SIDES.map((side): ImuSignals => {
    const block = (quantity: string, factor: number) =>
      signalBlock(
        ['x', 'y', 'z'].map((axis) => {
          const column = axes.findIndex((name, i) => name === `${quantity}_${axis}` && sensors[i] === `${side}_sensor`);
          return samples.map((row) => Number(row[column]) * factor);
        }),
        timing,
      );
    return levelledSensor({
      ...block('acc', 1),
      location: `${side}_foot`,
      angularVelocityRadps: block('gyr', RADIANS).samples,
    });
  });
  return bareRecording(path, { imu });
}

function gaitmapReference(path: string): GaitEvent[] {
  const [header, ...rows] = csvRows(path);
  const unique = new Map<string, GaitEvent>();
  for (const row of rows) {
    for (const [column, kind] of [
      ['pre_ic', 'foot_strike'],
      ['ic', 'foot_strike'],
      ['tc', 'foot_off'],
    ] as const) {
      const sample = Number(row[header.indexOf(column)]);
      const side = row[header.indexOf('foot')] as Side;
      const event: GaitEvent = { timeS: sample / GAITMAP_RATE_HZ, side, kind, source: 'reference', confidence: 1 };
      unique.set(`${side} ${kind} ${sample}`, event);
    }
  }
  return [...unique.values()];
}

/** Foot sensors on level ground against the reference that comes with them. */
export function footSensorSection(folder: string): ReportSection {
  const recording = footRecording(join(folder, 'imu_sample.csv'));
  const reference = gaitmapReference(join(folder, 'stride_events_sample.csv'));
  const rows = [footImuDetector, verticalPeakDetector].flatMap((detector) => {
    const { events } = detector.detect(recording);
    return (['foot_strike', 'foot_off'] as const).map((kind) => {
      const parts = SIDES.map((side) => {
        const own = reference.filter((event) => event.side === side && event.kind === kind);
        const timesS = own.map(({ timeS }) => timeS);
        const withinS = [Math.min(...timesS) - 0.15, Math.max(...timesS) + 0.15] as const;
        const found = events.filter((event) => event.side === side);
        return evaluateEvents(found, own, { toleranceS: 0.15, withinS }).perKind[kind];
      });
      const pooled = poolAgreements(parts);
      const name = kind === 'foot_strike' ? 'strike' : 'foot-off';
      return [detector.id, name, ...agreementCells(pooled), fixed(largestErrorMs(pooled), 0)];
    });
  });
  return {
    title: 'Foot sensors, level walking with a turn (gaitmap)',
    text: 'Reference: the events that come with the sample, each foot from its first to its last one.',
    columns: ['method', 'event', ...AGREEMENT_COLUMNS, 'largest (ms)'],
    rows,
  };
}

/** Foot sensors on stairs: no reference, so regularity stands for it; and strikes that bound reference strides. */
export function stairSection(folder: string): ReportSection {
  const stairs = (['up', 'down'] as const).flatMap((direction) => {
    const { events } = footImuDetector.detect(footRecording(join(folder, `imu_sample_healthy_stair_${direction}.csv`)));
    return SIDES.map((side) => {
      const timesS = events
        .filter((event) => event.side === side && event.kind === 'foot_strike')
        .map(({ timeS }) => timeS);
      const stridesS = timesS.slice(1).map((timeS, i) => timeS - timesS[i]);
      return [
        `stairs ${direction}`,
        side,
        String(timesS.length),
        fixed(Math.min(...stridesS), 2),
        fixed(Math.max(...stridesS), 2),
        '-',
        '-',
      ];
    });
  });
  const [header, ...borders] = csvRows(join(folder, 'stride_borders_sample_ic_stride.csv'));
  const { events } = footImuDetector.detect(
    footRecording(join(folder, 'imu_sample_ic_stride.csv'), CONTACT_STRIDES_RATE_HZ),
  );
  const bounded = SIDES.map((side) => {
    const own = events.filter((event) => event.side === side && event.kind === 'foot_strike').map(({ timeS }) => timeS);
    const bordersS = borders
      .filter((row) => row[header.indexOf('foot')] === side)
      .flatMap((row) =>
        ['start', 'end'].map((column) => Number(row[header.indexOf(column)]) / CONTACT_STRIDES_RATE_HZ),
      );
    const referenceS = [...new Set(bordersS)].sort((a, b) => a - b);
    const errorsS = matchTimes(own, referenceS, 0.15).map((pair) => pair.detectedS - pair.referenceS);
    const largestMs = 1000 * Math.max(...errorsS.map(Math.abs));
    return [
      'strides cut at contacts',
      side,
      `${errorsS.length} of ${referenceS.length}`,
      '-',
      '-',
      fixed((1000 * errorsS.reduce((a, b) => a + b, 0)) / errorsS.length, 0),
      fixed(largestMs, 0),
    ];
  });
  return {
    title: 'Foot sensors on stairs, and strides cut at contacts (gaitmap)',
    text: 'The stairs come without reference: a regular stride time says that no contact is missed or invented. The long stride of the left foot upstairs is the first: a small step and a wait before the stairs. The strides of the last sample (102.4 Hz) begin and end at contacts.',
    columns: ['sample', 'foot', 'strikes', 'shortest stride (s)', 'longest stride (s)', 'mean (ms)', 'largest (ms)'],
    rows: [...stairs, ...bounded],
  };
}

interface WalkingBout {
  readonly Start: number;
  readonly End: number;
  readonly InitialContact_Event: readonly (number | null)[];
}

type Reference = Record<string, Record<string, { readonly ContinuousWalkingPeriod: WalkingBout | WalkingBout[] }>>;

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8').replaceAll('NaN', 'null'));
}

const listOf = <T>(value: T | T[] | undefined): T[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

function publishedTimesS(published: unknown, trial: string): number[] {
  type Level = { readonly [name: string]: Level };
  const [measure, test, repetition] = trial.split('/');
  const unit = (published as Level)['SD_Output']?.[measure]?.[test]?.[repetition]?.['SU']?.['LowerBack']?.['SD'];
  const bouts = listOf(unit as unknown as { IC?: number | number[] } | undefined);
  return bouts.flatMap((bout) => listOf(bout.IC)).sort((a, b) => a - b);
}

/** Lower-back sensor: sensor x up, y to the right, z forward; g and degree/s. */
function lowerBackTimesS(path: string): number[] {
  const [, ...rows] = csvRows(path);
  const column = (index: number, factor: number) => rows.map((row) => Number(row[index]) * factor);
  const timing = { samplingRateHz: LOWER_BACK_RATE_HZ, startS: 0 };
  const g = STANDARD_GRAVITY;
  const sensor: ImuSignals = {
    ...signalBlock([column(3, g), column(2, -g), column(1, g)], timing),
    location: 'lower_back',
    angularVelocityRadps: signalBlock([column(6, RADIANS), column(5, -RADIANS), column(4, RADIANS)], timing).samples,
  };
  return lowerBackDetector.detect(bareRecording(path, { imu: [sensor] })).events.map(({ timeS }) => timeS);
}

/** Contacts from the lower back beside three published detectors, inside the walking bouts of two reference systems. */
export function lowerBackSection(folder: string): ReportSection {
  const reference = readJson(join(folder, 'reference.json')) as Reference;
  const trials = Object.keys(reference);
  const published = ['ionescu', 'shin_improved', 'hklee_improved'].map((name) => {
    const output = readJson(join(folder, 'published_detectors', `icd_${name}.json`));
    return [`${name.replace('_', ' ')} (published)`, (trial: string) => publishedTimesS(output, trial)] as const;
  });
  const own = new Map(
    trials.map((trial) => [trial, lowerBackTimesS(join(folder, `${trial.replaceAll('/', '_')}.csv`))]),
  );
  const methods = [[lowerBackDetector.id, (trial: string) => own.get(trial)!] as const, ...published];
  const rows = ['INDIP', 'Stereophoto'].flatMap((system) =>
    [0.1, 0.5].flatMap((toleranceS) =>
      methods.map(([name, timesOf]) => {
        const asStrikes = (timesS: readonly number[]): GaitEvent[] =>
          timesS.map((timeS) => ({ timeS, side: 'left', kind: 'foot_strike', source: name, confidence: 1 }));
        const parts = trials.flatMap((trial) =>
          listOf(reference[trial][system]?.ContinuousWalkingPeriod).map((bout) => {
            const contactsS = bout.InitialContact_Event.filter((timeS) => timeS !== null);
            const near = timesOf(trial).filter(
              (timeS) => timeS > bout.Start - toleranceS && timeS < bout.End + toleranceS,
            );
            const withinS = [bout.Start, bout.End] as const;
            return evaluateEvents(asStrikes(near), asStrikes(contactsS), { toleranceS, withinS }).perKind.foot_strike;
          }),
        );
        return [name, system, String(toleranceS), ...agreementCells(poolAgreements(parts))];
      }),
    ),
  );
  return {
    title: 'Lower-back sensor (mobgap, one older adult, three trials)',
    text: 'Both feet together, inside the continuous walking periods of two reference systems: pressure insoles with sensors (INDIP) and stereophotogrammetry.',
    columns: ['method', 'reference', 'tolerance (s)', ...AGREEMENT_COLUMNS],
    rows,
  };
}
