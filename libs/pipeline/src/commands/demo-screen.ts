import { countStore, verifyStore } from '@emgfm/stride-store';
import type { CommandScreen } from '../command-screen';
import { EXIT, type ExitCode } from '../exit-codes';
import { progressDisplay } from '../progress';
import { describeCounts } from './counts';
import { demonstrate } from './demo';
import { describeRun } from './run';
import { describeVerification } from './verify';

/** The demonstration, told on the screen step by step. */
export async function demonstrateOnScreen(
  screen: CommandScreen,
  options: { folder?: string; seed?: number },
): Promise<ExitCode> {
  screen.err(
    'Simulating people who walk, writing their recordings as C3D files, and running the pipeline over them ...',
  );
  const progress = progressDisplay(screen.progress);
  const { report, storePath, recordings } = await demonstrate({
    ...options,
    runSubject: screen.runSubject,
    onPlan: ({ jobs }) => progress.start(jobs.length),
    onSubject: (outcome) => progress.subject(outcome),
  }).finally(() => progress.stop());
  const verification = await verifyStore(storePath);
  screen.out(describeRun(report));
  screen.out(`\n${describeCounts(await countStore(storePath))}`);
  screen.out(`\n${describeVerification(verification)}`);
  screen.out(`
Recordings: ${recordings}
Store:      ${storePath}

Now try it on your own recordings:
  npx emgfm inspect c3d=<folder of C3D files>
  npx emgfm run c3d=<folder of C3D files> --out <folder>`);
  return verification.ok && report.totals.subjectsFailed === 0 ? EXIT.done : EXIT.incomplete;
}
