import { signalBlock, type ForcePlateSignals } from '@emgfm/schema';
import { describe, expect, it } from 'vitest';
import { createForcePlateDetector, forcePlateDetector } from './force-plate';
import { plateContacts } from './plate-contacts';
import { forceSamples, emptyRecording, walkerRecording } from './walker-fixture';

/** A belt of the left foot with the given contacts (s), changed sample by sample. */
function beltRecording(contacts: readonly [number, number][], change = (force: number, _timeS: number) => force) {
  const numSamples = 10_000;
  const force = new Float64Array(numSamples);
  for (const [strikeS, offS] of contacts) forceSamples(numSamples, 0, strikeS, offS).forEach((f, i) => (force[i] += f));
  const none = new Float64Array(numSamples);
  const timing = { samplingRateHz: 1000, startS: 0 };
  const plate: ForcePlateSignals = {
    ...signalBlock([none, none, force.map((f, i) => change(f, i / 1000))], timing),
    name: 'left belt',
    side: 'left',
    cornersM: null,
    centreOfPressureM: signalBlock([none, none, none], timing).samples,
  };
  return { ...emptyRecording(), forcePlates: [plate] };
}

const steps: [number, number][] = [1, 2.1, 3.2, 4.3].map((strikeS) => [strikeS, strikeS + 0.7]);

describe('force-plate detector', () => {
  it('finds the edges between samples: the strike where force leaves zero, the foot-off at the threshold', () => {
    const { events } = forcePlateDetector.detect(beltRecording([[1.00034, 1.70077]]));
    // The force falls at 20 kN/s, so 20 N are reached 1 ms before the foot leaves.
    expect(events.map(({ kind }) => kind)).toEqual(['foot_strike', 'foot_off']);
    expect(events[0].timeS).toBeCloseTo(1.00034, 5);
    expect(events[1].timeS).toBeCloseTo(1.69977, 5);
  });

  it('leaves strikes at the threshold on belts, and where no reach to zero force is given', () => {
    const [onPlate] = createForcePlateDetector({ onsetReachS: 0 }).detect(beltRecording([[1, 1.7]])).events;
    expect(onPlate.timeS).toBeCloseTo(1.001, 5);
    const [onBelt] = forcePlateDetector.detect(beltRecording(steps)).events;
    expect(onBelt.timeS).toBeCloseTo(1.001, 5);
  });

  it('does not carry a soft landing back to zero force', () => {
    const soft = beltRecording([[1, 1.7]], (f, timeS) => Math.min(f, 700 * Math.max(0, timeS - 1)));
    expect(forcePlateDetector.detect(soft).events[0].timeS).toBeCloseTo(1 + 20 / 700, 3);
  });

  it('finds the same contacts in spite of an offset, a drift and noise', () => {
    const clean = forcePlateDetector.detect(beltRecording(steps)).events;
    const noise = (timeS: number): number => 3 * Math.sin(timeS * 1234.5) + 2 * Math.sin(timeS * 777);
    const dirty = forcePlateDetector.detect(
      beltRecording(steps, (f, timeS) => f - 23 + 4 * timeS + noise(timeS)),
    ).events;
    expect(dirty).toHaveLength(8);
    dirty.forEach(({ timeS }, i) => expect(Math.abs(timeS - clean[i].timeS)).toBeLessThan(0.003));
  });

  it('bridges a dip at the threshold and ignores a spike', () => {
    const recording = beltRecording(steps, (f, timeS) =>
      timeS > 1.004 && timeS < 1.012 ? 5 : timeS > 1.85 && timeS < 1.87 ? 300 : f,
    );
    expect(forcePlateDetector.detect(recording).events).toHaveLength(8);
  });

  it('invents no strike where the recording begins under load, and no foot-off where it ends so', () => {
    const { events } = forcePlateDetector.detect(
      beltRecording([
        [-0.3, 0.4],
        [9.6, 10.5],
      ]),
    );
    expect(events.map(({ kind }) => kind)).toEqual(['foot_off', 'foot_strike']);
  });

  it('takes the threshold as an option', () => {
    const [strike] = createForcePlateDetector({ thresholdN: 50 }).detect(beltRecording(steps)).events;
    expect(strike.timeS).toBeCloseTo(1.0025, 4);
  });

  it('gives no event for a contact much longer than the others: both feet were on the belt', () => {
    const crossing = beltRecording([...steps.slice(0, 3), [4.3, 5.9], [6.5, 7.2], [7.6, 8.3]]);
    const contacts = plateContacts(crossing);
    expect(contacts.map(({ problem }) => problem)).toEqual([null, null, null, 'shared', null, null]);
    const { events, issues } = forcePlateDetector.detect(crossing);
    expect(events).toHaveLength(10);
    expect(issues).toContainEqual(expect.objectContaining({ side: 'left', reason: 'shared-plate' }));
  });

  it('gives a plate that nobody stepped on no contact', () => {
    expect(plateContacts(beltRecording([], () => Math.random() * 4))).toEqual([]);
  });

  it('gives the plate to the foot at the centre of pressure', () => {
    const recording = walkerRecording({ forcePlates: true });
    const contacts = plateContacts(recording);
    expect(contacts.map(({ side, problem, plates }) => [side, problem, plates[0]])).toEqual([
      ['left', null, 'plate of the left foot'],
      ['right', null, 'plate of the right foot'],
    ]);
  });

  it('calls a hit partial when part of the foot stands beside the plate', () => {
    const recording = walkerRecording({ forcePlates: true });
    const [left] = recording.forcePlates;
    const shortened = { ...left, cornersM: left.cornersM!.map(([x, y, z]) => [Math.min(x, 1.4), y, z] as const) };
    const [contact] = plateContacts({ ...recording, forcePlates: [shortened] });
    expect(contact).toMatchObject({ side: 'left', problem: 'partial' });
  });

  it('takes two plates under one foot as one contact', () => {
    const recording = walkerRecording({ forcePlates: true });
    const [left] = recording.forcePlates;
    const later = forceSamples(8000, 0, 1.5, 1.98);
    const earlier = forceSamples(8000, 0, 1.3, 1.7);
    const half = (force: Float64Array, name: string, from: number, to: number): ForcePlateSignals => ({
      ...left,
      ...signalBlock([later.map(() => 0), later.map(() => 0), force], { samplingRateHz: 1000, startS: 0 }),
      name,
      cornersM: left.cornersM!.map(([x, y, z]) => [Math.min(to, Math.max(from, x)), y, z] as const),
    });
    const forcePlates = [half(earlier, 'front', 1, 1.4), half(later, 'back', 1.4, 1.8)];
    const contacts = plateContacts({ ...recording, forcePlates });
    expect(contacts).toMatchObject([{ plates: ['front', 'back'], side: 'left', problem: null }]);
    expect(contacts[0].startS).toBeCloseTo(1.301, 4);
    expect(contacts[0].endS).toBeCloseTo(1.979, 4);
  });

  it('a plate without markers and without a known foot gives a reason, not an event', () => {
    const recording = walkerRecording({ forcePlates: true, markers: [] });
    const { events, issues } = forcePlateDetector.detect(recording);
    expect(events).toEqual([]);
    expect(issues.length).toBeGreaterThan(0);
  });
});
