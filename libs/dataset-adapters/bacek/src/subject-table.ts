import { isMatError, openMat } from '@emgfm/matfile';
import { fieldOf, mean, numbersOf } from './cycle-matrix';

/** Sessions in which a person was measured; the first was to get used to the treadmill. */
const MEASURED_SESSIONS = ['Session2', 'Session3'] as const;
const FIRST_SESSION = 'Session1';

/**
 * Body mass (kg) of a person: the mean of both measured sessions, else that of the first.
 * @param path of `Subjects_Info.mat`
 * @returns NaN where the table does not say; `problem` where it can't be read
 */
export async function readMassKg(path: string, sourceId: string): Promise<{ massKg: number; problem: string | null }> {
  try {
    const mat = await openMat(path);
    try {
      const variable = mat.variables.find(({ name }) => name.toLowerCase() === 'subjectinfo')?.name;
      if (variable === undefined) return { massKg: NaN, problem: 'no variable SubjectInfo' };
      const persons = await mat.fieldNames(variable);
      if (!persons.includes(sourceId)) return { massKg: NaN, problem: null };
      const sessions = await mat.read([variable, sourceId]);
      const massOf = (session: string): number => numbersOf(fieldOf(fieldOf(sessions, session), 'Mass'))?.[0] ?? NaN;
      const known = MEASURED_SESSIONS.map(massOf).filter((mass) => mass > 0 && mass < Infinity);
      const massKg = known.length > 0 ? mean(known) : massOf(FIRST_SESSION);
      return { massKg: massKg > 0 && massKg < Infinity ? massKg : NaN, problem: null };
    } finally {
      await mat.close();
    }
  } catch (error) {
    if (!isMatError(error)) throw error;
    return { massKg: NaN, problem: error.message };
  }
}
