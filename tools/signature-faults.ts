import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatasetAdapter } from '@emgfm/adapter-kit';
import type { SignatureFinding } from '@emgfm/schema';
import type { SourceFault } from '@emgfm/synthetic-gait';
import { describe, expect, test } from 'vitest';
import { type AdapterRun, runAdapter, signatureOf } from './adapter-run';

type RunOptions = NonNullable<Parameters<typeof runAdapter>[2]>;

/** What the signature check names for a mistake: the check that fails, and its hint. */
type NamedFault = readonly [check: RegExp, hint: RegExp];

/** Where nothing is decided from the data, and the source has all planes, moments and both legs. */
const NAMED_FAULTS: Readonly<Record<SourceFault, NamedFault>> = {
  'axis-swap': [/planes/, /flexion and adduction of the (hip|knee) are swapped/],
  'sign-flip': [/knee flexion/, /sign of knee flexion is reversed/],
  'moments-in-newton-metres': [/possible values/, /looks like N\.m/],
  'muscle-permutation': [/activity/, /another muscle/],
  'half-cycle-shift': [/knee flexion/, /half a cycle off/],
  'wrong-leg': [/knee flexion/, /half a cycle off/],
};

/** A folder of one source, written with a mistake in it or without one, and how it is to be read. */
export interface FaultyTree {
  readonly adapter: DatasetAdapter;
  /** Writes level walking; what it returns can tell how to read it. */
  readonly write: (root: string, fault: SourceFault | null) => Promise<RunOptions | void>;
  /** Mistakes that show otherwise in this source; null for those that it cannot have. */
  readonly named?: Partial<Record<SourceFault, NamedFault | null>>;
}

/** What the signature check says of a tree: verdict, and findings that are no pass. */
export interface JudgedTree {
  readonly verdict: string;
  readonly findings: readonly SignatureFinding[];
  readonly run: AdapterRun;
}

/** Writes, reads and judges a tree with a mistake, or without one; the folder is removed. */
export async function judgeTree({ adapter, write }: FaultyTree, fault: SourceFault | null): Promise<JudgedTree> {
  const root = await mkdtemp(join(tmpdir(), 'emgfm-fault-'));
  try {
    const run = await runAdapter(adapter, root, (await write(root, fault)) ?? {});
    const { verdict, findings } = signatureOf(adapter.info.id, run);
    return { verdict, findings: findings.filter((finding) => ['fail', 'flag'].includes(finding.verdict)), run };
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** Expects that the signature check finds a mistake and names it. */
export function expectNamed({ verdict, findings }: JudgedTree, [check, hint]: NamedFault): void {
  expect(['fail', 'flag']).toContain(verdict);
  expect(findings.filter((finding) => check.test(finding.check)).map((finding) => finding.hint)).toContainEqual(
    expect.stringMatching(hint),
  );
}

/** Declares the tests that a right tree passes the signature check and that each mistake is caught and named. */
export function testSignature(tree: FaultyTree): void {
  test('level walking passes', async () => {
    const { verdict, findings } = await judgeTree(tree, null);
    expect({ verdict, findings }).toEqual({ verdict: 'pass', findings: [] });
  });

  const named = Object.entries({ ...NAMED_FAULTS, ...tree.named }).filter(([, expected]) => expected !== null);
  describe('mistakes of the source are caught and named', () => {
    test.each(named as [SourceFault, NamedFault][])('%s', async (fault, expected) => {
      expectNamed(await judgeTree(tree, fault), expected);
    });
  });
}
