/** An object path in one spelling: absolute, single slashes, no slash at the end. */
export function absolutePath(path: string): string {
  return `/${path
    .split('/')
    .filter((name) => name !== '')
    .join('/')}`;
}

/** The groups above an absolute path, outermost first, without the root: `/a/b/c` gives `/a`, `/a/b`. */
export function ancestors(path: string): string[] {
  const names = path.split('/').slice(1, -1);
  return names.map((_, index) => `/${names.slice(0, index + 1).join('/')}`);
}

/** Path of a member of a group. */
export function childPath(group: string, name: string): string {
  return absolutePath(`${group}/${name}`);
}
