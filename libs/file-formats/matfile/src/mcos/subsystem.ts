import { MatCorruptError, type MatPlace } from '../errors';
import type { ReadContext } from '../options';
import type { MatValue } from '../values';
import { KNOWN_METADATA_VERSIONS, ObjectDamage, parseObjectMetadata, type ObjectMetadata } from './metadata';

/** The cells of a subsystem, each parsed when it is asked for. */
export interface SubsystemCells {
  readonly length: number;
  /** The raw value of a cell, references to objects still being plain numbers or opaque. */
  cell(index: number): MatValue;
}

/** The objects of one file: where their values are, and how they hang together. */
export interface Subsystem {
  readonly cells: SubsystemCells;
  readonly metadata: ObjectMetadata;
}

/** @throws ObjectDamage when the first cell doesn't hold metadata. */
export function openSubsystem(
  cells: SubsystemCells,
  littleEndian: boolean,
  context: ReadContext,
  place: MatPlace,
): Subsystem {
  const first = cells.length > 0 ? cells.cell(0) : null;
  if (first?.kind !== 'numeric' || !(first.values instanceof Uint8Array)) {
    throw new ObjectDamage('the first cell of the subsystem holds no bytes');
  }
  const metadata = parseObjectMetadata(first.values, littleEndian);
  const { oldest, newest } = KNOWN_METADATA_VERSIONS;
  if (metadata.version < oldest || metadata.version > newest) {
    context.warn(
      `object metadata state version ${metadata.version}, known are ${oldest} to ${newest}; they are read all the same`,
      place,
    );
  }
  return { cells, metadata };
}

/** The subsystem that `open` finds, or null with a warning when it is damaged: objects then stay opaque. */
export async function subsystemUnlessDamaged(
  open: () => Promise<Subsystem> | Subsystem,
  context: ReadContext,
  place: MatPlace,
): Promise<Subsystem | null> {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof ObjectDamage) && !(error instanceof MatCorruptError)) throw error;
    context.warn(`objects are returned undecoded, their part of the file is damaged: ${error.message}`, place);
    return null;
  }
}
