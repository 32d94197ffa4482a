import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type SubjectOutcome, subjectKey, subjectOutcomeSchema, type SubjectRef } from '@emgfm/schema';
import { z } from 'zod';
import type { SubjectJob } from './plan';

/** What a finished shard was made from; beside the shard, so that an interrupted run can go on. */
const shardRecordSchema = z.object({
  configurationSha256: z.string(),
  adapter: z.string(),
  files: z.array(z.object({ path: z.string(), sizeBytes: z.number(), modifiedMs: z.number() })),
  outcome: subjectOutcomeSchema,
});

/** File name of a person's shard: letters, digits, `.`, `_` and `-` as they are, everything else as its UTF-8 bytes. */
export function shardPath(folder: string, subject: SubjectRef): string {
  const name = Array.from(Buffer.from(subject.sourceId, 'utf8'), (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9._-]/.test(character) ? character : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
  return join(folder, subject.datasetId, `${name}.h5`);
}

/** Modification times and sizes of the files of a job. */
async function filesOf(job: SubjectJob): Promise<z.infer<typeof shardRecordSchema>['files']> {
  const paths = [...new Set(job.trials.flatMap(({ files }) => files.map(({ path }) => path)))];
  return Promise.all(
    paths.map(async (path) => {
      const { size, mtimeMs } = await stat(join(job.root, path));
      return { path, sizeBytes: size, modifiedMs: mtimeMs };
    }),
  );
}

/** Records what a shard was made from; written last and at once, so that a record means a whole shard. */
export async function recordShard(
  shard: string,
  job: SubjectJob,
  made: { configurationSha256: string; adapter: string; outcome: SubjectOutcome },
): Promise<void> {
  const record = { ...made, files: await filesOf(job) };
  await mkdir(dirname(shard), { recursive: true });
  await writeFile(`${shard}.json.tmp`, JSON.stringify(record));
  await rename(`${shard}.json.tmp`, `${shard}.json`);
}

/** The outcome of a shard that is whole and was made from the same files with the same configuration; null otherwise. */
export async function resumableOutcome(
  shard: string,
  job: SubjectJob,
  wanted: { configurationSha256: string; adapter: string },
): Promise<SubjectOutcome | null> {
  try {
    const record = shardRecordSchema.parse(JSON.parse(await readFile(`${shard}.json`, 'utf8')));
    const same =
      record.configurationSha256 === wanted.configurationSha256 &&
      record.adapter === wanted.adapter &&
      record.outcome.key === subjectKey(job.subject) &&
      JSON.stringify(record.files) === JSON.stringify(await filesOf(job));
    if (!same) return null;
    if (record.outcome.stridesKept > 0) await stat(shard);
    return { ...record.outcome, status: record.outcome.stridesKept > 0 ? 'resumed' : 'empty' };
  } catch {
    return null;
  }
}

/** Takes a shard and its record away. */
export async function removeShard(shard: string): Promise<void> {
  await rm(shard, { force: true });
  await rm(`${shard}.json`, { force: true });
}
