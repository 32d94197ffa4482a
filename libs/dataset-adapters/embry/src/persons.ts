import { DETAILS_FIELD, STRIDES_STRUCT } from './channels';
import type { InclineFile } from './incline-file';

/** The persons of the file, and the names of their trials in the order of the file. @throws MatError */
export async function personsOf(file: InclineFile): Promise<Map<string, readonly string[]>> {
  const persons = new Map<string, readonly string[]>();
  for (const name of await file.names([STRIDES_STRUCT])) {
    const fields = await file.names([STRIDES_STRUCT, name]);
    const trials = fields.filter((field) => field.toLowerCase() !== DETAILS_FIELD);
    if (trials.length > 0) persons.set(name, trials);
  }
  return persons;
}
