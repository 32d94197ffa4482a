import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import type { Side } from '@emgfm/schema';
import { z } from 'zod';
import { bacekDataset } from './dataset';

const optionsSchema = z.strictObject({
  /** Strikes at which the right leg was cut, where the user knows; `decide` looks at the data of each person. */
  rightLegStart: z.enum(['decide', 'right-heel-strike', 'left-heel-strike']).default('decide'),
  /** Muscles with a lower signal-to-noise ratio, as the source states it, are missing in this test; all are kept where left out. */
  leastSignalToNoise: z.number().optional(),
});

/** Checked options of this adapter. */
export interface BacekOptions {
  /** null to decide. */
  readonly rightLegStart: Side | null;
  readonly leastSignalToNoise: number;
}

/** Checked options. @throws AdapterOptionsError */
export function bacekOptions(options: SurveyOptions): BacekOptions {
  const { rightLegStart, leastSignalToNoise = -Infinity } = checkedOptions(bacekDataset, optionsSchema, options);
  const starts = { decide: null, 'right-heel-strike': 'right', 'left-heel-strike': 'left' } as const;
  return { rightLegStart: starts[rightLegStart], leastSignalToNoise };
}
