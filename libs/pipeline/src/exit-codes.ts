/** Exit codes of the `emgfm` command. */
export const EXIT = {
  /** Everything was done. */
  done: 0,
  /** Some subjects failed, or a store did not pass; the rest is written and listed. */
  incomplete: 1,
  /** Wrong usage or configuration, or nothing usable was found. */
  usage: 2,
  /** Try again: the disk is full or a resource was busy. */
  tryAgain: 75,
} as const;

/** An exit code of the command. */
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];
