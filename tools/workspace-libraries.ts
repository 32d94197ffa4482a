import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Root of the repository. */
export const repositoryRoot = dirname(dirname(fileURLToPath(import.meta.url)));

/** A library of the workspace. */
export interface WorkspaceLibrary {
  /** Folder relative to the root. */
  readonly folder: string;
  readonly manifest: {
    readonly name: string;
    readonly version: string;
    readonly type: string;
    readonly license: string;
    readonly description: string;
    readonly files: readonly string[];
    readonly exports: Readonly<Record<string, Readonly<Record<string, string>> | string>>;
    readonly dependencies?: Readonly<Record<string, string>>;
    readonly nx: { readonly tags: readonly string[] };
  };
}

/** All libraries: the folders below `libs`, `libs/file-formats` and `libs/dataset-adapters` with a package.json. */
export function workspaceLibraries(): WorkspaceLibrary[] {
  return ['libs', 'libs/file-formats', 'libs/dataset-adapters'].flatMap((parent) =>
    readdirSync(join(repositoryRoot, parent), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && existsSync(join(repositoryRoot, parent, entry.name, 'package.json')))
      .map(({ name }) => {
        const folder = `${parent}/${name}`;
        const manifest = JSON.parse(readFileSync(join(repositoryRoot, folder, 'package.json'), 'utf8'));
        return { folder, manifest };
      }),
  );
}
