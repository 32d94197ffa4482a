import { z } from 'zod';
import { ConfigurationError } from './errors';

const sourceSchema = z
  .strictObject({
    dataset: z.string().min(1).describe('id of the dataset, as `emgfm datasets` lists them'),
    root: z.string().min(1).describe('folder that holds the dataset'),
    layer: z.string().optional().describe('data layer; the first layer of the dataset where left out'),
    options: z.record(z.string(), z.unknown()).default({}).describe('options of this adapter; its README lists them'),
  })
  .describe('one dataset in one folder');

const emgSchema = z.strictObject({
  representation: z
    .enum(['filtered', 'rectified', 'envelope'])
    .default('rectified')
    .describe('what is stored: bipolar band-passed EMG, full-wave rectified EMG, or its envelope'),
  bandPassHz: z
    .tuple([z.number().positive(), z.number().positive()])
    .default([20, 450])
    .describe('corner frequencies (Hz); the upper one is lowered to 0.45 of the sampling rate where needed'),
  mains: z
    .enum(['detect', 'off'])
    .default('detect')
    .describe('remove mains interference only where it is found, or never'),
  denoising: z
    .enum(['never', 'wavelet'])
    .default('never')
    .describe(
      'shrink the wavelet coefficients of what lies below the noise of the quietest stretches, after the band-pass',
    ),
  quality: z
    .enum(['report', 'mask', 'off'])
    .default('report')
    .describe('raw channels that are dead, unplugged or no EMG: note them, or mask them too (reason 4)'),
  envelopeCornerHz: z.number().positive().default(6).describe('low-pass corner of the envelope (Hz)'),
  normalisation: z
    .enum(['percentile', 'peak', 'none'])
    .default('percentile')
    .describe('one divisor per patient and channel over all trials, kept in the store'),
  percentile: z.number().gt(0).max(100).default(99.5).describe('percentile of the rectified, filtered signal'),
});

const strideSchema = z.strictObject({
  minDurationS: z
    .number()
    .positive()
    .optional()
    .describe('shorter strides are dropped (s); by activity where left out'),
  maxDurationS: z.number().positive().optional().describe('longer strides are dropped (s); by activity where left out'),
  detector: z
    .string()
    .default('auto')
    .describe('id of an event detector, or `auto`: the events of the source win, else by what was recorded'),
  redetect: z.boolean().default(false).describe('use the detector even where the source gives events'),
});

const storeSchema = z.strictObject({
  pointsPerStride: z.number().int().min(2).max(10_000).default(200).describe('phase points of angles and moments'),
  emgRateHz: z.number().positive().max(100_000).default(1000).describe('EMG rate of the store (Hz)'),
  furtherModalities: z
    .union([z.literal('all'), z.array(z.string().min(1))])
    .default('all')
    .describe('modalities kept beside EMG, angles and moments, e.g. ["ultrasound"]; [] for none'),
  gzipLevel: z.number().int().min(0).max(9).default(0).describe('0 = uncompressed'),
});

/** Schema of a configuration file; every field but `sources` has a default. */
export const configurationSchema = z.strictObject({
  $schema: z.string().optional(),
  sources: z.array(sourceSchema).default([]).describe('the datasets to read'),
  adapters: z
    .array(z.string())
    .default([])
    .describe('npm packages or files of further adapters; each exports `adapter`'),
  subjects: z
    .array(z.string())
    .default([])
    .describe('only these: `<dataset>/<source id>` or a source id; all where empty'),
  subjectMassKg: z
    .record(z.string(), z.number().positive())
    .default({})
    .describe('body mass (kg) by `<dataset>/<source id>` where the source lacks it'),
  emg: emgSchema.prefault({}),
  strides: strideSchema.prefault({}),
  store: storeSchema.prefault({}),
  workers: z.number().int().min(1).max(256).default(1).describe('subjects processed side by side'),
});

/** A configuration with all defaults filled in. */
export type Configuration = z.infer<typeof configurationSchema>;

/** A configuration as a user writes it. */
export type ConfigurationInput = z.input<typeof configurationSchema>;

/**
 * A checked configuration with all defaults filled in.
 * @throws ConfigurationError naming every field that does not fit
 */
export function parseConfiguration(input: unknown): Configuration {
  const parsed = configurationSchema.safeParse(input);
  if (!parsed.success) {
    throw new ConfigurationError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'configuration'}: ${message}`),
    );
  }
  const { bandPassHz } = parsed.data.emg;
  const { minDurationS, maxDurationS } = parsed.data.strides;
  const problems = [
    ...(bandPassHz[0] < bandPassHz[1] ? [] : [`emg.bandPassHz: ${bandPassHz[0]} is not below ${bandPassHz[1]}`]),
    ...((minDurationS ?? 0) < (maxDurationS ?? Infinity)
      ? []
      : [`strides: minDurationS ${minDurationS} is not below maxDurationS ${maxDurationS}`]),
  ];
  if (problems.length > 0) throw new ConfigurationError(problems);
  return parsed.data;
}

/** JSON Schema (draft 2020-12) of a configuration file, for editors and validators. */
export function configurationJsonSchema(): Record<string, unknown> {
  return { title: 'EMGFM configuration', ...z.toJSONSchema(configurationSchema, { io: 'input' }) };
}
