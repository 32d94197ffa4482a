/**
 * Prints how well the event detectors of @emgfm/gait-segment do on the shared sample recordings and on simulated trials.
 * `npx tsx tools/evaluate-events.ts` prints; with `--write` it also writes docs/gait-events.md.
 */
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { reportOf, reportSections } from './event-evaluation/report';
import { SHARED_DATA_HINT, sharedData } from './shared-data';

const c3d = sharedData('c3d');
const imu = sharedData('imu');
if (c3d === null || imu === null) throw new Error(SHARED_DATA_HINT);
const report = reportOf(reportSections(c3d, imu));
process.stdout.write(report);
if (process.argv.includes('--write')) {
  const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));
  writeFileSync(join(repositoryRoot, 'docs', 'gait-events.md'), report);
}
