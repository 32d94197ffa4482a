import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { ArchiveError, InflationError } from './errors';

const END_OF_DIRECTORY = 0x06054b50;
const DIRECTORY_ENTRY = 0x02014b50;
const LOCAL_HEADER = 0x04034b50;
const END_BYTES = 22;
const ENTRY_BYTES = 46;
const LOCAL_BYTES = 30;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_FLAG = 1;
const UTF8_FLAG = 0x800;

interface ZipEntry {
  readonly method: number;
  readonly crc: number;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  readonly headerOffset: number;
}

/** Reads the parts of a ZIP archive by name, within a budget of inflated bytes. */
export class ZipArchive {
  private readonly entries = new Map<string, ZipEntry>();
  private readonly view: DataView;
  private inflated = 0;

  /** @throws ArchiveError where the central directory is missing or damaged */
  constructor(
    private readonly bytes: Uint8Array,
    private readonly maxInflatedBytes: number,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const end = this.findEndOfDirectory();
    const count = this.view.getUint16(end + 10, true);
    let at = this.view.getUint32(end + 16, true);
    for (let i = 0; i < count; i++) {
      if (at + ENTRY_BYTES > end || this.view.getUint32(at, true) !== DIRECTORY_ENTRY) {
        throw new ArchiveError(at, `entry ${i + 1} of ${count} of the central directory`, 'something else');
      }
      const nameBytes = this.view.getUint16(at + 28, true);
      if (at + ENTRY_BYTES + nameBytes > end)
        throw new ArchiveError(at, 'a name within the central directory', 'a longer one');
      if ((this.view.getUint16(at + 8, true) & ENCRYPTED_FLAG) !== 0)
        throw new ArchiveError(at, 'a plain archive', 'an encrypted one');
      const name = new TextDecoder().decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes));
      this.entries.set(partName(name), {
        method: this.view.getUint16(at + 10, true),
        crc: this.view.getUint32(at + 16, true),
        compressedBytes: this.view.getUint32(at + 20, true),
        inflatedBytes: this.view.getUint32(at + 24, true),
        headerOffset: this.view.getUint32(at + 42, true),
      });
      at += ENTRY_BYTES + nameBytes + this.view.getUint16(at + 30, true) + this.view.getUint16(at + 32, true);
    }
  }

  /**
   * The inflated bytes of a part, or null where there is none of that name (case and a leading slash do not count).
   *
   * @throws ArchiveError, InflationError
   */
  read(name: string): Uint8Array | null {
    const entry = this.entries.get(partName(name));
    if (entry === undefined) return null;
    const { headerOffset, compressedBytes, inflatedBytes, method, crc } = entry;
    if (headerOffset + LOCAL_BYTES > this.bytes.length || this.view.getUint32(headerOffset, true) !== LOCAL_HEADER) {
      throw new ArchiveError(headerOffset, `the local header of ${name}`, 'something else');
    }
    const nameAndExtra = this.view.getUint16(headerOffset + 26, true) + this.view.getUint16(headerOffset + 28, true);
    const start = headerOffset + LOCAL_BYTES + nameAndExtra;
    if (start + compressedBytes > this.bytes.length) {
      throw new ArchiveError(start, `${compressedBytes} bytes of ${name}`, `${Math.max(this.bytes.length - start, 0)}`);
    }
    const room = this.maxInflatedBytes - this.inflated;
    if (inflatedBytes > room || (method === STORED && compressedBytes > room))
      throw new InflationError(name, this.maxInflatedBytes);
    const compressed = this.bytes.subarray(start, start + compressedBytes);
    let content: Uint8Array;
    if (method === STORED) content = compressed;
    else if (method === DEFLATED) {
      // The stated size bounds the output: a part that inflates further is damaged or hostile.
      try {
        content = inflateRawSync(compressed, { maxOutputLength: Math.max(inflatedBytes, 1) });
      } catch (error) {
        throw new ArchiveError(start, `deflated data of ${inflatedBytes} bytes in ${name}`, (error as Error).message);
      }
    } else throw new ArchiveError(headerOffset, 'a stored or deflated part', `compression method ${method}`);
    this.inflated += content.length;
    if (content.length !== inflatedBytes) {
      throw new ArchiveError(start, `${inflatedBytes} bytes of ${name}`, String(content.length));
    }
    if (crc32(content) !== crc) throw new ArchiveError(start, `the checksum of ${name}`, 'another');
    return content;
  }

  private findEndOfDirectory(): number {
    const last = this.bytes.length - END_BYTES;
    // A comment of up to 65,535 bytes may follow.
    for (let at = last; at >= Math.max(0, last - 0xffff); at--) {
      if (this.view.getUint32(at, true) === END_OF_DIRECTORY) return at;
    }
    const old = this.bytes[0] === 0xd0 && this.bytes[1] === 0xcf;
    throw new ArchiveError(
      Math.max(last, 0),
      'a ZIP archive, as .xlsx files are',
      old ? 'an encrypted or old .xls file' : 'no end of a central directory',
    );
  }
}

function partName(name: string): string {
  return name.replaceAll('\\', '/').replace(/^\/+/, '').toLowerCase();
}

/** Packs parts into a ZIP archive, deflated, with fixed dates so that equal contents give equal bytes. */
export function writeZip(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const chunks: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of parts) {
    const nameBytes = new TextEncoder().encode(name);
    const compressed = deflateRawSync(content);
    const shared = new DataView(new ArrayBuffer(26));
    const fields: [number, number, 2 | 4][] = [
      [0, 20, 2],
      [2, UTF8_FLAG, 2],
      [4, DEFLATED, 2],
      [6, 0, 2],
      [8, 0x21, 2],
      [10, crc32(content), 4],
      [14, compressed.length, 4],
      [18, content.length, 4],
      [22, nameBytes.length, 2],
      [24, 0, 2],
    ];
    for (const [at, value, width] of fields) {
      if (width === 2) shared.setUint16(at, value, true);
      else shared.setUint32(at, value, true);
    }
    const header = new Uint8Array(shared.buffer);
    chunks.push(littleEndian(LOCAL_HEADER), header, nameBytes, compressed);
    directory.push(
      littleEndian(DIRECTORY_ENTRY),
      Uint8Array.of(20, 0),
      header,
      new Uint8Array(10),
      littleEndian(offset),
      nameBytes,
    );
    offset += 4 + header.length + nameBytes.length + compressed.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = new DataView(new ArrayBuffer(END_BYTES));
  end.setUint32(0, END_OF_DIRECTORY, true);
  end.setUint16(8, parts.size, true);
  end.setUint16(10, parts.size, true);
  end.setUint32(12, directoryBytes, true);
  end.setUint32(16, offset, true);
  return concatenated([...chunks, ...directory, new Uint8Array(end.buffer)]);
}

function littleEndian(value: number): Uint8Array {
  return Uint8Array.of(value, value >>> 8, value >>> 16, value >>> 24);
}

function concatenated(chunks: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
}
