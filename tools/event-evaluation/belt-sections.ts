import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { plateContacts, singleBeltDetector } from '@emgfm/gait-segment';
import { median } from '@emgfm/emg-dsp';
import { SIDES, signalBlock, type ForcePlateSignals } from '@emgfm/schema';
import { bareRecording } from './bare-recording';
import { readTrial } from './labelled-trials';
import { fixed, type ReportSection } from './tables';

function csvColumns(path: string): number[][] {
  const rows = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(',').map(Number));
  return rows[0].map((_, column) => rows.map((row) => row[column]));
}

/** Contacts in spite of an offset and drift of the plate. */
export function driftSection(c3dFolder: string, grfFile: string): ReportSection {
  const [timesS, forceN] = csvColumns(grfFile);
  const samplingRateHz = (timesS.length - 1) / (timesS.at(-1)! - timesS[0]);
  const none = forceN.map(() => 0);
  const timing = { samplingRateHz, startS: timesS[0] };
  const belt: ForcePlateSignals = {
    ...signalBlock([none, none, forceN], timing),
    name: 'belt of the right foot',
    side: 'right',
    cornersM: null,
    centreOfPressureM: signalBlock([none, none, none], timing).samples,
  };
  const trials = [
    ...['walking2.c3d', 'test_walking.c3d'].map((name) => readTrial(c3dFolder, 'opensim-core', name).recording),
    bareRecording('treadmill-grf', { forcePlates: [belt] }),
  ];
  const rows = trials.flatMap((recording) =>
    recording.forcePlates.map((plate) => {
      const contacts = plateContacts({ ...recording, forcePlates: [plate] });
      const lengthsS = contacts.map(({ startS, endS }) => endS - startS).filter(Number.isFinite);
      const startsS = contacts.map(({ startS }) => startS).filter(Number.isFinite);
      const stridesS = startsS.slice(1).map((startS, i) => startS - startsS[i]);
      const force = plate.samples.data.subarray(2 * plate.samples.shape[1]);
      const odd = contacts.filter(({ problem }) => problem !== null).length;
      return [
        recording.trial,
        plate.name,
        fixed(Math.min(...force), 1),
        String(contacts.length),
        String(odd),
        fixed(median(lengthsS), 3),
        fixed(Math.min(...stridesS), 3),
        fixed(Math.max(...stridesS), 3),
      ];
    }),
  );
  return {
    title: 'Contacts in spite of drift (opensim-core, treadmill-grf)',
    text: 'Lowest force as stored; contacts after zeroing. A regular stride time says that none is missed or invented. Where a foot steps on a floor plate once there is no stride.',
    columns: [
      'trial',
      'plate',
      'lowest force (N)',
      'contacts',
      'flagged',
      'median contact (s)',
      'shortest stride (s)',
      'longest stride (s)',
    ],
    rows,
  };
}

/** Sampling rate of the centre-of-pressure sample (Hz): not stored with it; 200 Hz makes its stride 0.99 s long. */
const BUTTERFLY_RATE_HZ = 200;

/** Steps from the centre of pressure of a single belt. */
export function butterflySection(file: string): ReportSection {
  const [right, forward] = csvColumns(file);
  const timing = { samplingRateHz: BUTTERFLY_RATE_HZ, startS: 0 };
  const left = right.map((value) => -value);
  const none = right.map(() => 0);
  const belt: ForcePlateSignals = {
    ...signalBlock([none, none, right.map(() => 700)], timing),
    name: 'belt',
    side: null,
    cornersM: null,
    centreOfPressureM: signalBlock([forward, left, none], timing).samples,
  };
  const { events } = singleBeltDetector.detect(bareRecording('treadmill-cop', { forcePlates: [belt] }));
  const rows = SIDES.map((side) => {
    const timesS = events
      .filter((event) => event.side === side && event.kind === 'foot_strike')
      .map(({ timeS }) => timeS);
    const stridesS = timesS.slice(1).map((timeS, i) => timeS - timesS[i]);
    const offs = events.filter((event) => event.side === side && event.kind === 'foot_off').length;
    return [
      side,
      String(timesS.length),
      String(offs),
      fixed(Math.min(...stridesS), 2),
      fixed(median(stridesS), 2),
      fixed(Math.max(...stridesS), 2),
    ];
  });
  return {
    title: 'Single belt, centre of pressure only (treadmill-cop)',
    text: `No reference and no rate come with the sample; at ${BUTTERFLY_RATE_HZ} Hz its stride takes about 1 s. Left and right strikes alternate where both counts agree and no stride is twice the median.`,
    columns: ['foot', 'strikes', 'foot-offs', 'shortest stride (s)', 'median stride (s)', 'longest stride (s)'],
    rows,
  };
}

/** Paths of the samples of both sections inside the folder of inertial and belt samples. */
export function beltFiles(imuFolder: string): { grf: string; butterfly: string } {
  return {
    grf: join(imuFolder, 'treadmill-grf', 'example_vertical_grf.csv'),
    butterfly: join(imuFolder, 'treadmill-cop', 'ExampleCoP.csv'),
  };
}
