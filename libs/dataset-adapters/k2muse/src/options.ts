import { checkedOptions, type SurveyOptions } from '@emgfm/adapter-kit';
import { z } from 'zod';
import { k2museDataset } from './dataset';

const optionsSchema = z.strictObject({
  /**
   * Of the processed layer: `continuous` takes the whole trials where they are there, so that EMG is filtered before it is cut;
   * `strides` takes the strides as the authors cut and normalised them.
   */
  signals: z.enum(['continuous', 'strides']).default('continuous'),
});

/** Checked options of this adapter. */
export type K2museOptions = z.infer<typeof optionsSchema>;

/** The layer that is asked for. */
export type K2museLayer = 'processed' | 'source';

/** Checked options and layer. @throws AdapterOptionsError */
export function k2museOptions(options: SurveyOptions): K2museOptions & { readonly layer: K2museLayer } {
  const checked = checkedOptions(k2museDataset, optionsSchema, options);
  return { ...checked, layer: options.layer === 'source' ? 'source' : 'processed' };
}
