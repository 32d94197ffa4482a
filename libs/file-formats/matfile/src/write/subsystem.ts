import type { MatValue } from '../values';
import { emptyDouble } from '../values';
import { matCell, matNumeric, matStructArray } from './construct';
import { objectReference, savedForm, type SavedForm } from './objects';

const METADATA_VERSION = 4;

/** Collects the objects of a file while its variables are written, and builds the cells of its subsystem. */
export class ObjectStore {
  private readonly names: string[] = [];
  private readonly classNames: string[] = [];
  /** Values of properties, numbered from 0. */
  private readonly values: MatValue[] = [];
  private readonly objects: { classId: number; saveobjBlock: number; ordinaryBlock: number }[] = [];
  private readonly saveobjBlocks: number[][] = [[]];
  private readonly ordinaryBlocks: number[][] = [[]];

  /** Whether anything was stored. */
  get isEmpty(): boolean {
    return this.objects.length === 0;
  }

  /** Stores an object, and all objects in its properties; null for values that aren't objects. */
  add(value: MatValue): { reference: MatValue; className: string } | null {
    const saved = savedForm(value);
    if (saved === null) return null;
    return { reference: this.store(saved), className: saved.className };
  }

  private store({ className, throughSaveobj, properties }: SavedForm): MatValue {
    const classId = indexOf(this.classNames, className);
    indexOf(this.names, className);
    const triples = [...properties].flatMap(([name, value]) => {
      const nested = this.withReferences(value);
      this.values.push(nested);
      return [indexOf(this.names, name), 1, this.values.length - 1];
    });
    const blocks = throughSaveobj ? this.saveobjBlocks : this.ordinaryBlocks;
    blocks.push(triples);
    const block = blocks.length - 1;
    this.objects.push({ classId, saveobjBlock: throughSaveobj ? block : 0, ordinaryBlock: throughSaveobj ? 0 : block });
    return objectReference(this.objects.length, classId);
  }

  /** Inside property values, objects stand as their references. */
  private withReferences(value: MatValue): MatValue {
    if (value.kind === 'cell') return { ...value, cells: value.cells.map((cell) => this.withReferences(cell)) };
    if (value.kind === 'struct') {
      const inner = [...value.fields].map(
        ([name, values]) => [name, values.map((each) => this.withReferences(each))] as const,
      );
      return { ...value, fields: new Map(inner) };
    }
    return this.add(value)?.reference ?? value;
  }

  /** The cells of the file wrapper, as a column. */
  cells(): MatValue {
    const perClass = this.classNames.length + 1;
    const nothing = matStructArray([], [1, 0]);
    const structs = (): MatValue =>
      matCell(
        Array.from({ length: perClass }, () => nothing),
        [perClass, 1],
      );
    const aliases = matNumeric(new Int32Array(perClass));
    return matCell([matNumeric(this.metadata()), emptyDouble(), ...this.values, structs(), aliases, structs()]);
  }

  private metadata(): Uint8Array {
    const nameBytes = Buffer.from(this.names.map((name) => `${name}\0`).join(''), 'utf8');
    const names = new Uint8Array(Math.ceil(nameBytes.length / 8) * 8);
    names.set(nameBytes);
    const classes = [[0, 0, 0, 0], ...this.classNames.map((name) => [0, this.names.indexOf(name) + 1, 0, 0])];
    const objects = this.objects.map(({ classId, saveobjBlock, ordinaryBlock }, i) => [
      classId,
      0,
      0,
      saveobjBlock,
      ordinaryBlock,
      i + 1,
    ]);
    const counted = (blocks: number[][], wordsPerItem: number): number[] =>
      blocks.flatMap((words) => {
        const block = [words.length / wordsPerItem, ...words];
        return block.length % 2 === 0 ? block : [...block, 0];
      });
    const dynamic = Array.from({ length: this.objects.length + 1 }, () => []);
    const regions = [
      classes.flat(),
      this.saveobjBlocks.length > 1 ? counted(this.saveobjBlocks, 3) : [],
      [0, 0, 0, 0, 0, 0, ...objects.flat()],
      counted(this.ordinaryBlocks, 3),
      counted(dynamic, 1),
      [],
      [0, 0],
    ];
    let end = 40 + names.length;
    const offsets = [end, ...regions.map((words) => (end += words.length * 4))];
    const words = Uint32Array.from([METADATA_VERSION, this.names.length, ...offsets]);
    const body = Uint32Array.from(regions.flat());
    return Uint8Array.from([...new Uint8Array(words.buffer), ...names, ...new Uint8Array(body.buffer)]);
  }
}

/** 1-based position of an item, appended where it is new. */
function indexOf(list: string[], item: string): number {
  const found = list.indexOf(item);
  return found >= 0 ? found + 1 : list.push(item);
}
