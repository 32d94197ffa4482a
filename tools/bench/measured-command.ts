import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';

const command = join(import.meta.dirname, '../../libs/pipeline/bin/emgfm.js');

/** Run before the command: tells the peak of its resident memory (KiB) and its processor time (microseconds) when it ends. */
const tellUsage = `process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  console.error('used ' + maxRSS + ' KiB ' + (userCPUTime + systemCPUTime) + ' us');
})`;

/** What the built command took. */
export interface CommandUsage {
  readonly seconds: number;
  /** Of all threads. */
  readonly processorS: number;
  /** Peak of resident memory. */
  readonly peakMiB: number;
}

/** Runs the built command `emgfm`. @throws when it ends with an error */
export function measuredCommand(args: readonly string[], nodeOptions: readonly string[] = []): CommandUsage {
  const began = performance.now();
  const { status, stderr } = spawnSync(
    process.execPath,
    [...nodeOptions, '--import', `data:text/javascript,${tellUsage}`, command, ...args],
    { encoding: 'utf8', maxBuffer: 1 << 28 },
  );
  const seconds = (performance.now() - began) / 1000;
  if (status !== 0) throw new Error(`emgfm ${args[0]} ended with ${status}: ${stderr}`);
  // the threads of workers tell too, earlier and thus less
  const usages = [...stderr.matchAll(/used (\d+) KiB (\d+) us/g)];
  const largest = (group: 1 | 2): number => Math.max(...usages.map((usage) => Number(usage[group])));
  return { seconds, processorS: largest(2) / 1e6, peakMiB: largest(1) / 1024 };
}
