/**
 * Uses @emgfm/emg-dsp alone: band-pass, rectification and envelope of one channel, and the rate of the result.
 *
 *     npx tsx examples/emg-envelope.ts
 */
import { createEmgChain } from '@emgfm/emg-dsp';

const samplingRateHz = 2000;
// two bursts per second over hum and offset: put your own recording here
const raw = Float64Array.from({ length: 5 * samplingRateHz }, (_, i) => {
  const timeS = i / samplingRateHz;
  const burst = Math.max(0, Math.sin(4 * Math.PI * timeS)) ** 2;
  return (
    0.3 +
    0.02 * Math.sin(100 * Math.PI * timeS) +
    burst * Math.sin(2 * Math.PI * 120 * timeS + 7 * Math.sin(531 * timeS))
  );
});

const chain = createEmgChain({ samplingRateHz, kind: 'raw', targetRateHz: 100, representation: 'envelope' });
const { channels, samplingRateHz: envelopeRateHz, report } = chain.apply([raw]);
for (const { stepId, applied, reason } of report)
  console.log(`${applied ? 'done   ' : 'skipped'} ${stepId}: ${reason}`);
const [envelope] = channels;
console.log(
  `${envelope!.length} envelope samples at ${envelopeRateHz} Hz, largest ${Math.max(...envelope!).toFixed(2)}`,
);
