import { MAX_PAIRED_EXPONENT, pairedPower } from './decimal';
import type { ScanPlan } from './line-scanner';
import { NUMBER_SCAN_MODULE } from './number-scan.generated';

const PAGE_BYTES = 65_536;
/** Text that is copied into the module's memory at once. */
const WINDOW_BYTES = 1 << 18;
/** The module loads eight bytes at a time and may look this far behind the text. */
const PADDING_BYTES = 16;

/** The part of the WebAssembly API that is used; Node's type declarations leave it out. */
interface WasmApi {
  Module: new (bytes: Uint8Array) => object;
  Memory: new (size: { initial: number }) => { readonly buffer: ArrayBuffer };
  Instance: new (module: object, imports: { env: { memory: object } }) => { readonly exports: unknown };
}

interface NumberScanExports {
  readonly lines: { readonly value: number };
  readonly rows: { readonly value: number };
  readonly missing: { readonly value: number };
  readonly unusual: { readonly value: number };
  configure(delimiter: number, mark: number, newline: number, columns: number, actions: number, powers: number): void;
  scan(start: number, end: number, out: number, outEnd: number, numbersPerRow: number): number;
}

/** What one pass over ordinary lines has read. */
export interface OrdinaryLines {
  /** Offset of the first line that was not read. */
  readonly end: number;
  readonly lines: number;
  readonly rows: number;
  readonly missing: number;
  /** Whether the line at `end` needs the general scanner. */
  readonly unusual: boolean;
}

/** Made once, when the first table is read. */
let compiled: object | null = null;
let powers: Float64Array | null = null;

/** The WebAssembly kernel for lines in which every wanted cell is a plain number, empty or NaN. */
export class NumberScan {
  /** Room for numbers, row after row; lies in the module's memory. */
  readonly cells: Float64Array;

  private readonly kernel: NumberScanExports;
  private readonly memory: Uint8Array;
  private readonly windowAt: number;
  /** Part of the caller's bytes that the window holds. */
  private windowStart = 0;
  private windowEnd = 0;

  constructor(
    private readonly plan: ScanPlan,
    private readonly numbersPerRow: number,
    room: number,
  ) {
    const wasm = (globalThis as unknown as { WebAssembly: WasmApi }).WebAssembly;
    compiled ??= new wasm.Module(Uint8Array.from(atob(NUMBER_SCAN_MODULE), (char) => char.charCodeAt(0)));
    const { actions } = plan;
    // The stub runtime keeps its few globals in the first page.
    const powersAt = PAGE_BYTES;
    powers ??= Float64Array.from(
      { length: 2 * (2 * MAX_PAIRED_EXPONENT + 1) },
      (_, i) => pairedPower((i >> 1) - MAX_PAIRED_EXPONENT)[i & 1],
    );
    const cellsAt = powersAt + powers.byteLength;
    const actionsAt = cellsAt + room * 8;
    this.windowAt = actionsAt + actions.length;
    const bytes = this.windowAt + WINDOW_BYTES + PADDING_BYTES;
    const memory = new wasm.Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
    this.memory = new Uint8Array(memory.buffer);
    this.cells = new Float64Array(memory.buffer, cellsAt, room);
    new Float64Array(memory.buffer, powersAt, powers.length).set(powers);
    this.memory.set(actions, actionsAt);
    this.kernel = new wasm.Instance(compiled, { env: { memory } }).exports as NumberScanExports;
    this.kernel.configure(plan.delimiter, plan.decimalMark, plan.newline, actions.length, actionsAt, powersAt);
  }

  /** Forgets the window, because the caller's bytes may have changed. */
  forget(): void {
    this.windowEnd = 0;
  }

  /** Reads ordinary lines from `start` behind the rows already in `cells`. */
  scan(bytes: Uint8Array, start: number, end: number, rowCount: number): OrdinaryLines {
    if (start < this.windowStart || start >= this.windowEnd) {
      const reach = Math.min(end, start + WINDOW_BYTES);
      this.windowStart = start;
      this.windowEnd = reach === end ? end : bytes.lastIndexOf(this.plan.newline, reach - 1) + 1;
      // A line longer than the window is left to the general scanner.
      if (this.windowEnd <= start) return { end: start, lines: 0, rows: 0, missing: 0, unusual: true };
      this.memory.set(bytes.subarray(start, this.windowEnd), this.windowAt);
    }
    const { kernel, cells, numbersPerRow, windowAt, windowStart, windowEnd } = this;
    const stopped = kernel.scan(
      windowAt + start - windowStart,
      windowAt + windowEnd - windowStart,
      cells.byteOffset + rowCount * numbersPerRow * 8,
      cells.byteOffset + cells.byteLength,
      numbersPerRow,
    );
    return {
      end: windowStart + stopped - windowAt,
      lines: kernel.lines.value,
      rows: kernel.rows.value,
      missing: kernel.missing.value,
      unusual: kernel.unusual.value !== 0,
    };
  }
}
