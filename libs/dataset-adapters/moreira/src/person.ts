import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeFile } from '@emgfm/adapter-kit';
import type { SubjectInfo } from '@emgfm/schema';

/** What `Metadata.txt` says of a person; NaN and '' where it does not. */
export type PersonDetails = Pick<SubjectInfo, 'ageY' | 'sex' | 'massKg' | 'heightM'>;

const UNKNOWN: PersonDetails = { ageY: NaN, sex: '', massKg: NaN, heightM: NaN };

/** Reads `Metadata.txt`: lines such as `Body Mass: 61.2 kg`. */
export async function readPerson(root: string, file: TreeFile | null): Promise<PersonDetails> {
  if (file === null) return UNKNOWN;
  const text = await readFile(join(root, file.path), 'utf8');
  const value = (name: RegExp): string =>
    text
      .split(/\r\n?|\n/)
      .map((line) => /^\s*([^:=]+?)\s*[:=]\s*(.*)$/.exec(line))
      .find((match) => match !== null && name.test(match[1] as string))?.[2] ?? '';
  const number = (name: RegExp): number => {
    const found = /\d+(?:[.,]\d+)?/.exec(value(name))?.[0];
    return found === undefined ? NaN : Number(found.replace(',', '.'));
  };
  const sex = value(/^(?:gender|sex)$/i);
  return {
    ageY: number(/^age$/i),
    sex: /^(?:f|w)/i.test(sex) ? 'female' : /^m/i.test(sex) ? 'male' : '',
    massKg: number(/^(?:body )?(?:mass|weight)/i) || NaN,
    heightM: inMetres(number(/^(?:body )?height/i)) || NaN,
  };
}

/** Adults are 1 to 3 m, 100 to 300 cm or 1000 to 3000 mm tall. */
function inMetres(height: number): number {
  return height >= 1000 ? height / 1000 : height >= 100 ? height / 100 : height;
}
