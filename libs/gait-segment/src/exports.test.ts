import { expect, it } from 'vitest';
import * as library from './index';

it('exports what it promises', () => {
  expect(Object.keys(library).sort()).toMatchInlineSnapshot(`
    [
      "DURATION_LIMITS",
      "EVENT_DETECTORS",
      "EmgNotReadyError",
      "FLEXION_LIMITS_DEG",
      "GaitSegmentError",
      "InvalidOptionError",
      "UnknownDetectorError",
      "combinedDetector",
      "createForcePlateDetector",
      "cutRecordingStrides",
      "cutStride",
      "cutStrides",
      "evaluateEvents",
      "eventDetector",
      "findEvents",
      "forcePlateDetector",
      "isGaitSegmentError",
      "markerDetectorCombined",
      "matchTimes",
      "oConnorDetector",
      "plateContacts",
      "poolAgreements",
      "segmentRecording",
      "zeniDetector",
    ]
  `);
});
