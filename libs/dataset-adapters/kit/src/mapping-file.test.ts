import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { loadMappingFile, mappedPerson, mappedPersonSchema, trialRuleOf, trialRuleSchema } from './index';

const schema = z.strictObject({
  subjects: z.record(z.string(), mappedPersonSchema).default({}),
  trials: z.array(trialRuleSchema).default([]),
});

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'emgfm-mapping-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a mapping', () => {
  test('is content, a file, or left out', async () => {
    const trials = [{ pattern: 'stair', activity: 'stair_up' }];
    const path = join(root, 'mapping.json');
    await writeFile(path, JSON.stringify({ trials }));
    const expected = { subjects: {}, trials: [{ ...trials[0], skip: false }] };
    expect(await loadMappingFile('lab', schema, { mapping: { trials } })).toEqual(expected);
    expect(await loadMappingFile('lab', schema, { mapping: path })).toEqual(expected);
    expect(await loadMappingFile('lab', schema)).toEqual({ subjects: {}, trials: [] });
  });

  test.each<[string, Record<string, unknown>, RegExp]>([
    ['a file that is not there', { mapping: '/no/such/file.json' }, /no such file/],
    ['an unknown field', { mapping: { people: {} } }, /people/],
    ['a pattern that is none', { mapping: { trials: [{ pattern: '(' }] } }, /trials\.0\.pattern.*regular expression/],
    ['another option', { mappings: {} }, /mappings/],
  ])('%s is refused by name', async (_, options, problem) => {
    await expect(loadMappingFile('lab', schema, options)).rejects.toThrow(problem);
  });

  test('a file that is no JSON is refused by name', async () => {
    const path = join(root, 'broken.json');
    await writeFile(path, '{');
    await expect(loadMappingFile('lab', schema, { mapping: path })).rejects.toMatchObject({
      tag: 'AdapterOptionsError',
    });
  });
});

test('the first rule that fits a path counts, whatever the case', () => {
  const rules = [
    { pattern: 'stair.*down', skip: true },
    { pattern: 'stair', skip: false },
  ];
  expect(trialRuleOf(rules, 'P1/Stair_1.csv')).toBe(rules[1]);
  expect(trialRuleOf(rules, 'P1/stairs_down.csv')).toBe(rules[0]);
  expect(trialRuleOf(rules, 'P1/walk.csv')).toBeUndefined();
});

test('a person: the mass of the options wins, what nobody says is NaN or empty', () => {
  const ref = { datasetId: 'lab', sourceId: 'P1' };
  const subjects = { P1: { massKg: 70, sex: 'female' as const } };
  expect(mappedPerson(ref, subjects, {})).toEqual({
    ...ref,
    ageY: NaN,
    sex: 'female',
    massKg: 70,
    heightM: NaN,
    population: '',
    impairedSide: '',
  });
  expect(mappedPerson(ref, subjects, { subjectMassKg: { 'lab/P1': 65 } }).massKg).toBe(65);
});
