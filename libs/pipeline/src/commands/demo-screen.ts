import { verifyStore } from '@emgfm/stride-store';
import type { CommandScreen } from '../command-screen';
import { EXIT, type ExitCode } from '../exit-codes';
import { progressDisplay } from '../progress';
import { demonstrate, type DemonstrationOptions } from './demo';
import { describeSignature } from './run';
import { describeSources } from './sources';
import { describeVerification } from './verify';

/** The demonstration, told on the screen step by step. */
export async function demonstrateOnScreen(
  screen: CommandScreen,
  options: Pick<DemonstrationOptions, 'folder' | 'seed'>,
): Promise<ExitCode> {
  screen.err('Simulating people who walk, each source in its own file layout ...');
  const progress = progressDisplay(screen.progress);
  const { report, storePath, recordings } = await demonstrate({
    ...options,
    runSubject: screen.runSubject,
    onSource: (datasetId) => screen.err(`  ${datasetId}`),
    onPlan: ({ jobs }) => progress.start(jobs.length),
    onSubject: (outcome) => progress.subject(outcome),
  }).finally(() => progress.stop());
  const verification = await verifyStore(storePath);
  screen.out(`\n${await describeSources(storePath, report.signatures)}`);
  const odd = report.signatures.filter(({ verdict }) => verdict === 'fail' || verdict === 'flag');
  for (const signature of odd) screen.out(`\n${describeSignature(signature)}`);
  for (const { key, error } of report.subjects) if (error !== '') screen.out(`\n${key} failed: ${error}`);
  screen.out(`
EMG, angles and moments: channels of 13, 9 and 9 that the source has.
The last column compares the mean level-walking curves with those of healthy people: swapped axes, wrong signs, units,
legs or muscles show up there.

${describeVerification(verification)}

Recordings: ${recordings}
Store:      ${storePath}
Report:     run.json beside it: every decision, every dropped stride, and why

Now try it on your own recordings:
  npx emgfm datasets
  npx emgfm inspect c3d=<folder of C3D files>
  npx emgfm run c3d=<folder of C3D files> --out <folder>`);
  return verification.ok && report.totals.subjectsFailed === 0 ? EXIT.done : EXIT.incomplete;
}
