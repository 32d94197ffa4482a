import { plainLabel } from '@emgfm/adapter-kit';
import { describe, expect, test } from 'vitest';
import { EVENT_LABELS } from './channels';
import { readEventLabel } from './labels';
import { c3dMappingSchema } from './mapping';

describe('events', () => {
  const mapping = c3dMappingSchema.parse({ events: { footStrike: ['Touchdown'] } });

  test.each([
    ['Foot Strike', 'Left', 'foot_strike left'],
    ['Foot Off', 'Right', 'foot_off right'],
    ['FOOT-STRIKE ', 'right', 'foot_strike right'],
    ['Heel Strike', 'L', 'foot_strike left'],
    ['RHS', '', 'foot_strike right'],
    ['LTO', '', 'foot_off left'],
    ['Left Toe Off', 'General', 'foot_off left'],
    ['RIC', 'Right', 'foot_strike right'],
    ['Initial Contact R', '', 'foot_strike right'],
    ['Touchdown', 'Left', 'foot_strike left'],
  ])('%s in context %s', (label, context, expected) => {
    const event = readEventLabel(label, context, mapping);
    expect(event && `${event.kind} ${event.side}`).toBe(expected);
  });

  test.each([
    ['Event', 'Left'],
    ['Foot Strike', 'General'],
    ['Foot Strike', ''],
    ['LHS', 'Right'],
    ['', 'Left'],
  ])("'%s' in context '%s' is no foot event", (label, context) => {
    expect(readEventLabel(label, context, mapping)).toBeNull();
  });

  test('labels are plain', () => {
    for (const label of Object.values(EVENT_LABELS).flat()) expect(plainLabel(label)).toBe(label);
  });
});
