import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileNumberScan } from '../../../../tools/build-number-scan';
import {
  ColumnSelectionError,
  isDelimitedError,
  LineTooLongError,
  NotANumberError,
  OptionError,
  RaggedLineError,
  UnclosedQuoteError,
} from './errors';
import { NUMBER_SCAN_MODULE } from './number-scan.generated';
import {
  numericColumn,
  parseDelimited,
  readDelimited,
  streamDelimited,
  textColumn,
  type DelimitedBlock,
} from './read-delimited';
import type { ReadOptions } from './row-reader';

const encode = (text: string) => new TextEncoder().encode(text);
const parse = (text: string, options?: ReadOptions) => parseDelimited(encode(text), options);
const numbers = (text: string, options?: ReadOptions) => parse(text, options).values.map((column) => [...column]);
function thrown(action: () => unknown): unknown {
  try {
    action();
  } catch (error) {
    return error;
  }
  return null;
}

describe('cells', () => {
  it('reads missing, infinite, signed, quoted and padded numbers', () => {
    const table = parse(
      'a,b,c,d\n1,NaN,-0,+5\n,n/a,inf,-Infinity\n 2 ,\t3 ,"4.5"," 5 "\n1.#QNAN,-1.#IND,null,1.#INF\n1e3,2.5E-2,1D2,.5\n',
    );
    expect(table.values.map((column) => [...column])).toEqual([
      [1, NaN, 2, NaN, 1000],
      [NaN, NaN, 3, NaN, 0.025],
      [-0, Infinity, 4.5, NaN, 100],
      [5, -Infinity, 5, Infinity, 0.5],
    ]);
    expect(table.counts).toEqual({ missingCells: 6, badCells: 0, skippedLines: 0, paddedLines: 0 });
    expect(numbers('a,b\n1,-99\n2,gap\n', { missingTexts: ['GAP'] })).toEqual([
      [1, 2],
      [-99, NaN],
    ]);
  });

  it('takes lines without their last line end, empty lines, and one trailing delimiter', () => {
    expect(numbers('a,b\n\n1,2\n   \n3,4,\n5,6')).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
    expect(numbers('a b\n 1  2 \n\t3\t4\t\r\n5 6')).toEqual([
      [1, 3, 5],
      [2, 4, 6],
    ]);
  });

  it('says which cell is no number', () => {
    for (const [cell, text] of [
      ['x', 'x'],
      ['1.2.3', '1.2.3'],
      ['.', '.'],
      ['-', '-'],
      ['1 2', '1 2'],
      ['0x10', '0x10'],
      ['1,5', '1'],
      ['--1', '--1'],
      ['1e', '1e'],
    ]) {
      const error = thrown(() => parse(`t,v\n0,1\n1,2\n2,3\n3,${cell}\n`));
      if (cell === '1,5') expect(error).toBeInstanceOf(RaggedLineError);
      else expect(error).toMatchObject({ tag: 'NotANumberError', line: 5, column: 2, columnName: 'v', cell: text });
    }
    expect(String(thrown(() => parse('t,v\n0,1\n1,2\n2,3\n3,bad\n', { source: 'x.csv' })))).toBe(
      'NotANumberError: x.csv: line 5, column 2 (v): expected a number, found "bad"',
    );
    const lenient = parse('t,v\n0,1\n1,2\n2,3\n3,bad\n', { badCells: 'nan' });
    expect([...numericColumn(lenient, 'v')]).toEqual([1, 2, 3, NaN]);
    expect(lenient.counts.badCells).toBe(1);
  });

  it('counts lines rightly across blank and unusual ones', () => {
    const lines = Array.from({ length: 5000 }, (_, i) => (i % 7 === 0 ? `+${i},1` : i % 11 === 0 ? '' : `${i},NaN`));
    expect(thrown(() => parse(['a,b', ...lines, '1,?'].join('\r\n')))).toMatchObject({ line: 5002, column: 2 });
  });
});

describe('ragged lines', () => {
  const text = 'a,b,c\n1,2,3\n4,5\n6,7,8,9\n10,11,12\n';
  it('throws, drops or fills up', () => {
    expect(thrown(() => parse(text))).toMatchObject({
      tag: 'RaggedLineError',
      line: 3,
      expectedCells: 3,
      foundCells: 2,
    });
    const skipped = parse(text, { raggedLines: 'skip' });
    expect(skipped.values.map((column) => [...column])).toEqual([
      [1, 10],
      [2, 11],
      [3, 12],
    ]);
    expect(skipped.counts.skippedLines).toBe(2);
    expect(thrown(() => parse(text, { raggedLines: 'pad' }))).toMatchObject({ line: 4, foundCells: 4 });
    const padded = parse('a,b,c\n1,2,3\n4\n7,8,9\n', { raggedLines: 'pad' });
    expect(padded.values.map((column) => [...column])).toEqual([
      [1, 4, 7],
      [2, NaN, 8],
      [3, NaN, 9],
    ]);
    expect(padded.counts).toMatchObject({ paddedLines: 1, missingCells: 2 });
    expect(thrown(() => parse('a,b\n1,2\n3,4\nend of file\n'))).toBeInstanceOf(RaggedLineError);
  });

  it('keeps texts and numbers together when a line is dropped', () => {
    const table = parse('n,t,m\n1,x,3\n4,dropped\n7,y,9\n', { raggedLines: 'skip', text: ['t'] });
    expect(table.values).toEqual([Float64Array.of(1, 7), ['x', 'y'], Float64Array.of(3, 9)]);
    expect(parse('n,t\n1,x\n2\n3,z\n', { raggedLines: 'pad', text: 'all' }).values).toEqual([
      Float64Array.of(1, 2, 3),
      ['x', '', 'z'],
    ]);
  });
});

describe('selection', () => {
  const text = 'Time,EMG,EMG,Note\n0,1,2,walk\n1,3,4,"stop, ""now"""\n';
  it('chooses by name, index, pattern and test; others may hold anything', () => {
    expect(numbers(text, { select: ['Time'] })).toEqual([[0, 1]]);
    expect(numbers(text, { select: [2, 0] })).toEqual([
      [0, 1],
      [2, 4],
    ]);
    expect(numbers(text, { select: [/^emg/gi] })).toEqual([
      [1, 3],
      [2, 4],
    ]);
    expect(numbers(text, { select: [({ index }) => index === 1] })).toEqual([[1, 3]]);
    const table = parse(text, { select: [], text: ['Note'] });
    expect(textColumn(table, 'Note')).toEqual(['walk', 'stop, "now"']);
    expect(parse(text).columns.map(({ name }) => name)).toEqual(['Time', 'EMG', 'EMG']);
  });

  it('refuses names that are absent or ambiguous', () => {
    expect(thrown(() => parse(text, { select: ['emg'] }))).toMatchObject({ tag: 'ColumnSelectionError', matches: [] });
    expect(thrown(() => parse(text, { select: ['EMG'] }))).toMatchObject({ matches: [1, 2] });
    expect(thrown(() => parse(text, { select: ['Time'], text: ['Time'] }))).toBeInstanceOf(OptionError);
    expect(thrown(() => parse(text, { maxLineBytes: 0 }))).toBeInstanceOf(OptionError);
    const table = parse(text, { text: 'all' });
    expect(() => numericColumn(table, 'EMG')).toThrow(ColumnSelectionError);
    expect(() => numericColumn(table, 'Note')).toThrow(ColumnSelectionError);
    expect(() => textColumn(table, 'Time')).toThrow(ColumnSelectionError);
    expect(thrown(() => parse(text, { select: ['Note'] }))).toBeInstanceOf(NotANumberError);
    expect(thrown(() => parse('t,v\n1,2\n3,"4\n', {}))).toBeInstanceOf(UnclosedQuoteError);
  });
});

describe('streams', () => {
  async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
  }
  const rows = Array.from(
    { length: 30_000 },
    (_, i) => `${i / 7},${i % 13 === 0 ? '' : -i},${i % 1000 === 0 ? '"1.5"' : 2 ** (i % 60)}`,
  );
  const bytes = encode(`\uFEFFtime,emg,x\r\n${rows.join('\r\n')}`);
  const whole = parseDelimited(bytes);

  it.each([1000, 65_536, 300_001])('gives the same table from chunks of %i bytes', async (size) => {
    expect(await readDelimited(chunked(bytes, size))).toEqual(whole);
    expect(await readDelimited(bytes)).toEqual(whole);
  });

  it('gives the same from single bytes and from UTF-16', async () => {
    const text = `time;größe\n${Array.from({ length: 300 }, (_, i) => `${i};${i},5`).join('\n')}`;
    const expected = parse(text);
    expect(await readDelimited(chunked(encode(text), 1))).toEqual(expected);
    const utf16 = await readDelimited(chunked(new Uint8Array(Buffer.from(`\uFEFF${text}`, 'utf16le')), 7));
    expect(utf16.values).toEqual(expected.values);
  });

  it('yields blocks in order, and one block for a table without rows', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'delimited-')), 'table.csv');
    try {
      writeFileSync(path, bytes.slice(3));
      const blocks: DelimitedBlock[] = [];
      for await (const block of streamDelimited(path, { select: ['emg'] })) blocks.push(block);
      expect(blocks.length).toBeGreaterThan(1);
      expect(blocks.map(({ firstRow }) => firstRow)).toEqual(
        blocks.map((_, i) => blocks.slice(0, i).reduce((sum, { rowCount }) => sum + rowCount, 0)),
      );
      expect(blocks.flatMap(({ values }) => [...(values[0] as Float64Array)])).toEqual([
        ...numericColumn(whole, 'emg'),
      ]);
      expect(blocks.at(-1)!.counts).toEqual(whole.counts);
      writeFileSync(path, 'time,emg\n');
      const empty = [];
      for await (const block of streamDelimited(path, { text: 'all' })) empty.push(block.rowCount);
      expect(empty).toEqual([0]);
      writeFileSync(path, 'a,b\n1,2\n1,x\n');
      await expect(readDelimited(path, { select: ['b'] })).rejects.toThrow(`${path}: line 3`);
    } finally {
      rmSync(join(path, '..'), { recursive: true });
    }
  });

  it('stops when the signal aborts, and bounds the length of a line', async () => {
    const abort = new AbortController();
    const reading = (async () => {
      for await (const block of streamDelimited(chunked(bytes, 100_000), { signal: abort.signal }))
        abort.abort(block.firstRow);
    })();
    await expect(reading).rejects.toBe(0);
    const endless = encode(`a,b\n1,2\n${'1'.repeat(400_000)}`);
    await expect(readDelimited(chunked(endless, 300_000), { maxLineBytes: 1000 })).rejects.toBeInstanceOf(
      LineTooLongError,
    );
  });
});

describe('the WebAssembly kernel', () => {
  it('is what its source compiles to', () => {
    expect(compileNumberScan()).toBe(NUMBER_SCAN_MODULE);
  });

  it('reads what the general scanner reads', () => {
    const exact = fc.double({ noNaN: true }).map(String);
    const digits = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        fc.stringMatching(/^\d{0,24}$/),
        fc.stringMatching(/^(\.\d{0,24})?$/),
        fc.stringMatching(/^(e-?\d{1,3})?$/),
      )
      .map((parts) => parts.join(''));
    const cell = fc.oneof(
      exact,
      digits,
      fc.constantFrom('', ' ', 'NaN', 'nan', '-', '.', 'x', '"1"', ' 1 ', 'inf', '1e', '"', '1\t2'),
    );
    const lineEnd = fc.constantFrom('\n', '\r\n');
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 1, maxLength: 4 }), { maxLength: 8 }),
        lineEnd,
        fc.constantFrom(',', ';', '\t', ' '),
        (rows, end, delimiter) => {
          const lines = rows.map((row) => [...row, 't'].join(delimiter));
          const ordinary = Array.from({ length: 20 }, () => ['1', '2', '3', 't'].join(delimiter));
          const bytes = encode([['a', 'b', 'c', 't'].join(delimiter), ...lines, ...ordinary, ''].join(end));
          const options = {
            delimiter: delimiter === ' ' ? 'blanks' : (delimiter as ','),
            decimalMark: '.',
            headerLine: 1,
            raggedLines: 'skip',
            badCells: 'nan',
          } as const;
          const attempt = (more: ReadOptions): unknown => {
            try {
              const { values, counts, rowCount } = parseDelimited(bytes, { ...options, ...more });
              return { values: values.slice(0, 2), counts, rowCount };
            } catch (error) {
              if (!isDelimitedError(error)) throw error;
              return error.tag;
            }
          };
          const withText = attempt({ select: [0, 1], text: [2] });
          if (withText !== 'UnclosedQuoteError') expect(attempt({ select: [0, 1] })).toEqual(withText);
        },
      ),
      { numRuns: 800 },
    );
  });

  it('gives the very doubles of the engine', () => {
    const text = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => x.toExponential(18)),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.bigInt({ min: -(10n ** 19n), max: 10n ** 19n }), fc.integer({ min: -40, max: 40 }))
        .map(([m, e]) => `${m}e${e}`),
    );
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 200 }), (cells) => {
        expect([
          ...numericColumn(parse(`v,w\n${cells.map((cell) => `${cell},1`).join('\n')}\n`, { headerLine: 1 }), 'v'),
        ]).toEqual(cells.map(Number));
      }),
      { numRuns: 200 },
    );
  });
});

it('ends with a typed error, or a table, on any damage', () => {
  const whole = encode('Label: EMG\n"X[s]","EMG 1 (mV)",note\n0.0,1.5e-3,"a, b"\n0.1,-2,x\n\n0.2,NaN,\n0.3,4,y\n');
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(whole.length),
      fc.boolean(),
      (changes, length, cut) => {
        const damaged = whole.slice(0, cut ? length : whole.length);
        for (const [offset, byte] of changes) if (offset < damaged.length) damaged[offset] = byte;
        const error = thrown(() => parseDelimited(damaged, { text: 'all' }));
        expect(error === null || isDelimitedError(error)).toBe(true);
      },
    ),
    { numRuns: 800 },
  );
});
