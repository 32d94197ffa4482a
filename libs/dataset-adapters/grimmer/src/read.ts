import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import type { Recording, RecordingProvenance, SubjectRef } from '@emgfm/schema';
import { PASSES } from './channels';
import { trialsWithEmg } from './emg-trials';
import { readGrimmerFolder } from './folder';
import { readMotionTrials } from './motion-trials';
import { grimmerOptions } from './options';
import { recordingOfPass } from './pass-recording';
import { decidePerson } from './person-decisions';

/**
 * The passes of one person over the stairs, each a recording with the touchdowns of that pass. What nothing states is decided once,
 * from all trials of the person; those decisions stand in the provenance of the first recording.
 * @throws UnknownSubjectError, AdapterOptionsError
 */
export async function* readGrimmerSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<Recording> {
  const ownOptions = grimmerOptions(options);
  const { persons } = await readGrimmerFolder(root, options.signal);
  const person = persons.find(({ sourceId }) => sourceId === subject.sourceId);
  if (person === undefined) {
    const known = persons.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, known);
  }
  if (person.files.touchdowns === undefined) {
    const detail = 'the file with its touchdowns is missing, and nothing else tells its strides';
    options.onDrop?.({ what: `person ${person.sourceId}`, level: 'file', reason: 'no-events', detail });
    return;
  }
  const trials = await readMotionTrials(root, person, options);
  const decided = await decidePerson(root, person, trials, ownOptions, options);
  let once: Pick<RecordingProvenance, 'decisions' | 'notes'> = decided;
  // what could not be read was dropped when the facts were decided
  for await (const { trial, emg } of trialsWithEmg(root, person, trials, { signal: options.signal })) {
    for (const { pass } of PASSES) {
      const context = { person, trial, pass, emg, decided, ownOptions, onDrop: options.onDrop };
      const recording = recordingOfPass(context);
      if (recording === null) continue;
      const { provenance } = recording;
      yield {
        ...recording,
        provenance: {
          ...provenance,
          decisions: [...once.decisions, ...provenance.decisions],
          notes: [...once.notes, ...provenance.notes],
        },
      };
      once = { decisions: [], notes: [] };
    }
  }
}
