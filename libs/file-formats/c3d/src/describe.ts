import type { C3dByteOrder } from './byte-order';
import { byteOrderOfProcessor } from './byte-order';
import { describeAnalogChannels, describePoints } from './channels';
import { describeForcePlates } from './describe-plates';
import { describeRotations } from './describe-rotations';
import { C3dSignatureError, C3dTruncatedError } from './errors';
import { describeEvents } from './events';
import { blockOffset, HEADER_BYTES, parseHeader, plausibleByteOrder } from './header';
import { resolveLayout } from './layout';
import { parameterStrings } from './parameter-lookup';
import type { C3dGroupTree } from './parameter-lookup';
import { parseParameters } from './parameters';
import type { C3dDescription, C3dHeader, C3dSubject } from './recording';
import { ScalarReader } from './scalar-reader';
import { WarningList } from './warning-list';

/** A piece of the file that the description needs. */
export interface ByteRange {
  readonly offset: number;
  readonly length: number;
}

/** Asks for pieces of the file, one after the other, and ends with the result; whoever drives it reads memory or a disk. */
export type ByteRequests<T> = Generator<ByteRange, T, Uint8Array>;

const SIGNATURE = 0x50;
const SEARCH_BYTES = 1 << 16;
/** No 16-bit block number lies further into the file, which bounds what is read for a parameter section that has no end mark. */
const LONGEST_SECTION = 65535 * 512;

/** Everything but the frames. */
export function* describeC3d(source: string, fileBytes: number): ByteRequests<C3dDescription> {
  const warnings = new WarningList();
  const leadingBytes = yield* findHeader(source, fileBytes, warnings);
  const headerEnd = leadingBytes + HEADER_BYTES;
  if (headerEnd > fileBytes) throw new C3dTruncatedError(source, 'header', leadingBytes, HEADER_BYTES, fileBytes);
  const headerBytes = yield { offset: leadingBytes, length: HEADER_BYTES };
  const parameterBlock = headerBytes[0] || 2;
  const sectionOffset = blockOffset(leadingBytes, parameterBlock);
  if (sectionOffset + 4 > fileBytes)
    throw new C3dTruncatedError(source, 'parameter section', sectionOffset, 4, fileBytes);
  const sectionHead = yield { offset: sectionOffset, length: 4 };
  const byteOrder = resolveByteOrder(headerBytes, sectionHead[3], sectionOffset, fileBytes, warnings);
  const header = parseHeader(headerBytes, leadingBytes, parameterBlock, byteOrder);
  const sectionEnd = parameterSectionEnd(header, sectionOffset, sectionHead[2], fileBytes);
  const section = yield { offset: sectionOffset, length: sectionEnd - sectionOffset };
  const reader = new ScalarReader(section, sectionOffset, byteOrder);
  const tree = { groups: parseParameters(reader, sectionOffset, source, warnings) };
  const layout = resolveLayout(tree, header, fileBytes, source, warnings);
  return {
    source,
    fileBytes,
    layout: {
      byteOrder,
      storage: layout.storage,
      dataOffset: layout.dataOffset,
      frameBytes: layout.frameBytes,
      pointScale: layout.pointScale,
      unsignedAnalog: layout.unsignedAnalog,
    },
    header,
    groups: tree.groups,
    firstFrame: layout.firstFrame,
    frameCount: layout.frameCount,
    pointRateHz: layout.pointRateHz,
    analogRateHz: layout.analogRateHz,
    analogSamplesPerFrame: layout.analogSamplesPerFrame,
    pointUnit: parameterStrings(tree, 'POINT', 'UNITS')?.[0]?.trim() ?? '',
    points: describePoints(tree, layout.pointCount, warnings),
    analogChannels: describeAnalogChannels(tree, layout, warnings),
    events: describeEvents(tree, header, layout.firstFrame, layout.pointRateHz, warnings),
    subjects: describeSubjects(tree),
    forcePlates: describeForcePlates(tree, layout.channelCount, warnings),
    rotation: describeRotations(tree, header, layout, fileBytes, source, warnings),
    warnings: warnings.warnings,
  };
}

/** Some writers leave zero bytes before the header; all block numbers count from its true start. */
function* findHeader(source: string, fileBytes: number, warnings: WarningList): ByteRequests<number> {
  for (let offset = 0; offset < fileBytes; offset += SEARCH_BYTES) {
    const bytes = yield { offset, length: Math.min(SEARCH_BYTES, fileBytes - offset) };
    const index = bytes.findIndex((byte) => byte !== 0);
    if (index < 0) continue;
    const start = offset + index;
    if (start + 2 > fileBytes) throw new C3dTruncatedError(source, 'header', start, HEADER_BYTES, fileBytes);
    const mark = yield { offset: start, length: 2 };
    if (mark[1] !== SIGNATURE) {
      // A header whose parameter block is 0 begins with the zero before its mark.
      if (mark[0] === SIGNATURE && start > 0) {
        warnings.add('parameter-section', 'the header names parameter block 0; block 2 is taken', start - 1);
        return start - 1;
      }
      throw new C3dSignatureError(source, start + 1, '0x50', `0x${mark[1].toString(16).padStart(2, '0')}`);
    }
    if (start > 0) warnings.add('leading-bytes', `${start} zero bytes before the header are skipped`, 0);
    return start;
  }
  throw new C3dSignatureError(
    source,
    fileBytes,
    'a header',
    fileBytes === 0 ? 'an empty file' : `${fileBytes} zero bytes`,
  );
}

function resolveByteOrder(
  headerBytes: Uint8Array,
  processor: number,
  sectionOffset: number,
  fileBytes: number,
  warnings: WarningList,
): C3dByteOrder {
  const stated = byteOrderOfProcessor(processor);
  if (stated !== null) return stated;
  const order = plausibleByteOrder(headerBytes, headerBytes[0] || 2, fileBytes);
  warnings.add(
    'processor',
    `processor byte ${processor} names no machine; the header reads as ${order}`,
    sectionOffset + 3,
  );
  return order;
}

/** The section ends where the data begin, if they lie behind it; its own block count may be wrong, so it can only lengthen the section. */
function parameterSectionEnd(header: C3dHeader, sectionOffset: number, blockCount: number, fileBytes: number): number {
  const dataOffset = blockOffset(header.leadingBytes, header.dataBlock);
  const end =
    dataOffset > sectionOffset
      ? Math.max(dataOffset, sectionOffset + blockCount * 512)
      : sectionOffset + LONGEST_SECTION;
  return Math.min(end, fileBytes);
}

function describeSubjects(tree: C3dGroupTree): C3dSubject[] {
  const texts = (name: string): readonly string[] => parameterStrings(tree, 'SUBJECTS', name) ?? [];
  const [prefixes, markerSets] = [texts('LABEL_PREFIXES'), texts('MARKER_SETS')];
  return texts('NAMES').map((name, i) => ({
    name: name.trim(),
    labelPrefix: prefixes[i]?.trim() ?? '',
    markerSet: markerSets[i]?.trim() ?? '',
  }));
}
