/**
 * Speed and memory of `emgfm run` over one person of the size of the Camargo dataset, on one worker.
 * Writes simulated trials in the layout of the source, repeats them until the files that are read have the size asked for, runs the built
 * command over them and removes everything again. The shares of the modes by time are those of the source to within a factor of two.
 *
 *     npx nx run-many -t build && npx tsx tools/bench/camargo-run.ts [--megabytes 1000] [--rounds 3] [--cpu-prof <folder>]
 */
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { adapter } from '@emgfm/adapter-camargo';
import { trialsSizeBytes, type SurveyTrial } from '@emgfm/schema';
import { writeRawCamargo } from '@emgfm/synthetic-gait';
import { measuredCommand } from './measured-command';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    'cpu-prof': { type: 'string' },
  },
});
const wantedBytes = Number(values.megabytes) * 1e6;
const profile = values['cpu-prof'] ? ['--cpu-prof', `--cpu-prof-dir=${values['cpu-prof']}`] : [];

async function trialsIn(root: string): Promise<readonly SurveyTrial[]> {
  const { subjects } = await adapter.survey(root);
  return subjects.flatMap(({ trials }) => trials);
}

/** Copies trials under new numbers, each mode as often as the others, until their files have the wanted size. */
async function repeatTrials(root: string): Promise<number> {
  const originals = await trialsIn(root);
  let bytes = trialsSizeBytes(originals);
  for (let copy = 2; bytes < wantedBytes; copy += 1) {
    for (const { files } of originals) {
      for (const { path, sizeBytes } of files) {
        copyFileSync(join(root, path), join(root, path.replace(/_\d+\.mat$/, `_${copy * 10}.mat`)));
        bytes += sizeBytes;
      }
      if (bytes >= wantedBytes) break;
    }
  }
  return bytes;
}

const folder = mkdtempSync(join(tmpdir(), 'emgfm-bench-'));
try {
  const root = join(folder, 'camargo');
  await writeRawCamargo(root, { subjects: 1, seed: 1, steadyS: 30, noiseSd: 0.01 });
  const megabytes = (await repeatTrials(root)) / 1e6;
  console.log(`${(await trialsIn(root)).length} trials, ${megabytes.toFixed(0)} MB in the files that are read`);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const out = join(folder, `out-${round}`);
    const { seconds, processorS, peakMiB } = measuredCommand(['run', `camargo=${root}`, '--out', out], profile);
    const speed = `${(megabytes / seconds).toFixed(1)} MB/s`;
    const load = `load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`;
    console.log(
      `${seconds.toFixed(1)} s, ${speed}, processor time ${processorS.toFixed(1)} s, peak of resident memory ${peakMiB.toFixed(0)} MiB (${load})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
