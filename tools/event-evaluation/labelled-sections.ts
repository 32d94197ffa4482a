import {
  combinedDetector,
  desaillyDetector,
  evaluateEvents,
  forcePlateDetector,
  ghoussayniDetector,
  hreljacMarshallDetector,
  jointAngleDetector,
  markerDetectorCombined,
  oConnorDetector,
  poolAgreements,
  splitBeltDetector,
  zeniDetector,
  zeniVelocityDetector,
  type EventAgreement,
  type EventDetector,
} from '@emgfm/gait-segment';
import { median } from '@emgfm/emg-dsp';
import type { GaitEvent, GaitEventKind } from '@emgfm/schema';
import {
  TOLERANCE_S,
  agreementWithin,
  cleanContactEvents,
  type LabelledTrial,
  type LabelledTrials,
} from './labelled-trials';
import { AGREEMENT_COLUMNS, agreementCells, fixed, largestErrorMs, type ReportSection } from './tables';

const KINDS: readonly (readonly [GaitEventKind, string])[] = [
  ['foot_strike', 'strike'],
  ['foot_off', 'foot-off'],
];

const MARKER_METHODS: readonly EventDetector[] = [
  combinedDetector,
  markerDetectorCombined,
  zeniDetector,
  zeniVelocityDetector,
  oConnorDetector,
  ghoussayniDetector,
  desaillyDetector,
  hreljacMarshallDetector,
  jointAngleDetector,
];

type Judged = (trial: LabelledTrial, kind: GaitEventKind) => EventAgreement;

function againstLabels(detector: EventDetector): Judged {
  const found = new Map<LabelledTrial, readonly GaitEvent[]>();
  return (trial, kind) => {
    if (!found.has(trial)) found.set(trial, detector.detect(trial.recording).events);
    return agreementWithin(found.get(trial)!, trial.labels, kind, trial.recording);
  };
}

function setsOf(trials: readonly LabelledTrial[]): string[] {
  return [...new Set(trials.map(({ set }) => set))];
}

/** Every method against the stored labels, all files together. */
export function methodSection({ trials, withoutFeet }: LabelledTrials): ReportSection {
  const others = setsOf(withoutFeet).map((set) => {
    const names = withoutFeet.filter((trial) => trial.set === set).map(({ name }) => name);
    return `${set} (${names.join(', ')})`;
  });
  return {
    title: 'Methods against the labels of the source',
    text: `${trials.length} labelled files of ${setsOf(trials).length} sets; the labels are not shown to the detectors. One-to-one matching within 150 ms, events closer than 0.15 s to the ends of a trial left out, each foot judged from its first to its last label. \`auto\` uses plates where a foot hit one cleanly. Not judged, since no marker of theirs is a heel or a toe by its name: ${others.join('; ')}.`,
    columns: ['method', 'event', ...AGREEMENT_COLUMNS],
    rows: MARKER_METHODS.flatMap((detector) => {
      const applicable = trials.filter(({ recording }) => detector.applies(recording));
      const judged = againstLabels(detector);
      return KINDS.map(([kind, name]) => [
        detector.id,
        name,
        ...agreementCells(poolAgreements(applicable.map((trial) => judged(trial, kind)))),
      ]);
    }),
  };
}

/** The default combination per set. */
export function setSection(trials: readonly LabelledTrial[]): ReportSection {
  const judged = againstLabels(combinedDetector);
  return {
    title: 'The default combination per set',
    text: 'As above, for `auto`.',
    columns: ['set', 'event', ...AGREEMENT_COLUMNS],
    rows: setsOf(trials).flatMap((set) =>
      KINDS.map(([kind, name]) => {
        const own = trials.filter((trial) => trial.set === set);
        return [set, name, ...agreementCells(poolAgreements(own.map((trial) => judged(trial, kind))))];
      }),
    ),
  };
}

/** How far labels and plates disagree, per set: no detector can agree with both better than this. */
export function labelPlateSection(trials: readonly LabelledTrial[]): ReportSection {
  const methods: readonly (readonly [string, (trial: LabelledTrial) => readonly GaitEvent[]])[] = [
    ['20 N edge', ({ contacts }) => cleanContactEvents(contacts)],
    [forcePlateDetector.id, ({ recording }) => forcePlateDetector.detect(recording).events],
  ];
  return {
    title: 'Labels against clean plate contacts',
    text: 'How far the sources disagree with themselves: edges of clean contacts (one foot, not over the edge) minus the label of the same event. The 20 N edge is the plain threshold; the force-plate method carries a strike on a floor plate back to zero force. A frame is one sample of the markers; labels lie on frames or between them.',
    columns: [
      'set',
      'method',
      'event',
      'pairs',
      'mean (ms)',
      'SD (ms)',
      'median (ms)',
      'largest (ms)',
      'within a frame',
    ],
    rows: setsOf(trials).flatMap((set) =>
      KINDS.flatMap(([kind, name]) =>
        methods.map(([method, eventsOf]) => {
          const own = trials.filter((trial) => trial.set === set);
          const agreements = own.map(
            (trial) => evaluateEvents(eventsOf(trial), trial.labels, { toleranceS: TOLERANCE_S }).perKind[kind],
          );
          const pooled = poolAgreements(agreements);
          const withinFrame = agreements.flatMap(({ errorsS }, i) => {
            const frameS = 1 / own[i].recording.markers!.samplingRateHz;
            return errorsS.filter((errorS) => Math.abs(errorS) <= frameS);
          });
          const medianMs = 1000 * median(pooled.errorsS);
          const numbers = [pooled.meanErrorMs, pooled.sdErrorMs, medianMs, largestErrorMs(pooled)];
          return [
            set,
            method,
            name,
            String(pooled.numMatched),
            ...numbers.map((value) => fixed(value, 1)),
            `${withinFrame.length} of ${pooled.numMatched}`,
          ];
        }),
      ),
    ),
  };
}

/** Marker methods against clean plate contacts. */
export function markerPlateSection(trials: readonly LabelledTrial[]): ReportSection {
  const withPlates = trials.filter(({ contacts }) => cleanContactEvents(contacts).length > 0);
  const methods = MARKER_METHODS.filter((detector) => detector !== combinedDetector);
  return {
    title: 'Markers alone against clean plate contacts',
    text: 'Floor plates and belts; reference: edges of clean contacts at 20 N. Recall counts the contacts; precision has no meaning here, since most steps hit no plate.',
    columns: ['method', 'event', 'contacts', 'recall', 'mean (ms)', 'SD (ms)'],
    rows: methods.flatMap((detector) =>
      KINDS.map(([kind, name]) => {
        const pooled = poolAgreements(
          withPlates
            .filter(({ recording }) => detector.applies(recording))
            .map(({ recording, contacts }) =>
              agreementWithin(detector.detect(recording).events, cleanContactEvents(contacts), kind, recording),
            ),
        );
        const [events, recall, , mean, sd] = agreementCells(pooled);
        return [detector.id, name, events, recall, mean, sd];
      }),
    ),
  };
}

/** The split-belt treadmill: events from markers, and which contacts are flagged. */
export function splitBeltSection(trial: LabelledTrial): ReportSection {
  const rows = [markerDetectorCombined, combinedDetector, splitBeltDetector].map((detector) => {
    const { events } = detector.detect(trial.recording);
    const { perKind } = evaluateEvents(events, trial.labels, { toleranceS: 0.05 });
    const all = poolAgreements([perKind.foot_strike, perKind.foot_off]);
    return [
      detector.id,
      `${all.numMatched} of ${all.numReference}`,
      fixed(all.meanErrorMs, 1),
      fixed(all.sdErrorMs, 1),
      fixed(largestErrorMs(all), 0),
    ];
  });
  const belts = trial.contacts.filter(({ isBelt }) => isBelt);
  const crossed = belts.filter(({ problem }) => problem !== null);
  const times = crossed.map(({ plates, startS }) => `${plates.join('+')} at ${startS.toFixed(2)} s`);
  return {
    title: `Split-belt treadmill with belt crossings (${trial.set}/${trial.name})`,
    text: `Labels recovered within 50 ms. Of ${belts.length} belt contacts ${crossed.length} are flagged: ${times.join(', ')}.`,
    columns: ['method', 'labels recovered', 'mean (ms)', 'SD (ms)', 'largest (ms)'],
    rows,
  };
}
