import type { EmgColumn, JointColumn } from '@emgfm/adapter-kit';
import type { EmgChannel, Side } from '@emgfm/schema';

/** The mapping tables of Embry et al. 2018. Names of variables and fields are compared without regard to case. */

/** Name of the one file of the source. */
export const FILE_NAME = 'InclineExperiment.mat';

/** The two structs of the file: strides on points per stride, and whole trials. */
export const STRIDES_STRUCT = 'Gaitcycle';
export const TRIALS_STRUCT = 'Continuous';

/** Persons of the source: AB01 to AB10. */
export const SUBJECTS: readonly string[] = Array.from({ length: 10 }, (_, i) => `AB${String(i + 1).padStart(2, '0')}`);

/** Field of a person that is no trial: labels and values. */
export const DETAILS_FIELD = 'subjectdetails';

/** Belt speeds (m/s) by the first part of the name of a trial. */
export const SPEEDS_MPS: Readonly<Record<string, number>> = { s0x8: 0.8, s1: 1, s1x2: 1.2 };

/** Slopes (degree) by the number in the second part, which begins with i uphill and d downhill. */
export const SLOPES_DEG: Readonly<Record<string, number>> = { '0': 0, '2x5': 2.5, '5': 5, '7x5': 7.5, '10': 10 };

/** Muscles of both legs. The source does not say which head of the gastrocnemius GC is. */
export const EMG_FIELDS: readonly EmgColumn[] = [
  { channel: 'RF', column: 'RF' },
  { channel: 'TA', column: 'TA' },
  { channel: 'BF', column: 'BF' },
  { channel: 'GM', column: 'GC' },
];

/** Components of `jointangles` (degree), Plug-in Gait: x sagittal, y frontal, z transverse, the same meaning on both legs. */
export const ANGLE_FIELDS: readonly JointColumn[] = [
  { joint: 'hip', motion: 'adduction', column: 'hip.y', factor: 1 },
  { joint: 'hip', motion: 'rotation', column: 'hip.z', factor: 1 },
  { joint: 'hip', motion: 'flexion', column: 'hip.x', factor: 1 },
  { joint: 'knee', motion: 'adduction', column: 'knee.y', factor: 1 },
  { joint: 'knee', motion: 'rotation', column: 'knee.z', factor: 1 },
  { joint: 'knee', motion: 'flexion', column: 'knee.x', factor: 1 },
  { joint: 'ankle', motion: 'adduction', column: 'ankle.y', factor: 1 },
  { joint: 'ankle', motion: 'rotation', column: 'ankle.z', factor: 1 },
  { joint: 'ankle', motion: 'flexion', column: 'ankle.x', factor: 1 },
];

/** Components of `jointmoment` (N·mm/kg; `jointforce` is a force). One sign for all nine, which is decided from push-off. */
export const MOMENT_FIELDS: readonly JointColumn[] = ANGLE_FIELDS.map((row) => ({ ...row, factor: 1e-3 }));

/** Component whose push-off tells the sign of the moments. */
export const PUSH_OFF_FIELD = 'ankle.x';

/** Names of the components, in the order of the columns of the arrays of `Continuous`. */
export const COMPONENTS = ['x', 'y', 'z'] as const;

/** Peaks of the ankle moment in level walking (N·m/kg, either way) that speak for the unit of the table. */
export const USUAL_ANKLE_PEAK_NM_PER_KG = [0.6, 2.6] as const;

/** Rates (Hz) at which EMG in `Continuous` is preferred to 150 points per stride, which are about 130 Hz. */
export const CONTINUOUS_EMG_RATES_HZ = [400, 5000] as const;

/** Rate (Hz) at which `frame` counts. */
export const FRAME_RATE_HZ = 100;

/** Trials that an earlier reader of this dataset found unusable. */
export const UNUSABLE_TRIALS: readonly { readonly sourceId: string; readonly trial: string }[] = [
  { sourceId: 'AB09', trial: 's0x8i2x5' },
];

/** Trials that a user of this dataset calls poor; they are kept. */
export const POOR_TRIALS: readonly { readonly sourceId: string; readonly trials: RegExp }[] = [
  { sourceId: 'AB05', trials: /^s0x8/ },
];

/** Sensors that an earlier reader suspected; tested against the other leg of the same person. */
export const SUSPECTED_SENSORS: readonly {
  readonly sourceIds: readonly string[];
  readonly side: Side;
  readonly channel: EmgChannel;
}[] = [{ sourceIds: ['AB04', 'AB05', 'AB06', 'AB07', 'AB08'], side: 'right', channel: 'TA' }];

/** Mean curves of the same muscle of both legs that correlate less than this are not of the same muscle. */
export const LEAST_LEG_CORRELATION = 0.5;
