import {
  SIDES,
  signalBlock,
  type ContinuousRecording,
  type ForcePlateSignals,
  type GaitEvent,
  type MarkerName,
  type NdArray,
  type Side,
} from '@emgfm/schema';

/** How the model in the tests walks; all of it known beforehand. */
export interface WalkOptions {
  readonly durationS?: number;
  readonly strideS?: number;
  readonly speedMps?: number;
  readonly stanceShare?: number;
  readonly samplingRateHz?: number;
  readonly startS?: number;
  /** Direction of walking (degree, counter-clockwise from +x). */
  readonly headingDeg?: number;
  readonly isTreadmill?: boolean;
  readonly isBackward?: boolean;
  readonly markers?: readonly MarkerName[];
  readonly forcePlates?: boolean;
  readonly massKg?: number;
}

/** Height of the heel in swing (m), length of the foot, half the step width, half the pelvis width. */
const [SWING_M, FOOT_M, WIDTH_M, PELVIS_M] = [0.12, 0.2, 0.08, 0.12];

const ALL: readonly MarkerName[] = SIDES.flatMap((side): MarkerName[] => [
  `${side}_heel`,
  `${side}_toe`,
  `${side}_asis`,
  `${side}_psis`,
]);

/**
 * A recording of a person who walks with exact strikes at every `strideS` and foot-offs at `stanceShare` of it, left at 0.2 s, right
 * half a stride later. The heel meets the ground with a downward velocity that ends there, as a foot does.
 */
export function walkerRecording(options: WalkOptions = {}): ContinuousRecording {
  const {
    durationS = 8,
    strideS = 1.1,
    speedMps = 1.2,
    stanceShare = 0.62,
    samplingRateHz = 100,
    startS = 0,
  } = options;
  const { headingDeg = 0, isTreadmill = false, isBackward = false, markers = ALL, forcePlates = false } = options;
  const numSamples = Math.round(durationS * samplingRateHz);
  const cosine = Math.cos((headingDeg * Math.PI) / 180);
  const sine = Math.sin((headingDeg * Math.PI) / 180);
  const firstStrikeS = { left: 0.2, right: 0.2 + strideS / 2 };
  const lengthM = speedMps * strideS;
  const smooth = (u: number): number => (u <= 0 ? 0 : u >= 1 ? 1 : u * u * (3 - 2 * u));
  const foot = (side: Side, sinceS: number) => {
    const cycles = (sinceS - firstStrikeS[side]) / strideS;
    const step = Math.floor(cycles);
    const phase = cycles - step;
    const heelOff = stanceShare - 0.2;
    const rise = Math.max(0, (phase - heelOff) / (1 - heelOff));
    const swing = (phase - stanceShare) / (1 - stanceShare);
    return {
      heel: lengthM * (step + smooth(rise)),
      toe: lengthM * (step + smooth(swing)) + FOOT_M,
      heelHeight: 0.05 + SWING_M * Math.sin(Math.PI * rise),
      // The toe is up at the strike and comes down with a time constant of 40 ms, as the foot is lowered to the ground.
      toeHeight: 0.03 + 0.05 * (swing > 0 ? smooth(swing) : Math.exp((-phase * strideS) / 0.04)),
      phase,
    };
  };
  const events: GaitEvent[] = [];
  for (const side of SIDES) {
    for (let k = -1; firstStrikeS[side] + k * strideS < durationS; k += 1) {
      const strikeS = firstStrikeS[side] + k * strideS;
      for (const [kind, sinceS] of [
        ['foot_strike', strikeS],
        ['foot_off', strikeS + stanceShare * strideS],
      ] as const) {
        if (sinceS < 0 || sinceS >= durationS) continue;
        events.push({ timeS: startS + sinceS, side, kind, source: 'source', confidence: 1 });
      }
    }
  }
  events.sort((a, b) => a.timeS - b.timeS);
  const pelvisAhead = (sinceS: number): number => speedMps * (sinceS - firstStrikeS.left) - lengthM * 0.27;
  const along = (name: MarkerName, sinceS: number): [number, number, number] => {
    const side: Side = name.startsWith('right') ? 'right' : 'left';
    const lateral = side === 'left' ? 1 : -1;
    const { heel, toe, heelHeight, toeHeight } = foot(side, isBackward ? durationS - sinceS : sinceS);
    if (name.endsWith('heel')) return [heel, lateral * WIDTH_M, heelHeight];
    if (name.endsWith('toe')) return [toe, lateral * WIDTH_M, toeHeight];
    if (name.endsWith('ankle')) return [heel + 0.05, lateral * WIDTH_M, heelHeight + 0.04];
    const pelvis = pelvisAhead(isBackward ? durationS - sinceS : sinceS);
    if (name.endsWith('asis')) return [pelvis + 0.15, lateral * PELVIS_M, 0.95];
    if (name.endsWith('psis')) return [pelvis, (lateral * PELVIS_M) / 3, 0.97];
    return [pelvis, 0, 0.97];
  };
  const positionsM: { [name in MarkerName]?: NdArray } = {};
  for (const name of markers) {
    const rows = [0, 1, 2].map(() => new Float64Array(numSamples));
    for (let i = 0; i < numSamples; i += 1) {
      const sinceS = i / samplingRateHz;
      const [ahead, lateral, up] = along(name, sinceS);
      const belt = isTreadmill ? speedMps * (isBackward ? durationS - sinceS : sinceS) : 0;
      rows[0][i] = cosine * (ahead - belt) - sine * lateral;
      rows[1][i] = sine * (ahead - belt) + cosine * lateral;
      rows[2][i] = up;
    }
    positionsM[name] = signalBlock(rows, { samplingRateHz, startS }).samples;
  }
  return {
    ...emptyRecording(),
    events,
    forcePlates: forcePlates ? plates(events, startS, durationS, { speedMps, firstStrikeS, strideS, lengthM }) : [],
    markers: markers.length > 0 ? { samplingRateHz, startS, numSamples, positionsM } : null,
    subject: { ...emptyRecording().subject, massKg: options.massKg ?? 70 },
  };
}

/** One plate under the second step of each foot, walking along +x, force at 1000 Hz. */
function plates(
  events: readonly GaitEvent[],
  startS: number,
  durationS: number,
  walk: { speedMps: number; firstStrikeS: { left: number; right: number }; strideS: number; lengthM: number },
): ForcePlateSignals[] {
  return SIDES.map((side) => {
    const strikeS = startS + walk.firstStrikeS[side] + walk.strideS;
    const offS = events.find(
      (event) => event.side === side && event.kind === 'foot_off' && event.timeS > strikeS,
    )!.timeS;
    const heelX = walk.lengthM;
    const lateral = side === 'left' ? 0.08 : -0.08;
    const numSamples = Math.round(durationS * 1000);
    const force = forceSamples(numSamples, startS, strikeS, offS);
    const share = (i: number): number => Math.min(1, Math.max(0, (startS + i / 1000 - strikeS) / (offS - strikeS)));
    const loaded = Array.from(force, (value) => value > 0);
    return {
      ...signalBlock([force.map(() => 0), force.map(() => 0), force], { samplingRateHz: 1000, startS }),
      name: `plate of the ${side} foot`,
      side: null,
      cornersM: [
        [heelX - 0.1, lateral - 0.07, 0],
        [heelX + 0.3, lateral - 0.07, 0],
        [heelX + 0.3, lateral + 0.07, 0],
        [heelX - 0.1, lateral + 0.07, 0],
      ],
      centreOfPressureM: signalBlock(
        [
          Float64Array.from(loaded, (on, i) => (on ? heelX + FOOT_M * share(i) : NaN)),
          Float64Array.from(loaded, (on) => (on ? lateral : NaN)),
          Float64Array.from(loaded, (on) => (on ? 0 : NaN)),
        ],
        { samplingRateHz: 1000, startS },
      ).samples,
    };
  });
}

/** Vertical force (N) of one contact that rises and falls at 20 kN/s, so that a threshold of 20 N shifts an edge by 1 ms. */
export function forceSamples(numSamples: number, startS: number, strikeS: number, offS: number): Float64Array {
  return Float64Array.from({ length: numSamples }, (_, i) => {
    const timeS = startS + i / 1000;
    return Math.min(700, Math.max(0, 20_000 * Math.min(timeS - strikeS, offS - timeS)));
  });
}

/** A recording of nobody doing nothing, to be filled in. */
export function emptyRecording(): ContinuousRecording {
  return {
    kind: 'continuous',
    subject: {
      datasetId: 'test',
      sourceId: 'P1',
      ageY: NaN,
      sex: '',
      massKg: NaN,
      heightM: NaN,
      population: '',
      impairedSide: '',
    },
    trial: 'walk01',
    subtrial: '',
    condition: '',
    activity: 'walk',
    surface: '',
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    provenance: { files: [], adapter: 'test', adapterVersion: '0', decisions: [], notes: [] },
    legs: { left: null, right: null },
    events: [],
    forcePlates: [],
    markers: null,
    intervals: [],
  };
}
