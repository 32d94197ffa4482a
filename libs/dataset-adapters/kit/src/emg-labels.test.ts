import { EMG_CHANNELS } from '@emgfm/schema';
import { describe, expect, test } from 'vitest';
import { plainLabel, readEmgLabel } from './emg-labels';
import { EMG_NAMES, OTHER_MUSCLES } from './emg-names';

describe('muscle and side of a channel name', () => {
  test.each([
    ['Voltage.L Rect', 'left RF'],
    ['Voltage.R Tib Ant', 'right TA'],
    ['R_RF', 'right RF'],
    ['L_GL', 'left GL'],
    ['R_ST', 'right STSM'],
    ['LTIB', 'left TA'],
    ['RSOL', 'right SOL'],
    ['R.Ant.Tib', 'right TA'],
    ['L.Med.Hams', 'left STSM'],
    ['Right Biceps Femoris Caput Longu', 'right BF'],
    ['Left Gastrocnemius Lateralis', 'left GL'],
    ['Vastus Lateralis Gauche', 'left VL'],
    ['Soleus Droit', 'right SOL'],
    ['EMG1 - VL_R', 'right VL'],
    ['vastusMedialisLeft', 'left VM'],
    ['GLUT MED (L)', 'left GMED'],
    ['Right Gluteus Maximus', 'right GMAX'],
    ['L Peroneus Longus', 'left PL'],
    ['L Jum Int', 'left GM'],
    ['Jambier Antérieur Droit', 'right TA'],
    ['IM EMG7.R TA', 'right TA'],
  ])('%s is %s', (label, expected) => {
    const read = readEmgLabel(label);
    expect(read.kind === 'muscle' ? `${read.side} ${read.channel}` : read).toBe(expected);
  });

  test.each(['Voltage.L Hams', 'R.Quads', 'L Tib Post', 'RVAS', 'Voltage.R Spare'])(
    '%s is no one of the 13',
    (label) => {
      expect(readEmgLabel(label)).toMatchObject({ kind: 'unmapped', why: expect.stringContaining(label) });
    },
  );

  test.each(['RF', 'Soleus', 'TIBIALIS ANTERIOR EMG - ELE#1'])('%s has no side', (label) => {
    expect(readEmgLabel(label)).toMatchObject({ kind: 'muscle', side: null });
  });

  test.each(['EMG1', 'Fx1', 'Force.Fz2', 'Pin 12', '', '-- Gauche', 'LeftFootSwitch', 'CH07', 'Channel 3', 'L'])(
    "'%s' is unknown",
    (label) => {
      expect(readEmgLabel(label)).toEqual({ kind: 'unknown' });
    },
  );

  test('LGAS may be the left or the lateral gastrocnemius', () => {
    expect(readEmgLabel('LGAS')).toMatchObject({ kind: 'unmapped', why: expect.stringContaining('left gas') });
    expect(readEmgLabel('RGAS')).toMatchObject({ kind: 'muscle', side: 'right', channel: 'GM', unspecified: true });
  });

  test('a gastrocnemius without a head is GM, and says so', () => {
    expect(readEmgLabel('R Gast')).toEqual({ kind: 'muscle', side: 'right', channel: 'GM', unspecified: true });
    expect(readEmgLabel('R Gast Med')).toMatchObject({ channel: 'GM', unspecified: false });
  });

  test('no name stands for two muscles, and every name is plain', () => {
    const names = [...EMG_CHANNELS.flatMap((channel) => EMG_NAMES[channel]), ...OTHER_MUSCLES];
    expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
    expect(names.filter((name) => plainLabel(name) !== name)).toEqual([]);
  });

  test('every name is found with every way to give a side', () => {
    for (const channel of EMG_CHANNELS) {
      for (const name of EMG_NAMES[channel]) {
        for (const label of [`left ${name}`, `${name}_L`, `L.${name}`]) {
          expect(readEmgLabel(label), label).toMatchObject({ side: 'left', channel });
        }
      }
    }
  });
});
