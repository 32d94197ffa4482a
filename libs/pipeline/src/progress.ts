import type { SubjectOutcome } from '@emgfm/schema';
import cliProgress from 'cli-progress';

/** Where the progress of a run goes. */
export interface ProgressDisplay {
  start(subjects: number): void;
  subject(outcome: SubjectOutcome): void;
  stop(): void;
}

/** A bar on a terminal, one line per subject elsewhere, nothing without a stream. */
export function progressDisplay(stream: NodeJS.WriteStream | null): ProgressDisplay {
  if (stream === null) return { start: () => undefined, subject: () => undefined, stop: () => undefined };
  return stream.isTTY ? progressBar(stream) : progressLines(stream);
}

function progressBar(stream: NodeJS.WriteStream): ProgressDisplay {
  const bar = new cliProgress.SingleBar({
    stream,
    format: '{bar} {value}/{total} subjects, {strides} strides, {duration_formatted} ({key})',
    hideCursor: true,
  });
  let strides = 0;
  return {
    start: (subjects) => bar.start(subjects, 0, { strides, key: '' }),
    subject: ({ key, stridesKept }) => {
      strides += stridesKept;
      bar.increment(1, { strides, key });
    },
    stop: () => bar.stop(),
  };
}

function progressLines(stream: NodeJS.WriteStream): ProgressDisplay {
  let done = 0;
  let total = 0;
  return {
    start: (subjects) => {
      total = subjects;
    },
    subject: ({ key, status, stridesKept, elapsedS, error }) => {
      done += 1;
      const result = status === 'failed' ? `failed: ${error}` : `${stridesKept} strides, ${elapsedS.toFixed(1)} s`;
      stream.write(`[${done}/${total}] ${key}: ${status === 'resumed' ? 'taken over, ' : ''}${result}\n`);
    },
    stop: () => undefined,
  };
}
