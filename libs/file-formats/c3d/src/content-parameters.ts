import type { C3dContent, C3dForcePlateContent, C3dParameterContent } from './content';
import { C3dContentError } from './errors';
import { modelOutputLists } from './point-kinds';
import type { FrameEncoding } from './write-frames';
import { continuedParameters, floatParameter, int16Parameter, textParameter } from './write-parameters';

/** All parameters of a file, its block numbers (DATA_START) still 0. */
export function contentParameters(content: C3dContent, encoding: FrameEncoding): C3dParameterContent[] {
  return [
    ...trialParameters(content),
    ...pointParameters(content, encoding),
    ...analogParameters(content, encoding),
    ...forcePlateParameters(content),
    ...eventParameters(content),
    ...subjectParameters(content),
    ...rotationParameters(content),
    ...(content.parameters ?? []),
  ];
}

function trialParameters({ firstFrame = 1, frameCount }: C3dContent): C3dParameterContent[] {
  const lastFrame = firstFrame + frameCount - 1;
  const words = (frame: number): number[] => [frame % 65536, Math.floor(frame / 65536)];
  if (frameCount === 0) return [];
  return [
    int16Parameter('TRIAL', 'ACTUAL_START_FIELD', words(firstFrame)),
    int16Parameter('TRIAL', 'ACTUAL_END_FIELD', words(lastFrame)),
  ];
}

function pointParameters(content: C3dContent, encoding: FrameEncoding): C3dParameterContent[] {
  const { points = [], frameCount, pointRateHz, pointUnit = 'mm' } = content;
  const labels = points.map(({ label }) => label);
  const parameters = [
    int16Parameter('POINT', 'USED', [points.length], []),
    floatParameter('POINT', 'SCALE', [encoding.storage === 'float32' ? -encoding.pointScale : encoding.pointScale], []),
    floatParameter('POINT', 'RATE', [pointRateHz], []),
    int16Parameter('POINT', 'DATA_START', [0], []),
    int16Parameter('POINT', 'FRAMES', [Math.min(frameCount, 65535)], []),
    textParameter('POINT', 'UNITS', [pointUnit]),
    ...continuedParameters(textParameter('POINT', 'LABELS', labels)),
    ...continuedParameters(
      textParameter(
        'POINT',
        'DESCRIPTIONS',
        points.map(({ description = '' }) => description),
      ),
    ),
  ];
  if (frameCount > 65534) parameters.push(floatParameter('POINT', 'LONG_FRAMES', [frameCount], []));
  for (const { kind, list, unit } of modelOutputLists) {
    const outputs = points.filter((point) => point.kind === kind);
    if (outputs.length === 0) continue;
    parameters.push(
      ...continuedParameters(
        textParameter(
          'POINT',
          list,
          outputs.map(({ label }) => label),
        ),
      ),
    );
    if (unit !== null && outputs[0].unit !== undefined)
      parameters.push(textParameter('POINT', unit, [outputs[0].unit]));
  }
  return parameters;
}

function analogParameters(content: C3dContent, encoding: FrameEncoding): C3dParameterContent[] {
  const { channels, samplesPerFrame, storage, unsignedAnalog } = encoding;
  const texts = (name: string, values: string[]): C3dParameterContent[] =>
    continuedParameters(textParameter('ANALOG', name, values));
  const offsets = channels.map(({ offset }) => offset);
  const offset = offsets.every(
    (value) =>
      Number.isInteger(value) && value >= (unsignedAnalog ? 0 : -32768) && value <= (unsignedAnalog ? 65535 : 32767),
  )
    ? int16Parameter('ANALOG', 'OFFSET', offsets)
    : floatParameter('ANALOG', 'OFFSET', offsets);
  return [
    int16Parameter('ANALOG', 'USED', [channels.length], []),
    floatParameter('ANALOG', 'RATE', [channels.length > 0 ? content.pointRateHz * samplesPerFrame : 0], []),
    floatParameter('ANALOG', 'GEN_SCALE', [1], []),
    ...continuedParameters(
      floatParameter(
        'ANALOG',
        'SCALE',
        channels.map(({ scale }) => scale),
      ),
    ),
    ...continuedParameters(offset),
    ...texts(
      'LABELS',
      channels.map(({ label }) => label),
    ),
    ...texts(
      'DESCRIPTIONS',
      channels.map(({ description = '' }) => description),
    ),
    ...texts(
      'UNITS',
      channels.map(({ unit = '' }) => unit),
    ),
    ...(storage === 'int16'
      ? [
          textParameter('ANALOG', 'FORMAT', [unsignedAnalog ? 'UNSIGNED' : 'SIGNED']),
          int16Parameter('ANALOG', 'BITS', [16], []),
        ]
      : []),
  ];
}

function forcePlateParameters({
  forcePlates = [],
  zeroFrames = [1, 0],
  analog = [],
}: C3dContent): C3dParameterContent[] {
  const count = forcePlates.length;
  if (count === 0) return [int16Parameter('FORCE_PLATFORM', 'USED', [0], [])];
  const mostChannels = Math.max(...forcePlates.map(({ channelIndexes }) => channelIndexes.length));
  const channels = forcePlates.flatMap(({ channelIndexes }) =>
    Array.from({ length: mostChannels }, (_, i) => (i < channelIndexes.length ? channelIndexes[i] + 1 : 0)),
  );
  const unknown = channels.find((channel) => channel > analog.length || channel < 0);
  if (unknown !== undefined) throw new C3dContentError('forcePlates', `analog channel ${unknown - 1} does not exist`);
  return [
    int16Parameter('FORCE_PLATFORM', 'USED', [count], []),
    int16Parameter(
      'FORCE_PLATFORM',
      'TYPE',
      forcePlates.map(({ type }) => type),
    ),
    int16Parameter('FORCE_PLATFORM', 'ZERO', zeroFrames),
    int16Parameter('FORCE_PLATFORM', 'CHANNEL', channels, [mostChannels, count]),
    floatParameter(
      'FORCE_PLATFORM',
      'CORNERS',
      forcePlates.flatMap(({ corners }) => corners.flat()),
      [3, 4, count],
    ),
    floatParameter(
      'FORCE_PLATFORM',
      'ORIGIN',
      forcePlates.flatMap(({ origin }) => [...origin]),
      [3, count],
    ),
    ...calibrationParameters(forcePlates),
  ];
}

/** CAL_MATRIX lies column by column, one matrix per plate; plates without one get zeros. */
function calibrationParameters(plates: readonly C3dForcePlateContent[]): C3dParameterContent[] {
  const size = Math.sqrt(Math.max(...plates.map(({ calibrationMatrix }) => calibrationMatrix?.length ?? 0)));
  if (size === 0) return [];
  const values = plates.flatMap(({ calibrationMatrix }) => {
    if (calibrationMatrix && calibrationMatrix.length !== size * size)
      throw new C3dContentError('forcePlates', 'calibration matrices must be square and of one size');
    return Array.from(
      { length: size * size },
      (_, i) => calibrationMatrix?.[(i % size) * size + Math.floor(i / size)] ?? 0,
    );
  });
  return [floatParameter('FORCE_PLATFORM', 'CAL_MATRIX', values, [size, size, plates.length])];
}

function eventParameters({ events = [] }: C3dContent): C3dParameterContent[] {
  const texts = (name: string, values: string[]): C3dParameterContent[] =>
    continuedParameters(textParameter('EVENT', name, values));
  const times = events.flatMap(({ captureTimeS }) => {
    if (!Number.isFinite(captureTimeS)) throw new C3dContentError('events', `time ${captureTimeS} is not finite`);
    const minutes = Math.trunc(captureTimeS / 60);
    return [minutes, captureTimeS - minutes * 60];
  });
  const used = int16Parameter('EVENT', 'USED', [events.length], []);
  if (events.length === 0) return [used];
  return [
    used,
    ...texts(
      'CONTEXTS',
      events.map(({ context = '' }) => context),
    ),
    ...texts(
      'LABELS',
      events.map(({ label }) => label),
    ),
    ...texts(
      'DESCRIPTIONS',
      events.map(({ description = '' }) => description),
    ),
    ...texts(
      'SUBJECTS',
      events.map(({ subject = '' }) => subject),
    ),
    ...continuedParameters(floatParameter('EVENT', 'TIMES', times), 2),
    ...continuedParameters(
      int16Parameter(
        'EVENT',
        'ICON_IDS',
        events.map(({ iconId = 0 }) => iconId),
      ),
    ),
    ...continuedParameters({
      ...int16Parameter(
        'EVENT',
        'GENERIC_FLAGS',
        events.map(({ genericFlag = 0 }) => genericFlag),
      ),
      type: 'byte',
    }),
  ];
}

function subjectParameters({ subjects = [] }: C3dContent): C3dParameterContent[] {
  if (subjects.length === 0) return [];
  const prefixes = subjects.map(({ labelPrefix = '' }) => labelPrefix);
  return [
    int16Parameter('SUBJECTS', 'USED', [subjects.length], []),
    int16Parameter('SUBJECTS', 'USES_PREFIXES', [prefixes.some((prefix) => prefix !== '') ? 1 : 0], []),
    textParameter(
      'SUBJECTS',
      'NAMES',
      subjects.map(({ name }) => name),
    ),
    textParameter('SUBJECTS', 'LABEL_PREFIXES', prefixes),
    textParameter(
      'SUBJECTS',
      'MARKER_SETS',
      subjects.map(({ markerSet = '' }) => markerSet),
    ),
  ];
}

function rotationParameters({ rotations, pointRateHz }: C3dContent): C3dParameterContent[] {
  if (!rotations) return [];
  const { labels, framesPerPointFrame } = rotations;
  return [
    int16Parameter('ROTATION', 'USED', [labels.length], []),
    int16Parameter('ROTATION', 'DATA_START', [0], []),
    floatParameter('ROTATION', 'RATE', [pointRateHz * framesPerPointFrame], []),
    int16Parameter('ROTATION', 'RATIO', [framesPerPointFrame], []),
    ...continuedParameters(textParameter('ROTATION', 'LABELS', [...labels])),
  ];
}
