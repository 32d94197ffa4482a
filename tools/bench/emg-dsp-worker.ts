/** One worker of the benchmark of emg-dsp: runs the whole chain on its own trial as often as it is told to. */
import { parentPort } from 'node:worker_threads';
import { benchmarkTrial, wholeChain } from './emg-dsp-workload';
import { createPipeline } from '../../libs/emg-dsp/src/index';

const pipeline = createPipeline(wholeChain);
const trial = benchmarkTrial();
const out = trial.map((channel) => new Float64Array(pipeline.lengthAfter(channel.length)));
parentPort!.on('message', (numTrials: number) => {
  for (let trialIndex = 0; trialIndex < numTrials; trialIndex++) pipeline.run(trial, out);
  parentPort!.postMessage('done');
});
parentPort!.postMessage('ready');
