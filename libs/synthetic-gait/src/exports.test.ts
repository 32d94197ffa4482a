import { expect, it } from 'vitest';
import * as library from './index';

it('exports these names', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "BOUT_GAITS",
      "C3D_PARTS",
      "CAMARGO_SUBJECTS",
      "ENVELOPE_RATE_HZ",
      "FORWARD_X_UP_Z",
      "GAIT120_TASKS",
      "HU_SUBJECTS",
      "LENCIONI_TASKS",
      "LayoutError",
      "MOCAP_MARKERS",
      "MOCAP_MARKER_GAPS",
      "MOCAP_MISSING_MARKER",
      "MOREIRA_SPEEDS_KMH",
      "PLUG_IN_GAIT_MARKERS",
      "SIAT_MOVEMENTS",
      "SOURCE_FAULTS",
      "SimulationOptionError",
      "SyntheticGaitError",
      "TRUTH_POINTS",
      "assertWithin",
      "huCircuit",
      "injectFaults",
      "isSyntheticGaitError",
      "simulateTrial",
      "simulatedC3d",
      "simulatedC3dContent",
      "simulatedSubject",
      "toLaboratory",
      "writeRawCamargo",
      "writeRawGait120",
      "writeRawHu",
      "writeRawLencioni",
      "writeRawMocap",
      "writeRawMoghadam",
      "writeRawMoreira",
      "writeRawOpensim",
      "writeRawSiat",
      "writeSimulatedC3dDataset",
    ]
  `);
});
