import type { C3dByteOrder } from './byte-order';
import { floatsAt } from './byte-order';

/** Reads single numbers in a file's byte order (headers and parameters; frames have bulk kernels). */
export class ScalarReader {
  private readonly view: DataView;
  private readonly littleEndian: boolean;

  /** `origin` is the place of the first byte in the file: all offsets count from the file's start. */
  constructor(
    private readonly bytes: Uint8Array,
    readonly origin: number,
    private readonly order: C3dByteOrder,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.littleEndian = order !== 'sgi';
  }

  /** File offset of the first byte beyond. */
  get end(): number {
    return this.origin + this.bytes.length;
  }

  int8(offset: number): number {
    return this.view.getInt8(offset - this.origin);
  }

  uint8(offset: number): number {
    return this.bytes[offset - this.origin];
  }

  int16(offset: number): number {
    return this.view.getInt16(offset - this.origin, this.littleEndian);
  }

  uint16(offset: number): number {
    return this.view.getUint16(offset - this.origin, this.littleEndian);
  }

  float32(offset: number): number {
    return floatsAt(this.bytes, offset - this.origin, 1, this.order)[0];
  }

  text(offset: number, length: number): string {
    return decodeText(this.bytes.subarray(offset - this.origin, offset - this.origin + length));
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Text up to its first NUL, without trailing blanks: UTF-8 where the bytes are valid UTF-8, else Latin-1. */
export function decodeText(bytes: Uint8Array): string {
  const nul = bytes.indexOf(0);
  let end = nul < 0 ? bytes.length : nul;
  while (end > 0 && bytes[end - 1] <= 0x20) end--;
  const content = bytes.subarray(0, end);
  try {
    return utf8.decode(content);
  } catch {
    return Array.from(content, (code) => String.fromCharCode(code)).join('');
  }
}
