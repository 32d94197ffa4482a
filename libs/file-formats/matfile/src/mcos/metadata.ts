import { nameFromBytes } from '../v5/matrix-header';

/** Signals inside the library that object metadata can't be followed; the object then stays opaque, with a warning. */
export class ObjectDamage extends Error {}

/** One property of a saved object: its name, and where its value is to be found. */
export interface SavedProperty {
  readonly name: string;
  /** 0: a name, 1: a property cell, 2: the literal number. */
  readonly valueKind: number;
  readonly value: number;
}

/** What the first cell of a subsystem says about every object in the file. */
export interface ObjectMetadata {
  readonly version: number;
  /** Name by 1-based index; index 0 is the empty name. */
  readonly names: readonly string[];
  /** Full class name by class id; id 0 is none. */
  readonly classNames: readonly string[];
  readonly objects: readonly SavedObject[];
}

/** One object by object id; id 0 is none. */
export interface SavedObject {
  readonly classId: number;
  readonly properties: readonly SavedProperty[];
  /** Ids of the objects that describe properties added at run time. */
  readonly dynamicProperties: readonly number[];
}

const HEADER_BYTES = 40;
const CLASS_WORDS = 4;
const OBJECT_WORDS = 6;

/**
 * Parses the linking metadata of MATLAB objects.
 * @param bytes The first cell of the subsystem.
 * @throws ObjectDamage when its parts contradict each other.
 */
export function parseObjectMetadata(bytes: Uint8Array, littleEndian: boolean): ObjectMetadata {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const word = (byteOffset: number): number => {
    if (byteOffset + 4 > bytes.length) throw new ObjectDamage(`object metadata end before byte ${byteOffset}`);
    return view.getUint32(byteOffset, littleEndian);
  };
  const version = word(0);
  const regions = Array.from({ length: 8 }, (_, i) => word(8 + 4 * i));
  const ordered = regions.slice(0, 5).every((offset, i) => offset >= (regions[i - 1] ?? HEADER_BYTES));
  if (!ordered || regions[4] > bytes.length) {
    throw new ObjectDamage(`object metadata regions at ${regions.join(', ')} in ${bytes.length} bytes`);
  }
  const names = ['', ...splitNames(bytes.subarray(HEADER_BYTES, regions[0]), word(4))];
  const nameAt = (index: number): string => {
    if (index >= names.length) throw new ObjectDamage(`name ${index} of ${names.length - 1}`);
    return names[index];
  };

  const records = (start: number, end: number, words: number): number[][] =>
    Array.from({ length: Math.floor((end - start) / (4 * words)) }, (_, record) =>
      Array.from({ length: words }, (_, i) => word(start + 4 * (record * words + i))),
    );
  /** Blocks of a counted list each, padded to 8 bytes. */
  const blocks = (start: number, end: number, wordsPerItem: number): number[][] => {
    const lists: number[][] = [];
    for (let at = start; at + 4 <= end;) {
      const count = word(at) * wordsPerItem;
      if (at + 4 + count * 4 > end)
        throw new ObjectDamage(`a list of ${count} words at byte ${at} passes its region's end`);
      lists.push(Array.from({ length: count }, (_, i) => word(at + 4 + 4 * i)));
      at += 4 + count * 4;
      if ((at - start) % 8 !== 0) at += 4;
    }
    return lists;
  };

  const classNames = records(regions[0], regions[1], CLASS_WORDS).map(([namespace, name]) =>
    namespace === 0 ? nameAt(name) : `${nameAt(namespace)}.${nameAt(name)}`,
  );
  const savedBlocks = blocks(regions[1], regions[2], 3);
  const ordinaryBlocks = blocks(regions[3], regions[4], 3);
  const dynamicBlocks = regions[5] > regions[4] && regions[5] <= bytes.length ? blocks(regions[4], regions[5], 1) : [];
  const objects = records(regions[2], regions[3], OBJECT_WORDS).map((record) => {
    const [classId, , , savedBlock, ordinaryBlock, dependency] = record;
    const words = (savedBlock !== 0 ? savedBlocks[savedBlock] : ordinaryBlocks[ordinaryBlock]) ?? [];
    const properties = Array.from({ length: words.length / 3 }, (_, i) => ({
      name: nameAt(words[3 * i]),
      valueKind: words[3 * i + 1],
      value: words[3 * i + 2],
    }));
    return { classId, properties, dynamicProperties: dynamicBlocks[dependency] ?? [] };
  });
  return { version, names, classNames, objects };
}

function splitNames(bytes: Uint8Array, count: number): string[] {
  const names: string[] = [];
  let start = 0;
  while (names.length < count) {
    const end = bytes.indexOf(0, start);
    if (end < 0) throw new ObjectDamage(`${names.length} of ${count} names are there`);
    names.push(nameFromBytes(bytes.subarray(start, end)));
    start = end + 1;
  }
  return names;
}

/** Versions of the metadata whose layout is known. */
export const KNOWN_METADATA_VERSIONS = { oldest: 2, newest: 4 } as const;

/** How many cells at the end of the subsystem aren't property values; a version beyond the known is read like its neighbour. */
export function tailCells(version: number): number {
  const { oldest, newest } = KNOWN_METADATA_VERSIONS;
  return Math.min(Math.max(version, oldest), newest) - 1;
}
