import { analogAt, readC3dFile } from '@emgfm/c3d';
import { assessEmgQuality } from '@emgfm/emg-dsp';
import { describe, expect, it } from 'vitest';
import { sharedData, SHARED_DATA_HINT } from '../shared-data';

/** The mains index of every channel whose label begins with "Voltage." */
async function mainsOf(path: string) {
  const recording = await readC3dFile(path);
  return recording.analogChannels.flatMap(({ label }, index) => {
    if (!/^Voltage\./.test(label)) return [];
    const quality = assessEmgQuality(analogAt(recording, index), { samplingRateHz: recording.analogRateHz });
    return [{ label, mains: quality.indices.find(({ name }) => name === 'mains')! }];
  });
}

const unplugged = sharedData('c3d', 'gaitalytics', 'treadmill_events.c3d');
const walking = ['HC002D06', 'HC030A05', 'HC030A22-turn'].map((name) => sharedData('c3d', 'biomechzoo', `${name}.c3d`));

describe.skipIf(!unplugged || !walking.every(Boolean))(`mains index on recorded channels (${SHARED_DATA_HINT})`, () => {
  it('rejects all 12 unplugged inputs', async () => {
    const channels = await mainsOf(unplugged!);
    expect(channels).toHaveLength(12);
    for (const { mains } of channels) expect(mains.verdict).toBe('reject');
  });

  it('passes the muscles of two walking children, and all but two humming channels of a third recording', async () => {
    const rejected: string[] = [];
    for (const path of walking) {
      const channels = await mainsOf(path!);
      expect(channels).toHaveLength(12);
      rejected.push(...channels.filter(({ mains }) => mains.verdict !== 'pass').map(({ label }) => label));
    }
    expect(rejected).toEqual(['Voltage.R Rect', 'Voltage.R Gast']);
  });
});
