import { arrayConstructors, type Hdf5Numbers } from '@emgfm/hdf5';
import type { ColumnDefinition } from './layout';

/** A cell, or the cells of several rows. */
export type Cells = ArrayLike<number> | ArrayLike<bigint> | ArrayLike<string>;

/** A column in memory that grows row by row; equal texts are kept once, so a million rows of "walk" cost a million pointers. */
export class GrowingColumn {
  readonly #texts = new Map<string, string>();
  #strings: string[] = [];
  #numbers: Hdf5Numbers | null;
  #length = 0;

  constructor(readonly definition: ColumnDefinition) {
    this.#numbers = definition.type === 'string' ? null : new arrayConstructors[definition.type](16);
  }

  /** Appends cells; numbers are converted to the type of the column. */
  append(cells: Cells): void {
    if (this.#numbers === null) {
      for (let i = 0; i < cells.length; i += 1) this.#strings.push(this.#shared(cells[i] as string));
      return;
    }
    const needed = this.#length + cells.length;
    if (needed > this.#numbers.length) {
      const Numbers = this.#numbers.constructor as new (length: number) => Hdf5Numbers;
      const grown = new Numbers(Math.max(needed, 2 * this.#numbers.length));
      grown.set(this.#numbers.subarray(0, this.#length) as never);
      this.#numbers = grown;
    }
    this.#numbers.set(cells as never, this.#length);
    this.#length = needed;
  }

  /** All cells so far, flat; not a copy. */
  get cells(): Hdf5Numbers | readonly string[] {
    return this.#numbers === null ? this.#strings : this.#numbers.subarray(0, this.#length);
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.cells.length / this.definition.rowShape.reduce((product, length) => product * length, 1);
  }

  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }
}
