/** Where a parameter's record begins in bytes that {@link writeC3d} made: its name follows two bytes. */
export function recordOffset(bytes: Uint8Array, name: string, occurrence = 0): number {
  const text = Array.from(bytes.subarray(0, 1 << 16), (code) => String.fromCharCode(code)).join('');
  let at = -1;
  for (let i = 0; i <= occurrence; i++) {
    at = [...text.matchAll(new RegExp(`[\\x01-\\x7f][\\x01-\\x7f]${name}(?![A-Z0-9_])`, 'g'))]
      .map((match) => match.index)
      .filter((index) => text.charCodeAt(index) === name.length)[i];
  }
  if (at === undefined || at < 0) throw new Error(`no parameter ${name}`);
  return at;
}

/** The same file without a parameter: its name is made another one. */
export function withoutParameter(bytes: Uint8Array, name: string, occurrence = 0): Uint8Array {
  const edited = bytes.slice();
  edited[recordOffset(bytes, name, occurrence) + 2] = 'Q'.charCodeAt(0);
  return edited;
}

/** The same file with a little-endian header word (numbered from 1) changed. */
export function withHeaderWord(bytes: Uint8Array, word: number, value: number): Uint8Array {
  const edited = bytes.slice();
  new DataView(edited.buffer).setUint16((word - 1) * 2, value, true);
  return edited;
}

/** The same Intel file with the first value of an int16 parameter without dimensions changed. */
export function withInt16(bytes: Uint8Array, name: string, value: number, occurrence = 0): Uint8Array {
  const edited = bytes.slice();
  const at = recordOffset(bytes, name, occurrence) + 2 + name.length + 2 + 2;
  new DataView(edited.buffer).setUint16(at, value & 0xffff, true);
  return edited;
}
