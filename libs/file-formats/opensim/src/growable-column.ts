/** A column of numbers that grows while rows are read. */
export class GrowableColumn {
  private values: Float64Array;
  private count = 0;

  constructor(expectedRows: number) {
    this.values = new Float64Array(Math.max(expectedRows, 16));
  }

  push(value: number): void {
    if (this.count === this.values.length) {
      const grown = new Float64Array(2 * this.count);
      grown.set(this.values);
      this.values = grown;
    }
    this.values[this.count++] = value;
  }

  /** The numbers so far, in an array of their own. */
  toArray(): Float64Array {
    return this.values.slice(0, this.count);
  }
}
