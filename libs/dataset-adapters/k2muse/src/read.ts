import { type ReadOptions, UnknownSubjectError } from '@emgfm/adapter-kit';
import type { ContinuousRecording, CutRecording, SubjectRef } from '@emgfm/schema';
import { readK2museFolder } from './folder';
import { k2museOptions } from './options';
import { readPersons } from './persons';
import { readProcessed } from './processed';
import { readSource } from './source';
import { hasLayer } from './survey';

/**
 * The trials of one participant, from the layer that is asked for.
 * @throws UnknownSubjectError, AdapterOptionsError, NotADatasetError
 */
export async function* readK2museSubject(
  root: string,
  subject: SubjectRef,
  options: ReadOptions = {},
): AsyncGenerator<ContinuousRecording | CutRecording> {
  const own = k2museOptions(options);
  const { participants, workbook } = await readK2museFolder(root, options.signal);
  const known = participants.filter((participant) => hasLayer(participant, own.layer));
  const participant = known.find(({ sourceId }) => sourceId === subject.sourceId);
  if (participant === undefined) {
    const ids = known.map(({ sourceId }) => sourceId);
    throw new UnknownSubjectError(root, subject.sourceId, ids);
  }
  const persons = await readPersons(root, workbook);
  yield* own.layer === 'source'
    ? readSource(root, participant, persons, options)
    : readProcessed(root, participant, persons, own, options);
}
