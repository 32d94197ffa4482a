/**
 * Machine whose number formats a file uses: `intel` little endian IEEE, `dec` little endian integers with VAX F floats,
 * `sgi` (MIPS) big endian IEEE.
 */
export type C3dByteOrder = 'intel' | 'dec' | 'sgi';

const processorCodes: Record<C3dByteOrder, number> = { intel: 84, dec: 85, sgi: 86 };

/** Byte that names the machine in the parameter section. */
export function processorCode(order: C3dByteOrder): number {
  return processorCodes[order];
}

/** Machine of a processor byte; null for a byte that names none. */
export function byteOrderOfProcessor(code: number): C3dByteOrder | null {
  return code === 84 ? 'intel' : code === 85 ? 'dec' : code === 86 ? 'sgi' : null;
}

const hostIsLittleEndian = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
const oneWord = new Uint32Array(1);
const oneFloat = new Float32Array(oneWord.buffer);

/** IEEE bits of a VAX F float whose 16-bit halves are already swapped: its exponent is 2 higher. Reserved operands give NaN. */
function ieeeBitsOfVax(bits: number): number {
  const exponent = (bits >>> 23) & 0xff;
  if (exponent > 2) return bits - 0x0100_0000;
  if (exponent === 0) return bits < 0 || bits > 0x7fff_ffff ? 0x7fc0_0000 : 0;
  oneFloat[0] = (1 + (bits & 0x7f_ffff) / 0x80_0000) * 2 ** (exponent - 129) * (bits >>> 31 ? -1 : 1);
  return oneWord[0];
}

/** VAX F bits (halves not yet swapped) of IEEE bits; what VAX cannot hold (NaN, infinity, beyond 1.7e38) becomes its reserved operand. */
function vaxBitsOfIeee(bits: number): number {
  const exponent = (bits >>> 23) & 0xff;
  if (exponent === 0) return 0;
  return exponent >= 254 ? 0x8000_0000 : bits + 0x0100_0000;
}

function swapBytes32(word: number): number {
  return ((word & 0xff) << 24) | ((word & 0xff00) << 8) | ((word >>> 8) & 0xff00) | (word >>> 24);
}

/** In place: words as they lie in the file become IEEE floats of this machine. */
function decodeFloatWords(words: Uint32Array, order: C3dByteOrder): void {
  const count = words.length;
  if ((order === 'sgi') === hostIsLittleEndian) {
    for (let i = 0; i < count; i++) words[i] = swapBytes32(words[i]);
  }
  if (order === 'dec') {
    for (let i = 0; i < count; i++) {
      const word = words[i];
      words[i] = ieeeBitsOfVax(((word << 16) | (word >>> 16)) >>> 0);
    }
  }
}

/** In place: IEEE floats of this machine become words as they lie in the file. */
export function encodeFloatWords(words: Uint32Array, order: C3dByteOrder): void {
  const count = words.length;
  if (order === 'dec') {
    for (let i = 0; i < count; i++) {
      const word = vaxBitsOfIeee(words[i]);
      words[i] = (word << 16) | (word >>> 16);
    }
  }
  if ((order === 'sgi') === hostIsLittleEndian) {
    for (let i = 0; i < count; i++) words[i] = swapBytes32(words[i]);
  }
}

/** In place: 16-bit words between file order and this machine's (its own inverse). */
export function convertInt16Words(words: Uint16Array, order: C3dByteOrder): void {
  if ((order === 'sgi') !== hostIsLittleEndian) return;
  const count = words.length;
  for (let i = 0; i < count; i++) {
    const word = words[i];
    words[i] = ((word & 0xff) << 8) | (word >>> 8);
  }
}

function isNative(bytes: Uint8Array, byteOffset: number, order: C3dByteOrder, wordBytes: number): boolean {
  if ((bytes.byteOffset + byteOffset) % wordBytes !== 0 || (order === 'dec' && wordBytes === 4)) return false;
  return (order !== 'sgi') === hostIsLittleEndian;
}

/** `count` floats at `byteOffset`: a view where the bytes are native and aligned, else a converted copy. */
export function floatsAt(bytes: Uint8Array, byteOffset: number, count: number, order: C3dByteOrder): Float32Array {
  if (isNative(bytes, byteOffset, order, 4))
    return new Float32Array(bytes.buffer, bytes.byteOffset + byteOffset, count);
  const floats = new Float32Array(count);
  new Uint8Array(floats.buffer).set(bytes.subarray(byteOffset, byteOffset + count * 4));
  decodeFloatWords(new Uint32Array(floats.buffer), order);
  return floats;
}

/** `count` signed 16-bit integers at `byteOffset`: a view where the bytes are native and aligned, else a converted copy. */
export function int16sAt(bytes: Uint8Array, byteOffset: number, count: number, order: C3dByteOrder): Int16Array {
  if (isNative(bytes, byteOffset, order, 2)) return new Int16Array(bytes.buffer, bytes.byteOffset + byteOffset, count);
  const integers = new Int16Array(count);
  new Uint8Array(integers.buffer).set(bytes.subarray(byteOffset, byteOffset + count * 2));
  convertInt16Words(new Uint16Array(integers.buffer), order);
  return integers;
}
