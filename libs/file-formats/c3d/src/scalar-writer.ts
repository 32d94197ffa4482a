import type { C3dByteOrder } from './byte-order';
import { encodeFloatWords } from './byte-order';

/** Writes single numbers in a file's byte order (headers and parameters; frames have bulk kernels). */
export class ScalarWriter {
  private readonly view: DataView;
  private readonly littleEndian: boolean;

  constructor(
    readonly bytes: Uint8Array,
    private readonly order: C3dByteOrder,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = order !== 'sgi';
  }

  int8(offset: number, value: number): void {
    this.view.setInt8(offset, value);
  }

  uint16(offset: number, value: number): void {
    this.view.setUint16(offset, value, this.littleEndian);
  }

  float32(offset: number, value: number): void {
    const word = new Uint32Array(new Float32Array([value]).buffer);
    encodeFloatWords(word, this.order);
    this.bytes.set(new Uint8Array(word.buffer), offset);
  }
}
