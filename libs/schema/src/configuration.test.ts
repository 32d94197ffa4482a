import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { ConfigurationError, configurationJsonSchema, isSchemaError, parseConfiguration } from './index';

test('an empty configuration is the documented defaults', () => {
  expect(parseConfiguration({})).toMatchInlineSnapshot(`
    {
      "adapters": [],
      "emg": {
        "bandPassHz": [
          20,
          450,
        ],
        "denoising": "never",
        "envelopeCornerHz": 6,
        "mains": "detect",
        "normalisation": "percentile",
        "percentile": 99.5,
        "quality": "report",
        "representation": "rectified",
      },
      "sources": [],
      "store": {
        "emgRateHz": 1000,
        "furtherModalities": "all",
        "gzipLevel": 0,
        "pointsPerStride": 200,
      },
      "strides": {
        "detector": "auto",
        "redetect": false,
      },
      "subjectMassKg": {},
      "subjects": [],
      "workers": 1,
    }
  `);
});

describe('a configuration that does not fit names the field', () => {
  test.each([
    [{ store: { pointsPerStride: 1 } }, /store\.pointsPerStride/],
    [{ emg: { representation: 'raw' } }, /emg\.representation/],
    [{ sources: [{ dataset: 'c3d' }] }, /sources\.0\.root/],
    [{ emg: { bandPassHz: [450, 20] } }, /450 is not below 20/],
    [{ strides: { minDurationS: 3, maxDurationS: 2 } }, /minDurationS 3 is not below maxDurationS 2/],
    [{ wrokers: 2 }, /wrokers/],
    [{ subjectMassKg: { 'c3d/P1': -70 } }, /c3d\/P1/],
    ['text', /configuration/],
    [null, /configuration/],
  ])('%j', (input, message) => {
    const attempt = (): unknown => parseConfiguration(input);
    expect(attempt).toThrow(ConfigurationError);
    expect(attempt).toThrow(message);
  });

  test('the error is one of this library', () => {
    expect(isSchemaError(new ConfigurationError(['x']))).toBe(true);
    expect(isSchemaError(new Error('x'))).toBe(false);
  });
});

describe('the JSON Schema', () => {
  test('asks for nothing that has a default', () => {
    const schema = configurationJsonSchema() as { required?: string[]; properties: Record<string, unknown> };
    expect(schema.required ?? []).toEqual([]);
    expect(Object.keys(schema.properties)).toContain('sources');
  });

  test('is the published file', () => {
    const file = readFileSync(new URL('../configuration.schema.json', import.meta.url), 'utf8');
    expect(JSON.parse(file)).toEqual(configurationJsonSchema());
  });
});
