/**
 * Composes the libraries by hand: reads C3D recordings, finds the strides, prints stance and stride times. No store is written.
 *
 *     npx tsx examples/strides-of-a-folder.ts ./recordings
 */
import { adapter } from '@emgfm/adapter-c3d';
import { findEvents, segmentRecording } from '@emgfm/gait-segment';
import { subjectKey } from '@emgfm/schema';

const [root] = process.argv.slice(2);
if (root === undefined) throw new Error('give a folder of C3D files');

const survey = await adapter.survey(root);
for (const { subject } of survey.subjects) {
  for await (const recording of adapter.read(root, subject, {
    onDrop: ({ what, detail }) => console.error(what, detail),
  })) {
    if (recording.kind !== 'continuous') continue;
    const { events, decision } = findEvents(recording);
    const { strides } = segmentRecording(recording, events);
    console.log(
      `${subjectKey(subject)} ${recording.trial}: ${strides.length} strides, events from ${decision.decided}`,
    );
    for (const { side, startS, durationS, stanceShare } of strides) {
      const stance = Number.isNaN(stanceShare) ? '' : `, stance ${(100 * stanceShare).toFixed(0)} %`;
      console.log(`  ${side.padEnd(5)} at ${startS.toFixed(2)} s: ${durationS.toFixed(2)} s${stance}`);
    }
  }
}
