import { describe, expect, it } from 'vitest';
import { readC3d } from './read';
import { writeC3d } from './write';

const trial = { pointRateHz: 50, firstFrame: 101, frameCount: 1, analog: [{ label: 'A', samples: [0] }] };

describe('events', () => {
  it('of group EVENT win over those of the header, which stay in it', () => {
    const read = readC3d(
      writeC3d({
        ...trial,
        events: [
          {
            label: 'Foot Strike',
            context: 'Left',
            captureTimeS: 125.5,
            iconId: 1,
            genericFlag: 1,
            description: 'heel',
            subject: 'S',
          },
        ],
        headerEvents: [{ label: 'RTO', captureTimeS: 2.5 }],
      }),
    );
    expect(read.events).toEqual([
      {
        label: 'Foot Strike',
        context: 'Left',
        captureTimeS: 125.5,
        fileTimeS: 123.5,
        subject: 'S',
        description: 'heel',
        iconId: 1,
        genericFlag: 1,
        origin: 'group',
      },
    ]);
    expect(read.header.events).toEqual([{ label: 'RTO', captureTimeS: 2.5, displayFlag: 0 }]);
  });

  it('come from the header where the group is empty', () => {
    const read = readC3d(writeC3d({ ...trial, headerEvents: [{ label: 'RTO', captureTimeS: 2.5 }] }));
    expect(read.events).toMatchObject([
      { label: 'RTO', context: '', captureTimeS: 2.5, fileTimeS: 0.5, origin: 'header' },
    ]);
  });

  it('that are stated but have no time are told', () => {
    const read = readC3d(
      writeC3d({
        ...trial,
        events: [{ label: 'A', captureTimeS: 2 }],
        parameters: [{ group: 'EVENT', name: 'USED', type: 'int16', dimensions: [], values: [3] }],
      }),
    );
    expect([read.events.length, read.warnings.map(({ code }) => code)]).toEqual([1, ['events']]);
  });
});
