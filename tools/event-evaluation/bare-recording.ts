import type { ContinuousRecording } from '@emgfm/schema';

/** A walking trial with nothing in it but what is given. */
export function bareRecording(trial: string, parts: Partial<ContinuousRecording>): ContinuousRecording {
  return {
    kind: 'continuous',
    subject: {
      datasetId: 'samples',
      sourceId: 'unknown',
      ageY: NaN,
      sex: '',
      massKg: NaN,
      heightM: NaN,
      population: '',
      impairedSide: '',
    },
    trial,
    subtrial: '',
    condition: '',
    activity: 'walk',
    surface: '',
    speedMps: NaN,
    inclineDeg: NaN,
    stepHeightM: NaN,
    provenance: { files: [], adapter: 'event-evaluation', adapterVersion: '0', decisions: [], notes: [] },
    legs: { left: null, right: null },
    events: [],
    forcePlates: [],
    markers: null,
    intervals: [],
    ...parts,
  };
}
