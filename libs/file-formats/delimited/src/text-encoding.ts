/** Encodings that are recognised; everything is handed on as UTF-8 bytes, Windows-1252 as it stands. */
export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** An encoding and the length of the byte order mark in front of the text. */
export interface SniffedEncoding {
  readonly name: TextEncodingName;
  readonly byteOrderMarkBytes: number;
}

/**
 * Recognises the encoding from the first bytes: a byte order mark, the zero bytes that UTF-16 leaves in Latin text, or
 * bytes that are no UTF-8.
 */
export function sniffEncoding(bytes: Uint8Array): SniffedEncoding {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { name: 'utf-8', byteOrderMarkBytes: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { name: 'utf-16le', byteOrderMarkBytes: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { name: 'utf-16be', byteOrderMarkBytes: 2 };
  const zeros = [0, 0];
  const probe = Math.min(bytes.length & ~1, 256);
  for (let i = 0; i < probe; i++) if (bytes[i] === 0) zeros[i & 1]++;
  if (probe > 0 && zeros[1] > probe / 4 && zeros[0] === 0) return { name: 'utf-16le', byteOrderMarkBytes: 0 };
  if (probe > 0 && zeros[0] > probe / 4 && zeros[1] === 0) return { name: 'utf-16be', byteOrderMarkBytes: 0 };
  return { name: isUtf8(bytes) ? 'utf-8' : 'windows-1252', byteOrderMarkBytes: 0 };
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    // The sample may end inside a character: `stream` leaves that open.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

/** Turns chunks of a file into chunks of UTF-8 (or Windows-1252) without byte order mark. */
export function chunkDecoder(encoding: SniffedEncoding): (chunk: Uint8Array, last: boolean) => Uint8Array {
  let toSkip = encoding.byteOrderMarkBytes;
  const skipMark = (chunk: Uint8Array): Uint8Array => {
    const skipped = Math.min(toSkip, chunk.length);
    toSkip -= skipped;
    return chunk.subarray(skipped);
  };
  if (encoding.name !== 'utf-16le' && encoding.name !== 'utf-16be') return skipMark;
  const decoder = new TextDecoder(encoding.name, { ignoreBOM: true });
  const encoder = new TextEncoder();
  return (chunk, last) => encoder.encode(decoder.decode(skipMark(chunk), { stream: !last }));
}
