import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expectReferences, openHdf5File } from '@emgfm/hdf5';
import type { ByteSource } from '../byte-source';
import type { Container, DeferredArrays, MatVariable } from '../container';
import { MatPathError, type MatPlace } from '../errors';
import { ObjectDecoder } from '../mcos/decoder';
import { openSubsystem, subsystemUnlessDamaged, type Subsystem } from '../mcos/subsystem';
import { asClass, classOfNumbers, DATA_CLASSES_OF_OBJECTS, NUMERIC_CLASSES } from '../numeric-classes';
import { checkBytes, type ReadContext } from '../options';
import { followSteps, linearIndex, type PathStep } from '../path';
import { elementCount, type MatDims, type MatNumbers, type MatNumericClass, type MatValue } from '../values';
import { listVariables, matlabDims } from './listing';
import { asMatError, Hdf5Objects } from './objects';
import { runsOf, slabs } from './slabs';
import { realAndImaginary, ValueReader } from './values';

const SUBSYSTEM = '/#subsystem#/MCOS';

const NO_CLASSES: ReadonlySet<MatNumericClass> = new Set();

/** Opens a MAT file of version 7.3, or any HDF5 file that is read like one. */
export async function openV73(
  bytes: ByteSource,
  source: string | Uint8Array,
  context: ReadContext,
): Promise<Container> {
  const place: MatPlace = { file: context.file };
  const { path, remove } =
    typeof source === 'string' ? { path: source, remove: async () => {} } : await temporary(source);
  try {
    const objects = new Hdf5Objects(await openHdf5File(path), place, bytes.byteLength);
    const header = await bytes.read(0, Math.min(116, bytes.byteLength));
    const text = Buffer.from(header)
      .toString('latin1')
      .replace(/[\s\0]+$/, '');
    const headerText = text.startsWith('\x89HDF') ? '' : text;
    const release = async (): Promise<void> => {
      objects.guard('/', () => objects.file.close());
      await bytes.close();
      await remove();
    };
    return new V73Container(objects, context, headerText, listVariables(objects, context), release);
  } catch (error) {
    await remove();
    throw asMatError(error, place);
  }
}

/** HDF5 reads files only, so bytes in memory go through one. */
async function temporary(bytes: Uint8Array): Promise<{ path: string; remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'matfile-'));
  const path = join(folder, 'memory.mat');
  await writeFile(path, bytes);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}

class V73Container implements Container {
  readonly version = 'v7.3';

  constructor(
    private readonly objects: Hdf5Objects,
    private readonly context: ReadContext,
    readonly headerText: string,
    readonly variables: readonly MatVariable[],
    private readonly release: () => Promise<void>,
  ) {}

  async read(variable: string, steps: readonly PathStep[], path: string): Promise<MatValue> {
    const { object, rest } = this.descend(variable, steps, path);
    const reader = new ValueReader(this.objects, this.context, NO_CLASSES);
    const value = reader.value(object);
    return followSteps(await this.resolve(value, reader, NO_CLASSES, path), rest, path);
  }

  async readDeferred(
    variable: string,
    steps: readonly PathStep[],
    path: string,
  ): Promise<{ value: MatValue; deferred: DeferredArrays }> {
    const { object, rest } = this.descend(variable, steps, path);
    const reader = new ValueReader(this.objects, this.context, NUMERIC_CLASSES);
    const value = reader.value(object);
    return {
      value: followSteps(await this.resolve(value, reader, DATA_CLASSES_OF_OBJECTS, path), rest, path),
      deferred: this.deferredArrays(reader.deferred),
    };
  }

  async dimensions(variable: string, steps: readonly PathStep[], path: string): Promise<MatDims | null> {
    const { object, rest } = this.descend(variable, steps, path);
    return rest.length === 0 ? matlabDims(this.objects, object) : null;
  }

  async fieldNames(variable: string, steps: readonly PathStep[], path: string): Promise<readonly string[] | null> {
    const { object, rest } = this.descend(variable, steps, path);
    const { marks, type } = this.objects.describe(object);
    if (rest.length > 0 || marks.objectDecode !== 0) return null;
    if (marks.fields !== null) return marks.fields;
    return type === null && marks.sparseRows === null ? this.objects.members(object) : [];
  }

  close(): Promise<void> {
    return this.release();
  }

  private place(variable: string): MatPlace {
    return { file: this.context.file, variable };
  }

  /** Follows steps from group to member and from cell to reference, reading nothing else. */
  private descend(
    variable: string,
    steps: readonly PathStep[],
    path: string,
  ): { object: string; rest: readonly PathStep[] } {
    if (!this.variables.some(({ name }) => name === variable)) {
      const names = this.variables.map(({ name }) => name).join(', ');
      throw new MatPathError(
        `no variable ${variable}; the file has ${names === '' ? 'none' : names}`,
        path,
        this.place(path),
      );
    }
    let object = `/${variable}`;
    let rest = steps;
    for (;;) {
      const next = this.child(object, rest, path);
      if (next === null) return { object, rest };
      object = next.object;
      rest = rest.slice(next.steps);
    }
  }

  private child(object: string, steps: readonly PathStep[], path: string): { object: string; steps: number } | null {
    const [first, second] = steps;
    if (first === undefined) return null;
    const { marks, type } = this.objects.describe(object);
    if (type !== null) {
      const isCell = marks.className === 'cell' && !marks.isEmpty;
      if (!isCell || first.kind === 'field' || first.kind === 'element') return null;
      return { object: this.target(object, first.indices, path), steps: 1 };
    }
    if (marks.objectDecode !== 0 || marks.sparseRows !== null) return null;
    const field = first.kind === 'field' ? first : second;
    if (field?.kind !== 'field' || first.kind === 'content') return null;
    const member = `${object}/${field.name}`;
    if (field.name.includes('/') || !this.objects.exists(member)) return null;
    const inner = this.objects.describe(member);
    const isArray = inner.type?.kind === 'reference' && inner.marks.className === '';
    if (isArray) return first.kind === 'field' ? null : { object: this.target(member, first.indices, path), steps: 2 };
    if (first.kind === 'field') return { object: member, steps: 1 };
    linearIndex([1, 1], first.indices, path);
    return { object: member, steps: 2 };
  }

  /** Path of the object that one element of a reference dataset points to. */
  private target(object: string, indices: readonly number[], path: string): string {
    let position = linearIndex(this.objects.describe(object).dims, indices, path);
    return this.objects.guard(object, () => {
      const { shape } = this.objects.file.header(object);
      const lengths = shape ?? [];
      const start = lengths.map(() => 0);
      for (let axis = lengths.length - 1; axis >= 0; axis--) {
        start[axis] = position % lengths[axis];
        position = Math.floor(position / lengths[axis]);
      }
      const [reference] = expectReferences(this.objects.file.read(object, { start, count: lengths.map(() => 1) }));
      return this.objects.target(reference, object);
    });
  }

  /** Decodes the objects in a value; the cells of the subsystem are read as they are asked for. */
  private async resolve(
    value: MatValue,
    { opaqueSeen, deferred }: ValueReader,
    deferrable: ReadonlySet<MatNumericClass>,
    path: string,
  ): Promise<MatValue> {
    if (!opaqueSeen) return value;
    if (!this.objects.exists(SUBSYSTEM)) {
      this.context.warn('objects are returned undecoded, the file has no subsystem', this.place(path));
      return value;
    }
    const open = (): Subsystem => {
      const references = this.objects.references(SUBSYSTEM);
      const reader = new ValueReader(this.objects, this.context, deferrable, deferred);
      const cell = (index: number): MatValue => reader.value(this.objects.target(references[index], SUBSYSTEM));
      return openSubsystem({ length: references.length, cell }, true, this.context, this.place(SUBSYSTEM));
    };
    const subsystem = await subsystemUnlessDamaged(open, this.context, this.place(SUBSYSTEM));
    return subsystem === null ? value : new ObjectDecoder(subsystem, this.context).resolve(value, this.place(path));
  }

  private deferredArrays(deferred: ReadonlyMap<MatNumbers, string>): DeferredArrays {
    const { objects, context } = this;
    return {
      has: (placeholder) => deferred.has(placeholder),
      async *blocks(placeholders, blockElements) {
        for (const placeholder of placeholders) {
          const object = deferred.get(placeholder) as string;
          const place: MatPlace = { file: context.file, variable: object };
          const { shape, chunks } = objects.guard(object, () => objects.file.header(object));
          for (const slab of slabs(shape ?? [], chunks, blockElements)) {
            checkBytes(context, elementCount(slab.count) * 16, 'a block', place);
            const { values } = objects.guard(object, () => objects.file.read(object, slab));
            const { real, imaginary } = realAndImaginary(values, place);
            const { offsets, length } = runsOf(slab, shape ?? []);
            for (const [run, offset] of offsets.entries()) {
              for (const [part, numbers] of [
                ['real', real],
                ['imaginary', imaginary],
              ] as const) {
                if (numbers === null) continue;
                const stored = numbers.slice(run * length, (run + 1) * length);
                yield {
                  placeholder,
                  block: { part, offset, values: asClass(stored, classOfNumbers(placeholder), place) },
                };
              }
            }
          }
        }
      },
    };
  }
}
