import { HALF, ROW } from './rows';

// A row is a vector of real parts and a vector of imaginary parts: 2 (float64) or 4 (float32) transforms side by side.

// @ts-ignore: decorator
@inline
function storeTurned<T>(to: usize, re: v128, im: v128, twiddle: usize, isTurned: bool): void {
  if (!isTurned) {
    v128.store(to, re);
    v128.store(to, im, 16);
    return;
  }
  const cos = v128.load_splat<T>(twiddle);
  const sin = v128.load_splat<T>(twiddle + sizeof<T>());
  v128.store(to, v128.sub<T>(v128.mul<T>(re, cos), v128.mul<T>(im, sin)));
  v128.store(to, v128.add<T>(v128.mul<T>(re, sin), v128.mul<T>(im, cos)), 16);
}

// @ts-ignore: decorator
@inline
function storeLegs<T>(
  to: usize,
  leg: i32,
  radix: i32,
  pitch: usize,
  evenRe: v128,
  evenIm: v128,
  oddRe: v128,
  oddIm: v128,
  twiddles: usize,
  isTurned: bool,
): void {
  const mirrored = radix - leg;
  const pairSize = 2 * sizeof<T>();
  storeTurned<T>(
    to + (<usize>leg) * pitch,
    v128.add<T>(evenRe, oddRe),
    v128.add<T>(evenIm, oddIm),
    twiddles + (<usize>(leg - 1)) * pairSize, isTurned);
  storeTurned<T>(
    to + (<usize>mirrored) * pitch,
    v128.sub<T>(evenRe, oddRe),
    v128.sub<T>(evenIm, oddIm),
    twiddles + (<usize>(mirrored - 1)) * pairSize, isTurned);
}

/** One pass with radix 2 of a self-sorting transform; see the scalar twin for the meaning of the numbers. */
export function fftRadix2<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  // The last pass has one butterfly, all of whose twiddle factors are 1.
  const isTurned = numButterflies > 1;
  const half = (<usize>(numButterflies * stride)) * ROW;
  const pitch = (<usize>stride) * ROW;
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    for (let lane = 0; lane < stride; lane++) {
      const aRe = v128.load(from);
      const aIm = v128.load(from, 16);
      const bRe = v128.load(from + half);
      const bIm = v128.load(from + half, 16);
      v128.store(to, v128.add<T>(aRe, bRe));
      v128.store(to, v128.add<T>(aIm, bIm), 16);
      storeTurned<T>(to + pitch, v128.sub<T>(aRe, bRe), v128.sub<T>(aIm, bIm), twiddles, isTurned);
      from += ROW;
      to += ROW;
    }
    to += pitch;
    twiddles += 2 * sizeof<T>();
  }
}

/** One pass with radix 4. */
export function fftRadix4<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  // The last pass has one butterfly, all of whose twiddle factors are 1.
  const isTurned = numButterflies > 1;
  const quarter = (<usize>(numButterflies * stride)) * ROW;
  const pitch = (<usize>stride) * ROW;
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    for (let lane = 0; lane < stride; lane++) {
      const second = from + quarter;
      const third = second + quarter;
      const fourth = third + quarter;
      const aRe = v128.load(from);
      const aIm = v128.load(from, 16);
      const cRe = v128.load(third);
      const cIm = v128.load(third, 16);
      const evenSumRe = v128.add<T>(aRe, cRe);
      const evenSumIm = v128.add<T>(aIm, cIm);
      const evenDifferenceRe = v128.sub<T>(aRe, cRe);
      const evenDifferenceIm = v128.sub<T>(aIm, cIm);
      const bRe = v128.load(second);
      const bIm = v128.load(second, 16);
      const dRe = v128.load(fourth);
      const dIm = v128.load(fourth, 16);
      const oddSumRe = v128.add<T>(bRe, dRe);
      const oddSumIm = v128.add<T>(bIm, dIm);
      const oddTurnedRe = v128.sub<T>(bIm, dIm);
      const oddTurnedIm = v128.sub<T>(dRe, bRe);
      v128.store(to, v128.add<T>(evenSumRe, oddSumRe));
      v128.store(to, v128.add<T>(evenSumIm, oddSumIm), 16);
      storeTurned<T>(
        to + pitch,
        v128.add<T>(evenDifferenceRe, oddTurnedRe),
        v128.add<T>(evenDifferenceIm, oddTurnedIm),
        twiddles, isTurned);
      storeTurned<T>(
        to + 2 * pitch,
        v128.sub<T>(evenSumRe, oddSumRe),
        v128.sub<T>(evenSumIm, oddSumIm),
        twiddles + 2 * sizeof<T>(), isTurned);
      storeTurned<T>(
        to + 3 * pitch,
        v128.sub<T>(evenDifferenceRe, oddTurnedRe),
        v128.sub<T>(evenDifferenceIm, oddTurnedIm),
        twiddles + 4 * sizeof<T>(), isTurned);
      from += ROW;
      to += ROW;
    }
    to += 3 * pitch;
    twiddles += 6 * sizeof<T>();
  }
}

/** One pass with radix 3. */
export function fftRadix3<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  // The last pass has one butterfly, all of whose twiddle factors are 1.
  const isTurned = numButterflies > 1;
  const third = (<usize>(numButterflies * stride)) * ROW;
  const pitch = (<usize>stride) * ROW;
  const half = v128.splat<T>(<T>0.5);
  const height = v128.splat<T>(<T>0.8660254037844386467637);
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    for (let lane = 0; lane < stride; lane++) {
      const aRe = v128.load(from);
      const aIm = v128.load(from, 16);
      const bRe = v128.load(from + third);
      const bIm = v128.load(from + third, 16);
      const cRe = v128.load(from + 2 * third);
      const cIm = v128.load(from + 2 * third, 16);
      const sumRe = v128.add<T>(bRe, cRe);
      const sumIm = v128.add<T>(bIm, cIm);
      const turnedRe = v128.mul<T>(v128.sub<T>(bIm, cIm), height);
      const turnedIm = v128.mul<T>(v128.sub<T>(cRe, bRe), height);
      const evenRe = v128.sub<T>(aRe, v128.mul<T>(sumRe, half));
      const evenIm = v128.sub<T>(aIm, v128.mul<T>(sumIm, half));
      v128.store(to, v128.add<T>(aRe, sumRe));
      v128.store(to, v128.add<T>(aIm, sumIm), 16);
      storeTurned<T>(to + pitch, v128.add<T>(evenRe, turnedRe), v128.add<T>(evenIm, turnedIm), twiddles, isTurned);
      storeTurned<T>(
        to + 2 * pitch,
        v128.sub<T>(evenRe, turnedRe),
        v128.sub<T>(evenIm, turnedIm),
        twiddles + 2 * sizeof<T>(), isTurned);
      from += ROW;
      to += ROW;
    }
    to += 2 * pitch;
    twiddles += 4 * sizeof<T>();
  }
}

/** One pass with radix 5. */
export function fftRadix5<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
  // The last pass has one butterfly, all of whose twiddle factors are 1.
  const isTurned = numButterflies > 1;
  const fifth = (<usize>(numButterflies * stride)) * ROW;
  const pitch = (<usize>stride) * ROW;
  const cos1 = v128.splat<T>(<T>0.3090169943749474241023);
  const cos2 = v128.splat<T>(<T>-0.8090169943749474241023);
  const sin1 = v128.splat<T>(<T>0.9510565162951535721164);
  const sin2 = v128.splat<T>(<T>0.5877852522924731291687);
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    for (let lane = 0; lane < stride; lane++) {
      // Real parts first, so that few numbers are alive at a time.
      const aRe = v128.load(from);
      const bRe = v128.load(from + fifth);
      const eRe = v128.load(from + 4 * fifth);
      const cRe = v128.load(from + 2 * fifth);
      const dRe = v128.load(from + 3 * fifth);
      const outerSumRe = v128.add<T>(bRe, eRe);
      const outerRe = v128.sub<T>(bRe, eRe);
      const innerSumRe = v128.add<T>(cRe, dRe);
      const innerRe = v128.sub<T>(cRe, dRe);
      v128.store(to, v128.add<T>(aRe, v128.add<T>(outerSumRe, innerSumRe)));
      const even1Re = v128.add<T>(aRe, v128.add<T>(v128.mul<T>(outerSumRe, cos1), v128.mul<T>(innerSumRe, cos2)));
      const even2Re = v128.add<T>(aRe, v128.add<T>(v128.mul<T>(outerSumRe, cos2), v128.mul<T>(innerSumRe, cos1)));
      const aIm = v128.load(from, 16);
      const bIm = v128.load(from + fifth, 16);
      const eIm = v128.load(from + 4 * fifth, 16);
      const cIm = v128.load(from + 2 * fifth, 16);
      const dIm = v128.load(from + 3 * fifth, 16);
      const outerSumIm = v128.add<T>(bIm, eIm);
      const outerIm = v128.sub<T>(bIm, eIm);
      const innerSumIm = v128.add<T>(cIm, dIm);
      const innerIm = v128.sub<T>(cIm, dIm);
      v128.store(to, v128.add<T>(aIm, v128.add<T>(outerSumIm, innerSumIm)), 16);
      const odd1Re = v128.add<T>(v128.mul<T>(outerIm, sin1), v128.mul<T>(innerIm, sin2));
      const even1Im = v128.add<T>(aIm, v128.add<T>(v128.mul<T>(outerSumIm, cos1), v128.mul<T>(innerSumIm, cos2)));
      const odd1Im = v128.add<T>(v128.mul<T>(outerRe, sin1), v128.mul<T>(innerRe, sin2));
      storeTurned<T>(to + pitch, v128.add<T>(even1Re, odd1Re), v128.sub<T>(even1Im, odd1Im), twiddles, isTurned);
      storeTurned<T>(
        to + 4 * pitch,
        v128.sub<T>(even1Re, odd1Re),
        v128.add<T>(even1Im, odd1Im),
        twiddles + 6 * sizeof<T>(), isTurned);
      const odd2Re = v128.sub<T>(v128.mul<T>(outerIm, sin2), v128.mul<T>(innerIm, sin1));
      const even2Im = v128.add<T>(aIm, v128.add<T>(v128.mul<T>(outerSumIm, cos2), v128.mul<T>(innerSumIm, cos1)));
      const odd2Im = v128.sub<T>(v128.mul<T>(outerRe, sin2), v128.mul<T>(innerRe, sin1));
      storeTurned<T>(
        to + 2 * pitch,
        v128.add<T>(even2Re, odd2Re),
        v128.sub<T>(even2Im, odd2Im),
        twiddles + 2 * sizeof<T>(), isTurned);
      storeTurned<T>(
        to + 3 * pitch,
        v128.sub<T>(even2Re, odd2Re),
        v128.add<T>(even2Im, odd2Im),
        twiddles + 4 * sizeof<T>(), isTurned);
      from += ROW;
      to += ROW;
    }
    to += 4 * pitch;
    twiddles += 8 * sizeof<T>();
  }
}

/** One pass with any odd radix; `sums` is scratch for 2 x (radix - 1) / 2 + 2 rows. */
export function fftAnyRadix<T>(
  from: usize,
  to: usize,
  radix: i32,
  numButterflies: i32,
  stride: i32,
  twiddles: usize,
  roots: usize,
  sums: usize,
): void {
  // The last pass has one butterfly, all of whose twiddle factors are 1.
  const isTurned = numButterflies > 1;
  const distance = (<usize>(numButterflies * stride)) * ROW;
  const pitch = (<usize>stride) * ROW;
  const half = (radix - 1) >> 1;
  const pairSize = 2 * sizeof<T>();
  for (let butterfly = 0; butterfly < numButterflies; butterfly++) {
    for (let lane = 0; lane < stride; lane++) {
      const firstRe = v128.load(from);
      const firstIm = v128.load(from, 16);
      let totalRe = firstRe;
      let totalIm = firstIm;
      for (let pair = 1; pair <= half; pair++) {
        const low = from + (<usize>pair) * distance;
        const high = from + (<usize>(radix - pair)) * distance;
        const lowRe = v128.load(low);
        const lowIm = v128.load(low, 16);
        const highRe = v128.load(high);
        const highIm = v128.load(high, 16);
        const sumRe = v128.add<T>(lowRe, highRe);
        const sumIm = v128.add<T>(lowIm, highIm);
        const scratch = sums + (<usize>pair << 6);
        v128.store(scratch, sumRe);
        v128.store(scratch, sumIm, 16);
        v128.store(scratch, v128.sub<T>(lowRe, highRe), 32);
        v128.store(scratch, v128.sub<T>(lowIm, highIm), 48);
        totalRe = v128.add<T>(totalRe, sumRe);
        totalIm = v128.add<T>(totalIm, sumIm);
      }
      v128.store(to, totalRe);
      v128.store(to, totalIm, 16);
      // Two legs at a time, so that each sum and difference is loaded once for both.
      for (let leg = 1; leg <= half; leg += 2) {
        let evenRe = firstRe;
        let evenIm = firstIm;
        let oddRe = v128.splat<T>(0);
        let oddIm = v128.splat<T>(0);
        let nextEvenRe = firstRe;
        let nextEvenIm = firstIm;
        let nextOddRe = v128.splat<T>(0);
        let nextOddIm = v128.splat<T>(0);
        const end = roots + (<usize>radix) * pairSize;
        const circle = end - roots;
        const step = (<usize>leg) * pairSize;
        let root = roots;
        let nextRoot = roots;
        let scratch = sums;
        for (let pair = 1; pair <= half; pair++) {
          scratch += 64;
          root += step;
          if (root >= end) root -= circle;
          nextRoot += step + pairSize;
          if (nextRoot >= end) nextRoot -= circle;
          const sumRe = v128.load(scratch);
          const sumIm = v128.load(scratch, 16);
          const differenceRe = v128.load(scratch, 32);
          const differenceIm = v128.load(scratch, 48);
          const cos = v128.load_splat<T>(root);
          const sin = v128.load_splat<T>(root + sizeof<T>());
          evenRe = v128.add<T>(evenRe, v128.mul<T>(sumRe, cos));
          evenIm = v128.add<T>(evenIm, v128.mul<T>(sumIm, cos));
          oddRe = v128.sub<T>(oddRe, v128.mul<T>(differenceIm, sin));
          oddIm = v128.add<T>(oddIm, v128.mul<T>(differenceRe, sin));
          const nextCos = v128.load_splat<T>(nextRoot);
          const nextSin = v128.load_splat<T>(nextRoot + sizeof<T>());
          nextEvenRe = v128.add<T>(nextEvenRe, v128.mul<T>(sumRe, nextCos));
          nextEvenIm = v128.add<T>(nextEvenIm, v128.mul<T>(sumIm, nextCos));
          nextOddRe = v128.sub<T>(nextOddRe, v128.mul<T>(differenceIm, nextSin));
          nextOddIm = v128.add<T>(nextOddIm, v128.mul<T>(differenceRe, nextSin));
        }
        storeLegs<T>(to, leg, radix, pitch, evenRe, evenIm, oddRe, oddIm, twiddles, isTurned);
        if (leg < half)
          storeLegs<T>(to, leg + 1, radix, pitch, nextEvenRe, nextEvenIm, nextOddRe, nextOddIm, twiddles, isTurned);
      }
      from += ROW;
      to += ROW;
    }
    to += (<usize>(radix - 1)) * pitch;
    twiddles += (<usize>(radix - 1)) * pairSize;
  }
}

/** Multiplies every row by one complex factor of a table; with `exchange` the parts of the result change places. In place is fine. */
export function multiplyComplex<T>(from: usize, to: usize, numRows: i32, factors: usize, exchange: bool): void {
  const end = from + (<usize>numRows) * ROW;
  const reAt: usize = exchange ? HALF : 0;
  const imAt: usize = HALF - reAt;
  for (; from < end; from += ROW) {
    const cos = v128.load_splat<T>(factors);
    const sin = v128.load_splat<T>(factors + sizeof<T>());
    const re = v128.load(from);
    const im = v128.load(from, 16);
    v128.store(to + reAt, v128.sub<T>(v128.mul<T>(re, cos), v128.mul<T>(im, sin)));
    v128.store(to + imAt, v128.add<T>(v128.mul<T>(re, sin), v128.mul<T>(im, cos)));
    factors += 2 * sizeof<T>();
    to += ROW;
  }
}

/** Copies rows in reverse order, multiplied by a factor; `last` is the row that comes first in the copy. */
export function reverseRows<T>(last: usize, to: usize, count: i32, factor: T): void {
  const end = to + (<usize>count) * ROW;
  const by = v128.splat<T>(factor);
  for (; to < end; to += ROW) {
    v128.store(to, v128.mul<T>(v128.load(last), by));
    v128.store(to, v128.mul<T>(v128.load(last, 16), by), 16);
    last -= ROW;
  }
}
