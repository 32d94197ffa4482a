import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));
const root = process.env['EMGFM_SHARED'] ?? join(dirname(repositoryRoot), 'shared');

/** What a skipped test says when the sample recordings are not beside the project. */
export const SHARED_DATA_HINT = 'needs the sample recordings in ../shared/data (or EMGFM_SHARED)';

/** Path of a sample recording that lies beside the project, never inside it; null where it is absent. */
export function sharedData(...parts: string[]): string | null {
  const path = join(root, 'data', ...parts);
  return existsSync(path) ? path : null;
}
