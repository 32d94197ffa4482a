import { type AmplitudeSketch, assessEmgQuality, createEmgChain, type EmgChain } from '@emgfm/emg-dsp';
import {
  cutRecordingStrides,
  cutStrides,
  type DetectionIssue,
  findEvents,
  segmentRecording,
} from '@emgfm/gait-segment';
import {
  channelCount,
  channelSamples,
  type Configuration,
  type ContinuousRecording,
  type CutRecording,
  type Decision,
  type Drop,
  EMG_CHANNELS,
  emgChannelIndex,
  type EmgSignals,
  type EmgSite,
  type EmgUnit,
  missingReasonCode,
  type LegSignals,
  qualityFlags,
  type Recording,
  type SampleArray,
  signalBlock,
  SIDES,
  type Stride,
} from '@emgfm/schema';

/** Where the EMG amplitudes of a channel are counted, over all trials and both legs of a subject. */
export type AmplitudeCounter = (channel: number) => AmplitudeSketch;

/** What one recording gave. */
export interface ProcessedRecording {
  readonly strides: readonly Stride[];
  readonly drops: readonly Drop[];
  readonly decisions: readonly Decision[];
  readonly notes: readonly string[];
}

/**
 * Takes one recording through the EMG chain, finds its events, and cuts its strides.
 * @param count the amplitudes of the whole processed trial go here, not only those of its strides
 */
export function processRecording(
  recording: Recording,
  configuration: Configuration,
  count: AmplitudeCounter,
): ProcessedRecording {
  const processed =
    recording.kind === 'continuous'
      ? processContinuous(recording, configuration, count)
      : processCut(recording, configuration, count);
  const wanted = configuration.store.furtherModalities;
  return wanted === 'all' ? processed : { ...processed, strides: processed.strides.map((one) => reduced(one, wanted)) };
}

/** The stride with those of its further modalities that are wanted. */
function reduced({ further, ...stride }: Stride, wanted: readonly string[]): Stride {
  const kept = further?.filter(({ modality }) => wanted.includes(modality.name)) ?? [];
  return kept.length > 0 ? { ...stride, further: kept } : stride;
}

function processContinuous(
  recording: ContinuousRecording,
  configuration: Configuration,
  count: AmplitudeCounter,
): ProcessedRecording {
  const notes: string[] = [];
  const processed = SIDES.map((side) => {
    const emg = recording.legs[side]?.emg ?? null;
    if (emg === null) return { emg: null, mainsRemoved: false };
    const result = processEmg(emg, configuration);
    notes.push(...result.notes.map((note) => `${side} ${note}`));
    countAmplitudes(result.emg, count);
    return result;
  });
  const { detector, redetect, minDurationS, maxDurationS } = configuration.strides;
  const { events, issues, decision } = findEvents(recording, { detector, redetect });
  const issueDrops = dropsOfIssues(recording, issues);
  const decisions = [decision];
  if (events.length === 0) return { strides: [], drops: issueDrops, decisions, notes: [...new Set(notes)] };
  const segmentation = segmentRecording(recording, events, { minDurationS, maxDurationS });
  const cut = cutStrides(recording, segmentation.strides, {
    pointsPerStride: configuration.store.pointsPerStride,
    emgRateHz: configuration.store.emgRateHz,
    emgKind: configuration.emg.representation,
    emg: { left: processed[0]?.emg ?? null, right: processed[1]?.emg ?? null },
  });
  const strides = cut.strides.map((stride) =>
    processed[SIDES.indexOf(stride.side)]?.mainsRemoved
      ? { ...stride, quality: (stride.quality | qualityFlags('mains_removed')) >>> 0 }
      : stride,
  );
  return {
    strides,
    drops: [...issueDrops, ...segmentation.drops, ...cut.drops],
    decisions,
    notes: [...new Set(notes)],
  };
}

/** What the event detectors could not find, the same thing of both feet once. */
function dropsOfIssues(recording: ContinuousRecording, issues: readonly DetectionIssue[]): Drop[] {
  const drops = new Map<string, Drop>();
  for (const { side, reason, detail } of issues) {
    const key = `${reason}\n${detail}`;
    const what = drops.has(key) || side === null ? recording.trial : `${recording.trial} ${side}`;
    drops.set(key, { what, level: 'trial', reason, detail });
  }
  return [...drops.values()];
}

function processCut(
  recording: CutRecording,
  configuration: Configuration,
  count: AmplitudeCounter,
): ProcessedRecording {
  const notes: string[] = [];
  const strides = recording.strides.map((stride) => {
    const { emg } = stride.signals;
    // a grid of points per stride has no rate, so no filter has a meaning on it
    const result =
      emg === null || Number.isNaN(emg.samplingRateHz) ? { emg, notes: [] } : processEmg(emg, configuration);
    notes.push(...result.notes);
    if (result.emg !== null) countAmplitudes(result.emg, count);
    const signals: LegSignals = { ...stride.signals, emg: result.emg };
    return { ...stride, signals };
  });
  const cut = cutRecordingStrides(
    { ...recording, strides },
    {
      pointsPerStride: configuration.store.pointsPerStride,
      emgRateHz: configuration.store.emgRateHz,
      emgSourceRatesHz: recording.strides.map(({ signals }) => signals.emg?.samplingRateHz ?? NaN),
      minDurationS: configuration.strides.minDurationS,
      maxDurationS: configuration.strides.maxDurationS,
    },
  );
  return { strides: cut.strides, drops: cut.drops, decisions: [], notes: [...new Set(notes)] };
}

function countAmplitudes(emg: EmgSignals, count: AmplitudeCounter): void {
  for (let channel = 0; channel < channelCount(emg); channel += 1) {
    if (emg.channelReasons[channel] === 0) count(channel).add(channelSamples(emg, channel));
  }
}

/** Microvolts in one unit of the EMG; unknown for units without a size. */
const MICROVOLTS: Partial<Record<EmgUnit, number>> = { V: 1e6, mV: 1e3, uV: 1 };

/** The chains of a configuration by rate and kind of what goes in; each keeps its tables and memory from trial to trial. */
const chains = new WeakMap<Configuration, Map<string, EmgChain>>();

function chainFor({ samplingRateHz, emgKind }: EmgSignals, configuration: Configuration): EmgChain {
  const own = chains.get(configuration) ?? new Map<string, EmgChain>();
  chains.set(configuration, own);
  const key = `${samplingRateHz} ${emgKind}`;
  const known = own.get(key);
  if (known !== undefined) return known;
  const { representation, bandPassHz, envelopeCornerHz, mains, denoising } = configuration.emg;
  const chain = createEmgChain({
    samplingRateHz,
    kind: emgKind,
    targetRateHz: configuration.store.emgRateHz,
    representation,
    mainsRemoval: mains === 'detect' ? 'when-detected' : 'never',
    denoising,
    bandHz: bandPassHz,
    envelopeCornerHz,
  });
  own.set(key, chain);
  return chain;
}

/** EMG of one leg after the chain that the configuration asks for, at the rate of the store. */
function processEmg(
  source: EmgSignals,
  configuration: Configuration,
): { emg: EmgSignals; notes: string[]; mainsRemoved: boolean } {
  const { emg, notes } = checkQuality(source, configuration);
  const chain = chainFor(emg, configuration);
  const present = emg.channelReasons.map((reason, channel) => {
    if (reason !== 0) return null;
    const samples = channelSamples<SampleArray>(emg, channel);
    return samples instanceof Float64Array ? samples : Float64Array.from(samples);
  });
  const { furtherSites = [], ...singleSites } = emg;
  const result = chain.apply([
    ...present.filter((channel) => channel !== null),
    ...furtherSites.map(({ samples }) => samples),
  ]);
  const processed = result.channels[Symbol.iterator]();
  const firstSites = present.map((channel) => (channel === null ? null : (processed.next().value as Float64Array)));
  const sites = furtherSites.map(({ channel }) => ({ channel, samples: processed.next().value as Float64Array }));
  const isMagnitude = result.kind !== 'filtered';
  const rows = isMagnitude ? firstSites.map((row, channel) => row && meanOfSites(row, channel, sites)) : firstSites;
  const numSamples = result.channels[0]?.length ?? 0;
  const block = signalBlock(rows, { samplingRateHz: result.samplingRateHz, startS: emg.startS, numSamples });
  return {
    emg: { ...singleSites, ...block, emgKind: result.kind },
    notes: [
      ...notes,
      ...[...new Set(sites.map(({ channel }) => channel))].map(
        (channel) =>
          `EMG ${channel}: ${isMagnitude ? 'the mean of its sites, each rectified' : 'the first of its sites'}`,
      ),
      ...result.report.filter(({ applied }) => !applied).map(({ stepId, reason }) => `EMG ${stepId}: ${reason}`),
    ],
    mainsRemoved: result.report.some(({ stepId, applied }) => applied && stepId === 'mains'),
  };
}

/** Mean of a channel and its further sites; missing where a site is. */
function meanOfSites(first: Float64Array, channel: number, sites: readonly EmgSite[]): Float64Array {
  const further = sites.filter((site) => emgChannelIndex(site.channel) === channel);
  return further.length === 0
    ? first
    : first.map(
        (value, i) => further.reduce((sum, { samples }) => sum + (samples[i] as number), value) / (further.length + 1),
      );
}

/** Notes raw channels that are no usable EMG, and takes them out where the configuration says so. */
function checkQuality(emg: EmgSignals, configuration: Configuration): { emg: EmgSignals; notes: string[] } {
  const { quality } = configuration.emg;
  if (quality === 'off' || emg.emgKind !== 'raw') return { emg, notes: [] };
  const { samplingRateHz, unit } = emg;
  const notes: string[] = [];
  /** Is a site to be taken out? */
  const unusable = (name: string, samples: Float64Array): boolean => {
    const { indices } = assessEmgQuality(samples, { samplingRateHz, microvoltsPerUnit: MICROVOLTS[unit] });
    const rejected = indices.filter(({ verdict }) => verdict === 'reject');
    if (rejected.length === 0) return false;
    notes.push(`EMG ${name} looks unusable: ${rejected.map((index) => index.reason).join('; ')}`);
    return quality === 'mask';
  };
  const channelReasons = emg.channelReasons.map((reason, channel) =>
    reason === 0 && unusable(EMG_CHANNELS[channel] as string, channelSamples(emg, channel))
      ? missingReasonCode('sensorQuality')
      : reason,
  );
  const furtherSites = emg.furtherSites?.filter(
    ({ channel, samples }) =>
      channelReasons[emgChannelIndex(channel)] === 0 && !unusable(`${channel}, further site,`, samples),
  );
  return { emg: { ...emg, channelReasons, ...(furtherSites ? { furtherSites } : {}) }, notes };
}
