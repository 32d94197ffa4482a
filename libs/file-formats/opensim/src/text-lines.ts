const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Walks over the lines of a text file; a line ends in LF, CR LF, or CR where the file has no LF. */
export class TextLines {
  /** Number of the current line, from 1; 0 before the first. */
  line = 0;
  /** Offsets of the current line without its line end. */
  start = 0;
  end = 0;

  private next: number;
  private readonly newline: number;

  constructor(readonly bytes: Uint8Array) {
    this.next = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
    this.newline = bytes.includes(LINE_FEED) ? LINE_FEED : CARRIAGE_RETURN;
  }

  /** Goes to the next line; false at the end of the file. */
  advance(): boolean {
    if (this.next >= this.bytes.length) return false;
    const found = this.bytes.indexOf(this.newline, this.next);
    const end = found < 0 ? this.bytes.length : found;
    this.line++;
    this.start = this.next;
    this.end = end > this.start && this.bytes[end - 1] === CARRIAGE_RETURN ? end - 1 : end;
    this.next = end + 1;
    return true;
  }

  /** The current line as text: UTF-8, or Windows-1252 where the bytes are not UTF-8. */
  text(): string {
    const line = this.bytes.subarray(this.start, this.end);
    try {
      return strictUtf8.decode(line);
    } catch {
      return windows1252.decode(line);
    }
  }
}
const strictUtf8 = new TextDecoder('utf-8', { fatal: true });
const windows1252 = new TextDecoder('windows-1252');

/** Cells of a line without surrounding blanks: between tabs where there are tabs, else between runs of blanks. */
export function cellsOf(line: string): string[] {
  return line.includes('\t') ? line.split('\t').map((cell) => cell.trim()) : (line.match(/\S+/g) ?? []);
}
