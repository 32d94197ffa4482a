/**
 * Memory of `emgfm run` over a file of the size and shape of the Van Criekinge dataset, on one worker.
 * Writes a few simulated persons in the layout of the source, has h5py repeat them to the number of persons of the source and add
 * the variables that nobody reads as matrices without content, so that the file has its 6 GB but takes little of the disk, runs the
 * built command over it and removes everything again.
 *
 *     npx nx run-many -t build && npx tsx tools/bench/criekinge-memory.ts [--gigabytes 6.24] [--persons 138] [--simulated 6]
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runReportSchema } from '@emgfm/schema';
import { writeRawCriekinge } from '@emgfm/synthetic-gait';
import { PYTHON_HINT, scientificPython } from '../python';
import { measuredCommand } from './measured-command';

const { values } = parseArgs({
  options: {
    gigabytes: { type: 'string', default: '6.24' },
    persons: { type: 'string', default: '138' },
    simulated: { type: 'string', default: '6' },
  },
});

/** `PATH PERSONS BYTES`: repeats the elements of Sub and adds variables of three empty matrices to every block. */
const ENLARGE = `
import sys, h5py, numpy
from h5py import h5d, h5p, h5s, h5t
path, persons, wanted = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
STRIDES, POINTS = 6, 1001
layout = h5p.create(h5p.DATASET_CREATE)
layout.set_layout(h5d.CONTIGUOUS)
layout.set_alloc_time(h5d.ALLOC_TIME_EARLY)
layout.set_fill_time(h5d.FILL_TIME_NEVER)
shape = h5s.create_simple((STRIDES, POINTS))
with h5py.File(path, "r+") as f:
    sub, refs, blocks = f["Sub"], f["#refs#"], []
    for field in list(sub):
        elements = [f[ref] for ref in sub[field][()].flat]
        for person in range(len(elements), persons):
            name = f"{field}{person}"
            f.copy(elements[person % len(elements)], refs, name)
            elements.append(refs[name])
        del sub[field]
        sub[field] = numpy.array([element.ref for element in elements], dtype=h5py.ref_dtype).reshape(-1, 1)
        if "Segm" in field:
            blocks += elements
    f.flush()
    matrices = (wanted - f.id.get_filesize()) / (STRIDES * POINTS * 8)
    variables = round(matrices / len(blocks) / 3)
    for block in blocks:
        if "MATLAB_fields" in block.attrs:
            del block.attrs["MATLAB_fields"]
        for variable in range(variables):
            group = block.create_group(f"Unread{variable + 1}")
            group.attrs["MATLAB_class"] = numpy.bytes_("struct")
            for axis in (b"x", b"y", b"z"):
                h5d.create(group.id, axis, h5t.IEEE_F64LE, shape, layout)
print(len(blocks), variables)
`;

function enlarge(path: string): { blocks: number; variables: number } {
  const python = scientificPython('h5py');
  if (python === null) throw new Error(`this benchmark ${PYTHON_HINT}`);
  const wantedBytes = Number(values.gigabytes) * 1e9;
  const args = ['-c', ENLARGE, path, values.persons, String(wantedBytes)];
  const { status, stdout, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`h5py could not enlarge the file: ${stderr}`);
  const [blocks = NaN, variables = NaN] = stdout.split(' ').map(Number);
  return { blocks, variables };
}

const folder = mkdtempSync(join(tmpdir(), 'emgfm-bench-'));
try {
  const root = join(folder, 'criekinge');
  const subjects = { 'able-bodied': Number(values.simulated), stroke: 0 };
  await writeRawCriekinge(root, { subjects, seed: 1, unreadVariables: 0 });
  const path = join(root, readdirSync(root)[0] as string);
  const { blocks, variables } = enlarge(path);
  const { size, blocks: diskBlocks } = statSync(path);
  console.log(
    `${(size / 1e9).toFixed(2)} GB (${((diskBlocks * 512) / 1e9).toFixed(2)} GB on the disk), ${values.persons} persons, ${blocks} blocks with ${variables} unread variables each`,
  );
  const out = join(folder, 'out');
  const { seconds, processorS, peakMiB } = measuredCommand(['run', `criekinge=${root}`, '--out', out]);
  const { totals } = runReportSchema.parse(JSON.parse(readFileSync(join(out, 'run.json'), 'utf8')));
  console.log(
    `${totals.subjects} subjects, ${totals.subjectsFailed} failed, ${totals.stridesKept} strides, ${seconds.toFixed(1)} s, processor time ${processorS.toFixed(1)} s, peak of resident memory ${peakMiB.toFixed(0)} MiB (load ${loadavg()[0].toFixed(1)} on ${cpus().length} cores)`,
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
