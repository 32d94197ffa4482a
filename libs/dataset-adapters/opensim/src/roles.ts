import { open } from 'node:fs/promises';
import { readEmgLabel } from '@emgfm/adapter-kit';
import { isDelimitedError, sniffDelimited, TIME_COLUMN_NAME } from '@emgfm/delimited';
import { coordinateOf, isOpenSimError, parseStorage, parseTrc } from '@emgfm/opensim';
import { SIDES, type Side } from '@emgfm/schema';
import { type Coordinate, COORDINATES, FORCE_COLUMN } from './channels';

/** What a file gives to a trial. */
export type FileRole = 'angles' | 'moments' | 'forces' | 'markers' | 'emg';

/** What the first rows of a file say: its role, and the names of what it holds; a reason in words where it has no role. */
export type FileContents =
  { readonly role: FileRole; readonly names: readonly string[] } | { readonly role: null; readonly why: string };

/** Bytes of a file that are looked at: header, labels and some rows. */
const HEAD_BYTES = 1 << 18;

/** Tells from labels what a file holds. @throws the file system's own errors */
export async function contentsOf(path: string): Promise<FileContents> {
  const head = await headOf(path);
  try {
    if (/\.trc$/i.test(path)) return { role: 'markers', names: parseTrc(head, '').markers.map(({ label }) => label) };
    if (/\.(mot|sto)$/i.test(path)) return storageContents(parseStorage(head, '').columns.map(({ label }) => label));
    return textContents(sniffDelimited(head).columns.map(({ name }) => name));
  } catch (error) {
    if (isOpenSimError(error) || isDelimitedError(error)) return { role: null, why: error.message };
    throw error;
  }
}

/** The beginning of a file, up to the end of a line. */
async function headOf(path: string): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD_BYTES), 0, HEAD_BYTES, 0);
    if (bytesRead < HEAD_BYTES) return buffer.subarray(0, bytesRead);
    return buffer.subarray(0, buffer.lastIndexOf(0x0a) + 1);
  } finally {
    await file.close();
  }
}

function storageContents(labels: readonly string[]): FileContents {
  const forces = labels.filter((label) => FORCE_COLUMN.test(label));
  if (forces.length > 0) return { role: 'forces', names: forces };
  const moments = labels.filter((label) => jointColumnOf(label, '_moment') !== null);
  if (moments.length > 0) return { role: 'moments', names: moments };
  const angles = labels.filter((label) => jointColumnOf(label, '') !== null);
  if (angles.length > 0) return { role: 'angles', names: angles };
  return emgContents(labels);
}

function textContents(names: readonly string[]): FileContents {
  return names.some((name) => TIME_COLUMN_NAME.test(name))
    ? emgContents(names)
    : { role: null, why: 'no column of times' };
}

/** Muscles count as EMG where they are no path of a model, as in `/forceset/soleus_r/activation`. */
function emgContents(labels: readonly string[]): FileContents {
  const muscles = labels.filter((label) => !label.includes('/') && readEmgLabel(label).kind !== 'unknown');
  return muscles.length > 0
    ? { role: 'emg', names: muscles }
    : { role: null, why: `no joint coordinate, ground force or muscle among ${labels.slice(0, 6).join(', ')}` };
}

/** The joint motion and leg that a column of angles (suffix '') or moments (suffix `_moment`) holds; null where it is none. */
export function jointColumnOf(
  label: string,
  suffix: '' | '_moment',
): { readonly coordinate: Coordinate; readonly side: Side } | null {
  const { coordinate: name, quantity } = coordinateOf(label);
  if (quantity !== 'value') return null;
  for (const coordinate of COORDINATES)
    for (const side of SIDES)
      if (name.toLowerCase() === `${coordinate.name}_${side === 'left' ? 'l' : 'r'}${suffix}`)
        return { coordinate, side };
  return null;
}
