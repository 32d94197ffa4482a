/**
 * Speed and memory of `emgfm run` over one person of the size of the Camargo dataset, on one worker.
 * Writes simulated trials in the layout of the source, repeats them until the files that are read have the size asked for, runs the built
 * command over them and removes everything again. The shares of the modes by time are those of the source to within a factor of two.
 *
 *     npx nx run-many -t build && npx tsx tools/bench/camargo-run.ts [--megabytes 1000] [--rounds 3] [--cpu-prof <folder>]
 */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { adapter } from '@emgfm/adapter-camargo';
import { trialsSizeBytes, type SurveyTrial } from '@emgfm/schema';
import { writeRawCamargo } from '@emgfm/synthetic-gait';

const { values } = parseArgs({
  options: {
    megabytes: { type: 'string', default: '1000' },
    rounds: { type: 'string', default: '3' },
    'cpu-prof': { type: 'string' },
  },
});
const wantedBytes = Number(values.megabytes) * 1e6;
const command = join(import.meta.dirname, '../../libs/pipeline/bin/emgfm.js');
/** Run before the command: tells the peak of its resident memory (KiB) and its processor time (microseconds) when it ends. */
const tellUsage = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.error('used ' + maxRSS + ' KiB ' + (userCPUTime + systemCPUTime) + ' us');
})`;

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

function runCommand(root: string, out: string): { seconds: number; processorS: number; peakMiB: number } {
  const profile = values['cpu-prof'] ? ['--cpu-prof', `--cpu-prof-dir=${values['cpu-prof']}`] : [];
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...profile, '--import', `data:text/javascript,${tellUsage}`, command, 'run', `camargo=${root}`, '--out', out],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(`emgfm run ended with ${status}: ${stderr}`);
  // the thread of the worker tells too, earlier and thus less
  const usages = [...stderr.matchAll(/used (\d+) KiB (\d+) us/g)];
  const largest = (group: 1 | 2): number => Math.max(...usages.map((usage) => Number(usage[group])));
  return { seconds, processorS: largest(2) / 1e6, peakMiB: largest(1) / 1024 };
}

const folder = mkdtempSync(join(tmpdir(), 'emgfm-bench-'));
try {
  const root = join(folder, 'camargo');
  await writeRawCamargo(root, { subjects: 1, seed: 1, steadyS: 30, noiseSd: 0.01 });
  const megabytes = (await repeatTrials(root)) / 1e6;
  console.log(`${(await trialsIn(root)).length} trials, ${megabytes.toFixed(0)} MB in the files that are read`);
  for (let round = 0; round < Number(values.rounds); round += 1) {
    const { seconds, processorS, peakMiB } = runCommand(root, join(folder, `out-${round}`));
    const speed = `${(megabytes / seconds).toFixed(1)} MB/s`;
    const load = `load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores`;
    console.log(
      `${seconds.toFixed(1)} s, ${speed}, processor time ${processorS.toFixed(1)} s, peak of resident memory ${peakMiB.toFixed(0)} MiB (${load})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
