import { isDelimitedError, readDelimited } from '@emgfm/delimited';

/**
 * What `<ID>_Metadata.csv` says of each circuit, by number: the authors noted there which trials were disturbed.
 * @returns notes by circuit number; a file that cannot be understood gives one note under `null`
 */
export async function readSideNotes(path: string): Promise<ReadonlyMap<number | null, string>> {
  try {
    const table = await readDelimited(path, { delimiter: ',', text: [() => true], select: [], raggedLines: 'pad' });
    const notesAt = table.columns.findIndex(({ name }) => /note|comment/i.test(name));
    const circuits = table.values[0] as string[] | undefined;
    if (notesAt < 1 || circuits === undefined) return new Map();
    const notes = circuits.map((cell, row): [number, string] => [
      Number(/\d+/.exec(cell)?.[0] ?? NaN),
      (table.values[notesAt]?.[row] as string).trim(),
    ]);
    return new Map(notes.filter(([circuit, note]) => !Number.isNaN(circuit) && note !== ''));
  } catch (error) {
    if (!isDelimitedError(error)) throw error;
    return new Map([[null, `metadata file not understood: ${error.message}`]]);
  }
}
