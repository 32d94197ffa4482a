import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listFiles } from '@emgfm/adapter-kit';
import { mergeShards } from '@emgfm/stride-store';
import { UsageError } from '../errors';
import { createdBy } from '../run';

/** Merges shards, stores, or all `.h5` files of folders into one store; the sentence for the screen. */
export async function mergeFiles(paths: readonly string[], storePath: string): Promise<string> {
  const files: string[] = [];
  for (const path of paths) {
    const status = await stat(path).catch(() => null);
    if (status === null) throw new UsageError(`'${path}' does not exist`);
    if (!status.isDirectory()) files.push(path);
    else
      files.push(
        ...(await listFiles(path)).filter((file) => /\.h5$/i.test(file.path)).map((file) => join(path, file.path)),
      );
  }
  if (files.length === 0) throw new UsageError('no .h5 file to merge');
  const { strides, patients } = await mergeShards(files, storePath, { createdBy: createdBy() });
  return `Merged ${files.length} file(s) into ${storePath}: ${strides} strides of ${patients} patient(s)`;
}
