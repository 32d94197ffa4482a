import { C3dDataSectionError } from './errors';
import { statedFirstFrame, statedFrameCount } from './frame-count';
import { blockOffset } from './header';
import { countParameter, numberParameter, parameterStrings, unsignedNumbers } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import type { C3dHeader, C3dStorage } from './recording';
import type { WarningList } from './warning-list';

/** What stands in a frame. */
interface FrameShape {
  readonly storage: C3dStorage;
  readonly pointCount: number;
  readonly channelCount: number;
  readonly analogSamplesPerFrame: number;
}

/** Where the frames lie and what stands in each. */
export interface ResolvedLayout extends FrameShape {
  readonly dataOffset: number;
  readonly frameBytes: number;
  readonly firstFrame: number;
  readonly frameCount: number;
  readonly pointRateHz: number;
  readonly analogRateHz: number;
  /** Positive step of integer coordinates and of all residuals, in point units. */
  readonly pointScale: number;
  readonly unsignedAnalog: boolean;
}

/** Settles the layout: parameters win over the header unless only the header's reading fits the file. */
export function resolveLayout(
  tree: C3dGroupTree,
  header: C3dHeader,
  fileBytes: number,
  source: string,
  warnings: WarningList,
): ResolvedLayout {
  const dataOffset = resolveDataOffset(tree, header, fileBytes, warnings);
  const availableBytes = Math.max(0, fileBytes - dataOffset);
  const rates = resolveRates(tree, header, warnings);
  const scale = numberParameter(tree, 'POINT', 'SCALE') || header.scale;
  const stated = statedShape(tree, header, scale, rates.samplesPerFrame);
  const statedFrames = statedFrameCount(
    tree,
    header,
    (count) => count * frameBytesOf(stated) <= availableBytes,
    warnings,
  );
  const shape = fittingShape(stated, headerShape(header), statedFrames, availableBytes, warnings);
  const frameBytes = frameBytesOf(shape);
  if (dataOffset > fileBytes && frameBytes * statedFrames > 0)
    throw new C3dDataSectionError(source, dataOffset, `it starts beyond the end of the file at byte ${fileBytes}`);
  const wholeFrames = frameBytes > 0 ? Math.floor(availableBytes / frameBytes) : 0;
  if (wholeFrames < statedFrames) {
    const found =
      frameBytes > 0
        ? `holds ${wholeFrames} whole frames of ${frameBytes} bytes`
        : 'has neither points nor analog channels';
    warnings.add('data-section', `${statedFrames} frames are stated, but the file ${found}`, dataOffset);
  }
  if (wholeFrames > statedFrames && statedFrames === 65535)
    warnings.add(
      'frame-count',
      `65535 frames is all that the file can state; it has room for ${wholeFrames}`,
      dataOffset,
    );
  const pointRateHz =
    rates.pointRateHz ?? (rates.analogRateHz ? rates.analogRateHz / shape.analogSamplesPerFrame : NaN);
  if (Number.isNaN(pointRateHz)) warnings.add('sampling-rate', 'neither parameters nor header tell the point rate');
  return {
    ...shape,
    dataOffset,
    frameBytes,
    firstFrame: statedFirstFrame(tree, header, warnings),
    frameCount: Math.min(wholeFrames, statedFrames),
    pointRateHz,
    analogRateHz: resolveAnalogRate(
      rates.analogRateHz,
      pointRateHz * shape.analogSamplesPerFrame,
      shape.channelCount,
      warnings,
    ),
    pointScale: resolvePointScale(scale, shape, header, warnings),
    unsignedAnalog: parameterStrings(tree, 'ANALOG', 'FORMAT')?.[0]?.trim().toUpperCase() === 'UNSIGNED',
  };
}

function frameBytesOf(shape: FrameShape): number {
  const values = shape.pointCount * 4 + shape.channelCount * shape.analogSamplesPerFrame;
  return values * (shape.storage === 'float32' ? 4 : 2);
}

function resolveDataOffset(tree: C3dGroupTree, header: C3dHeader, fileBytes: number, warnings: WarningList): number {
  const parameterBlock = countParameter(tree, 'POINT', 'DATA_START');
  const blocks = [parameterBlock ?? 0, header.dataBlock].filter((block) => block >= 2);
  if (parameterBlock !== null && parameterBlock !== header.dataBlock)
    warnings.add(
      'header-disagrees',
      `POINT:DATA_START says block ${parameterBlock}, the header block ${header.dataBlock}`,
    );
  const inside = blocks.find((block) => blockOffset(header.leadingBytes, block) < fileBytes);
  return blockOffset(header.leadingBytes, inside ?? blocks[0] ?? 65536);
}

interface StatedRates {
  readonly pointRateHz: number | null;
  readonly analogRateHz: number | null;
  readonly samplesPerFrame: number;
}

function resolveRates(tree: C3dGroupTree, header: C3dHeader, warnings: WarningList): StatedRates {
  const positive = (value: number | undefined): number | null =>
    value !== undefined && value > 0 && Number.isFinite(value) ? value : null;
  const stated = positive(unsignedNumbers(tree, 'POINT', 'RATE')?.[0]);
  const pointRateHz = stated ?? positive(header.pointRateHz);
  if (stated === null) warnings.add('missing-parameter', 'POINT:RATE is missing or not positive');
  else if (Math.abs(stated - header.pointRateHz) > 1e-4 * stated)
    warnings.add('header-disagrees', `POINT:RATE says ${stated} Hz, the header ${header.pointRateHz} Hz`);
  const analogRateHz = positive(unsignedNumbers(tree, 'ANALOG', 'RATE')?.[0]);
  const headerSamples = Math.max(1, header.analogSamplesPerFrame);
  const ratio = pointRateHz && analogRateHz ? analogRateHz / pointRateHz : NaN;
  const samplesPerFrame = Math.round(ratio);
  // A rate may be rounded (59.94, 119.88), so the ratio need only be near a whole number.
  if (!(samplesPerFrame >= 1 && Math.abs(ratio - samplesPerFrame) < 0.05)) {
    if (!Number.isNaN(ratio))
      warnings.add(
        'sampling-rate',
        `ANALOG:RATE is ${ratio} times POINT:RATE; the header's ${headerSamples} samples per frame are taken`,
      );
    return { pointRateHz, analogRateHz, samplesPerFrame: headerSamples };
  }
  if (samplesPerFrame !== headerSamples && header.analogValuesPerFrame > 0)
    warnings.add(
      'header-disagrees',
      `the rates give ${samplesPerFrame} analog samples per frame, the header ${header.analogSamplesPerFrame}`,
    );
  return { pointRateHz, analogRateHz, samplesPerFrame };
}

/** One clock: ANALOG:RATE counts where it is the whole multiple of the point rate up to float rounding, else the multiple itself. */
function resolveAnalogRate(
  stated: number | null,
  multiple: number,
  channelCount: number,
  warnings: WarningList,
): number {
  if (stated === null || Math.abs(stated - multiple) <= 1e-5 * stated) return stated ?? multiple;
  if (channelCount > 0)
    warnings.add('sampling-rate', `ANALOG:RATE says ${stated} Hz, but the frames hold ${multiple} samples per second`);
  return multiple;
}

function statedShape(tree: C3dGroupTree, header: C3dHeader, scale: number, samplesPerFrame: number): FrameShape {
  return {
    storage: scale < 0 ? 'float32' : 'int16',
    pointCount: countParameter(tree, 'POINT', 'USED') ?? header.pointCount,
    channelCount: countParameter(tree, 'ANALOG', 'USED') ?? Math.floor(header.analogValuesPerFrame / samplesPerFrame),
    analogSamplesPerFrame: samplesPerFrame,
  };
}

function headerShape(header: C3dHeader): FrameShape {
  const analogSamplesPerFrame = Math.max(1, header.analogSamplesPerFrame);
  return {
    storage: header.scale < 0 ? 'float32' : 'int16',
    pointCount: header.pointCount,
    channelCount: Math.floor(header.analogValuesPerFrame / analogSamplesPerFrame),
    analogSamplesPerFrame,
  };
}

/** The parameters' shape, unless only the header's fills the file to its last blocks. */
function fittingShape(
  stated: FrameShape,
  header: FrameShape,
  frameCount: number,
  availableBytes: number,
  warnings: WarningList,
): FrameShape {
  const differences = (Object.keys(stated) as (keyof FrameShape)[])
    .filter((key) => stated[key] !== header[key] && (key !== 'analogSamplesPerFrame' || stated.channelCount > 0))
    .map((key) => `${key} ${stated[key]} and ${header[key]}`);
  if (differences.length === 0) return stated;
  const fillsFile = (shape: FrameShape): boolean => {
    const restBytes = availableBytes - frameBytesOf(shape) * frameCount;
    return frameBytesOf(shape) > 0 && restBytes >= 0 && restBytes < 1024;
  };
  const headerFits = fillsFile(header) && !fillsFile(stated);
  warnings.add(
    'header-disagrees',
    `parameters and header say ${differences.join(', ')}; ${headerFits ? 'only the header fits the file' : 'the parameters count'}`,
  );
  return headerFits ? header : stated;
}

function resolvePointScale(scale: number, shape: FrameShape, header: C3dHeader, warnings: WarningList): number {
  if (shape.pointCount === 0) return 1;
  const usable = [scale, header.scale].map(Math.abs).find((value) => value > 0 && Number.isFinite(value));
  if (usable === undefined)
    warnings.add('missing-parameter', 'neither POINT:SCALE nor the header tells the point scale; 1 is taken');
  return usable ?? 1;
}
