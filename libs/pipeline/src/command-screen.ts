import type { SubjectRunner } from './subject-runner';

/** Where a command writes: results to `out`, messages and progress to `err`; and how it processes a subject. */
export interface CommandScreen {
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly progress: NodeJS.WriteStream | null;
  readonly runSubject?: SubjectRunner;
}

/** The terminal that the program was started from. */
export const terminal: CommandScreen = {
  out: (text) => void process.stdout.write(`${text}\n`),
  err: (text) => void process.stderr.write(`${text}\n`),
  progress: process.stderr,
};
