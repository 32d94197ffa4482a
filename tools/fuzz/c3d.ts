/**
 * Reads damaged C3D files and stops at the first that is not refused by a typed error, not read into consistent arrays, or takes more than 2 s.
 *
 *     npx tsx tools/fuzz/c3d.ts [--count 20000] [--seed 1]
 */
import { parseArgs } from 'node:util';
import { damagedFile, flawInReading, soundFiles } from '../../libs/file-formats/c3d/src/testing/damaged-files';

const { values } = parseArgs({
  options: { count: { type: 'string', default: '20000' }, seed: { type: 'string', default: '1' } },
});
const sound = soundFiles();
const first = Number(values.seed);
const started = performance.now();
for (let seed = first; seed < first + Number(values.count); seed++) {
  const flaw = flawInReading(damagedFile(sound, seed));
  if (flaw !== null) {
    console.error(`seed ${seed}: ${flaw}`);
    process.exit(1);
  }
}
console.log(`${values.count} damaged files in ${((performance.now() - started) / 1000).toFixed(1)} s, no flaw`);
