import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { SHARED_DATA_HINT, sharedData } from '../../../../tools/shared-data';
import { LayoutError } from './errors';
import { numericColumn, parseDelimited, sniffDelimited, textColumn } from './read-delimited';
import { signalsWithOwnTime } from './own-time-signals';

const bytesOf = (...lines: string[]) => new TextEncoder().encode(lines.join('\n'));
const columnsOf = (...lines: string[]) => sniffDelimited(bytesOf(...lines)).columns;

describe('delimiter and decimal mark', () => {
  it.each([
    [',', '.', ['t,a', '1.5,2', '2.5,3']],
    [';', ',', ['t;a', '1,5;2', '2,5;3']],
    [';', '.', ['t;a', '1.5;2', '2.5;3']],
    ['\t', ',', ['t\ta', '1,5\t2', '2,5\t3,25']],
    ['\t', '.', ['t\ta', '1.5\t\t2', '2.5\t\t3'].map((line) => line.replace('t\ta', 't\ta\tb'))],
    ['|', '.', ['t|a', '1.5|2']],
    ['blanks', '.', ['  t     a', '  1.5   2', ' 12.5   -3e4']],
    ['blanks', ',', ['t a b', '1,5 2,5 3,5', '1,5 2,5 3']],
    [',', '.', ['a,b', '1, 2', '3, 4']],
    [',', '.', ['id,mass,sex', 'AB06,74.8,M', 'AB07,55,F']],
  ] as const)('finds %j and %j', (delimiter, decimalMark, lines) => {
    expect(sniffDelimited(bytesOf(...lines))).toMatchObject({ delimiter, decimalMark, headerLine: 1, firstRowLine: 2 });
  });

  it('can be overruled', () => {
    const oneColumn = bytesOf('a', '1,5', '2,5');
    expect(parseDelimited(oneColumn, { delimiter: ';', decimalMark: ',' }).values).toEqual([Float64Array.of(1.5, 2.5)]);
    expect(parseDelimited(bytesOf('1,2', '3,4', '5,6'), { headerLine: 1 }).rowCount).toBe(2);
    expect(parseDelimited(bytesOf('1,2', '3,4', '5,6'), { headerLine: null }).rowCount).toBe(3);
    expect(parseDelimited(bytesOf('a,b', '3,4', '5,6'), { firstRowLine: 3 }).rowCount).toBe(1);
  });
});

describe('header', () => {
  it('tells names, units, rates and context apart', () => {
    const columns = columnsOf('left,left,right', 'Time,EMG,EMG', 's,mV,µV', '0,1,2', '1,2,3');
    expect(columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['Time', 's'],
      ['EMG', 'mV'],
      ['EMG', 'µV'],
    ]);
    expect(columns[2].headerPath).toEqual(['right', 'EMG', 'µV']);
    expect(columnsOf('s,V', '0,1', '1,2').map(({ name }) => name)).toEqual(['s', 'V']);
    expect(columnsOf('X [s],"EMG 1 (mV)","Time,s"', '0,1,2').map(({ unit }) => unit)).toEqual(['s', 'mV', 's']);
  });

  it('leaves columns without names where no line fits the table', () => {
    const layout = sniffDelimited(bytesOf('time emg', '0,1,2', '1,2,3'));
    expect(layout).toMatchObject({ headerLine: null, firstRowLine: 2, preamble: ['time emg'] });
    expect(layout.columns.map(({ name }) => name)).toEqual(['column 1', 'column 2', 'column 3']);
    expect(sniffDelimited(bytesOf('1,2', '3,4')).firstRowLine).toBe(1);
  });

  it('reads comment signs, quoted and empty names, and names with blanks between runs of blanks', () => {
    expect(columnsOf('# time,emg', '0,1').map(({ name }) => name)).toEqual(['time', 'emg']);
    expect(columnsOf('"Time, s",,"say ""x"""', '0,1,2').map(({ name }) => name)).toEqual([
      'Time, s',
      'column 2',
      'say "x"',
    ]);
    expect(columnsOf('EMG one  EMG two', '0.1      1.5', '0.2   1').map(({ name }) => name)).toEqual([
      'EMG one',
      'EMG two',
    ]);
    const biosppy = sniffDelimited(
      bytesOf('# Simple Text Format', '# Sampling Rate (Hz):= 1000.00', '# Labels:= EMG', '2055.0', '2056.0'),
    );
    expect(biosppy).toMatchObject({ headerLine: null, firstRowLine: 4 });
  });

  it('passes over numbers that stand above a header', () => {
    expect(sniffDelimited(bytesOf('100,2', 'time,emg', '0,1', '1,2'))).toMatchObject({
      headerLine: 2,
      firstRowLine: 3,
    });
  });

  it('accepts a table without rows and a table of texts', () => {
    expect(sniffDelimited(bytesOf('time,emg'))).toMatchObject({ headerLine: 1, firstRowLine: 2 });
    expect(parseDelimited(bytesOf('time,emg', ''), { text: 'all' })).toMatchObject({ rowCount: 0 });
    const texts = parseDelimited(bytesOf('Status,Note', 'A,walk', 'R,"sit, then stand"'), { text: 'all' });
    expect(texts.values).toEqual([
      ['A', 'R'],
      ['walk', 'sit, then stand'],
    ]);
  });

  it.each([
    ['nothing', ''],
    ['blank lines', ' \n\n'],
    ['binary data', 'MATLAB\0\0\0'],
    ['prose', 'There is no table here.\nOnly words, and more words.\n'],
  ])('refuses %s', (_, text) => {
    expect(() => parseDelimited(new TextEncoder().encode(text), { text: 'all' })).toThrow(LayoutError);
  });
});

describe('vendor exports', () => {
  it('reads Delsys EMGworks: notes, repeated time columns, channels of different length', () => {
    const table = parseDelimited(
      bytesOf(
        'Label: EMG 1 Sampling frequency: 2000 Number of points: 4 start: 0 Unit: V Domain Unit: s',
        'Label: ACC X 1 Sampling frequency: 1000 Number of points: 2 start: 0 Unit: g Domain Unit: s',
        '',
        '"X[s]","Avanti 1: EMG 1 [V]","X[s]","Avanti 1: ACC.X 1 [g]"',
        '0,1e-5,0,0.1',
        '0.0005,-2e-5,0.001,0.2',
        '0.001,3e-5,,',
        '0.0015,-4e-5, , ',
      ),
    );
    const [emg, acc] = signalsWithOwnTime(table);
    expect(emg).toMatchObject({
      index: 1,
      name: 'Avanti 1: EMG 1 [V]',
      unit: 'V',
      values: Float64Array.of(1e-5, -2e-5, 3e-5, -4e-5),
    });
    expect(emg.samplingRateHz).toBeCloseTo(2000, 8);
    expect(acc).toMatchObject({
      index: 3,
      unit: 'g',
      timeS: Float64Array.of(0, 0.001),
      values: Float64Array.of(0.1, 0.2),
    });
    expect(table.counts.missingCells).toBe(4);
  });

  it('reads Trigno Discover: sensor rows, names, a row of rates, semicolons and decimal commas', () => {
    const table = parseDelimited(
      bytesOf(
        'Application:;Trigno Discover 1.6',
        'Collection Length (seconds):;12,5',
        'VL (81721);;RF (81722);',
        'sensor mode: 40;;sensor mode: 40;',
        'EMG 1 Time Series (s);EMG 1 (mV);EMG 2 Time Series (s);EMG 2 (mV)',
        ';2148,1481 Hz;;1259,2593 Hz',
        '0;0,001;0;-0,002',
        '0,000465517;0,0015;0,000794118;0,003',
      ),
    );
    expect(table.layout).toMatchObject({ delimiter: ';', decimalMark: ',', headerLine: 5, firstRowLine: 7 });
    const signals = signalsWithOwnTime(table);
    expect(signals.map(({ name, unit, samplingRateHz }) => [name, unit, samplingRateHz])).toEqual([
      ['EMG 1 (mV)', 'mV', 2148.1481],
      ['EMG 2 (mV)', 'mV', 1259.2593],
    ]);
    expect(table.columns[0].headerPath.slice(-4)).toEqual([
      'VL (81721)',
      'sensor mode: 40',
      'EMG 1 Time Series (s)',
      '',
    ]);
  });

  it('reads Noraxon: notes of two cells, empty text columns, units behind names', () => {
    const table = parseDelimited(
      bytesOf(
        'Type,Raw Data',
        'Record Name,walk',
        'Frequency,2000',
        '',
        'time,Activity,Marker,"Ultium EMG.LT TIB.ANT. (uV)"',
        '0.0000,,,1.5',
        '0.0005,,,-2.5',
      ),
      { select: ['time', /TIB\.ANT/] },
    );
    expect(table.columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['time', null],
      ['Ultium EMG.LT TIB.ANT. (uV)', 'uV'],
    ]);
    expect([...numericColumn(table, 3)]).toEqual([1.5, -2.5]);
    expect(table.layout.columns.map(({ kind }) => kind)).toEqual(['number', 'empty', 'empty', 'number']);
  });

  it('reads Cometa: tabs, a units row, a trailing tab on every row', () => {
    const table = parseDelimited(
      bytesOf(
        'EMG export',
        'Channels: 2',
        'Time\tTibialis Ant\tSoleus',
        '[s]\t[uV]\t[uV]',
        '0.0\t1.5\t2.5\t',
        '0.5\t1.5\t2.5\t',
      ),
    );
    expect(table.columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['Time', 's'],
      ['Tibialis Ant', 'uV'],
      ['Soleus', 'uV'],
    ]);
    expect(table.rowCount).toBe(2);
  });

  it('refuses signals without times', () => {
    expect(() => signalsWithOwnTime(parseDelimited(bytesOf('EMG,X[s]', '1,2')))).toThrow(LayoutError);
    expect(() => signalsWithOwnTime(parseDelimited(bytesOf('X[s],EMG', '1,2', ',3')))).toThrow(
      /at most 1 samples, found 2/,
    );
  });
});

describe('encodings and line ends', () => {
  const lines = ['Zeit;Größe (µV)', '0,5;1', '1,5;2'];
  const utf16 = (text: string, bigEndian = false): Uint8Array => {
    const bytes = new Uint8Array(Buffer.from(text, 'utf16le'));
    return bigEndian ? new Uint8Array(Buffer.from(bytes).swap16()) : bytes;
  };
  it.each([
    ['utf-8', new TextEncoder().encode(lines.join('\r\n'))],
    ['utf-8', new TextEncoder().encode(`\uFEFF${lines.join('\n')}\n`)],
    ['utf-8', new TextEncoder().encode(lines.join('\r'))],
    ['utf-16le', utf16(`\uFEFF${lines.join('\r\n')}\r\n`)],
    ['utf-16be', utf16(`\uFEFF${lines.join('\n')}`, true)],
    ['utf-16le', utf16(lines.join('\n'))],
    ['windows-1252', new Uint8Array(Buffer.from(lines.join('\n'), 'latin1'))],
  ] as const)('reads %s, case %#', (encoding, bytes) => {
    const table = parseDelimited(bytes);
    expect(table.layout.encoding).toBe(encoding);
    expect(table.columns.map(({ name }) => name)).toEqual(['Zeit', 'Größe (µV)']);
    expect(table.values).toEqual([Float64Array.of(0.5, 1.5), Float64Array.of(1, 2)]);
  });
});

const folder = sharedData('emg');
describe.skipIf(folder === null)(`sample recordings (${SHARED_DATA_HINT})`, () => {
  it.each([
    ['camargo/SubjectInfo.decoded.csv', 22, 5, 1],
    ['camargo/reference_treadmill_1.20mps_5pct.csv', 21, 6, 2],
    ['emg/bmclab/emg.csv', 3360, 2, null],
    ['emg/biosppy/emg.txt', 100_000, 1, null],
    ['emg/musclesynergies/csv/RAW_DATA_ID0012_TW_01_emg.csv', 7618, 14, 1],
    ['imu/gaitmap/imu_sample.csv', 7928, 13, 2],
    ['imu/gaitmap/stride_events_sample.csv', 57, 8, 1],
    ['imu/treadmill-grf/example_vertical_grf.csv', 5559, 2, null],
    ['gait120/derived_sts_cycle_metadata.csv', 99, 5, 1],
  ])('reads %s', (path, rows, columns, headerLine) => {
    const table = parseDelimited(readFileSync(sharedData(...path.split('/'))!), { text: 'all' });
    expect(table).toMatchObject({ rowCount: rows, layout: { headerLine } });
    expect(table.columns).toHaveLength(columns);
  });

  it('reads the subject table of the sample', () => {
    const table = parseDelimited(readFileSync(sharedData('camargo', 'SubjectInfo.decoded.csv')!), {
      text: ['Subject'],
    });
    expect(textColumn(table, 'Subject').slice(0, 2)).toEqual(['AB06', 'AB07']);
    expect([...numericColumn(table, 'Weight').slice(0, 2)]).toEqual([74.84, 55.34]);
  });
});
