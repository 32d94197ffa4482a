import { ROW } from './rows';

/** Copies a segment, without its mean when asked to, times a window. */
export function taperSegment<T>(rows: usize, to: usize, count: i32, window: usize, removeMean: bool): void {
  const end = rows + (<usize>count) * ROW;
  let low = v128.splat<T>(0);
  let high = v128.splat<T>(0);
  if (removeMean) {
    for (let row = rows; row < end; row += ROW) {
      low = v128.add<T>(low, v128.load(row));
      high = v128.add<T>(high, v128.load(row, 16));
    }
    const divisor = v128.splat<T>(<T>count);
    low = v128.div<T>(low, divisor);
    high = v128.div<T>(high, divisor);
  }
  for (let row = rows; row < end; row += ROW) {
    const weight = v128.load_splat<T>(window);
    v128.store(to, v128.mul<T>(v128.sub<T>(v128.load(row), low), weight));
    v128.store(to, v128.mul<T>(v128.sub<T>(v128.load(row, 16), high), weight), 16);
    window += sizeof<T>();
    to += ROW;
  }
}

/**
 * Adds four times the power of every channel from 0 to half the sampling rate to rows of power: two real channels, sent through
 * one complex transform, come apart as the even and the odd part of their spectrum.
 */
export function addPower<T>(spectrum: usize, power: usize, count: i32): void {
  const numBins = (count >> 1) + 1;
  let mirrored = spectrum;
  for (let bin = 0; bin < numBins; bin++) {
    const re = v128.load(spectrum);
    const im = v128.load(spectrum, 16);
    const mirroredRe = v128.load(mirrored);
    const mirroredIm = v128.load(mirrored, 16);
    const evenRe = v128.add<T>(re, mirroredRe);
    const evenIm = v128.sub<T>(im, mirroredIm);
    const oddRe = v128.add<T>(im, mirroredIm);
    const oddIm = v128.sub<T>(mirroredRe, re);
    const first = v128.add<T>(v128.mul<T>(evenRe, evenRe), v128.mul<T>(evenIm, evenIm));
    const second = v128.add<T>(v128.mul<T>(oddRe, oddRe), v128.mul<T>(oddIm, oddIm));
    v128.store(power, v128.add<T>(v128.load(power), first));
    v128.store(power, v128.add<T>(v128.load(power, 16), second), 16);
    mirrored = bin === 0 ? spectrum + (<usize>(count - 1)) * ROW : mirrored - ROW;
    spectrum += ROW;
    power += ROW;
  }
}
