import { HALF, ROW } from './rows';

// A row is a vector of real parts and a vector of imaginary parts: 2 (float64) or 4 (float32) transforms side by side.

// @ts-ignore: decorator
@inline
function storeTurned<T>(to: usize, re: v128, im: v128, twiddle: usize): void {
  const cos = v128.load_splat<T>(twiddle);
  const sin = v128.load_splat<T>(twiddle + sizeof<T>());
  v128.store(to, v128.sub<T>(v128.mul<T>(re, cos), v128.mul<T>(im, sin)));
  v128.store(to, v128.add<T>(v128.mul<T>(re, sin), v128.mul<T>(im, cos)), 16);
}

/** One pass with radix 2 of a self-sorting transform; see the scalar twin for the meaning of the numbers. */
export function fftRadix2<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
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
      storeTurned<T>(to + pitch, v128.sub<T>(aRe, bRe), v128.sub<T>(aIm, bIm), twiddles);
      from += ROW;
      to += ROW;
    }
    to += pitch;
    twiddles += 2 * sizeof<T>();
  }
}

/** One pass with radix 4. */
export function fftRadix4<T>(from: usize, to: usize, numButterflies: i32, stride: i32, twiddles: usize): void {
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
        twiddles,
      );
      storeTurned<T>(
        to + 2 * pitch,
        v128.sub<T>(evenSumRe, oddSumRe),
        v128.sub<T>(evenSumIm, oddSumIm),
        twiddles + 2 * sizeof<T>(),
      );
      storeTurned<T>(
        to + 3 * pitch,
        v128.sub<T>(evenDifferenceRe, oddTurnedRe),
        v128.sub<T>(evenDifferenceIm, oddTurnedIm),
        twiddles + 4 * sizeof<T>(),
      );
      from += ROW;
      to += ROW;
    }
    to += 3 * pitch;
    twiddles += 6 * sizeof<T>();
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
      for (let leg = 1; leg <= half; leg++) {
        let evenRe = firstRe;
        let evenIm = firstIm;
        let oddRe = v128.splat<T>(0);
        let oddIm = v128.splat<T>(0);
        let turn = 0;
        for (let pair = 1; pair <= half; pair++) {
          turn += leg;
          if (turn >= radix) turn -= radix;
          const root = roots + (<usize>turn) * pairSize;
          const cos = v128.load_splat<T>(root);
          const sin = v128.load_splat<T>(root + sizeof<T>());
          const scratch = sums + (<usize>pair << 6);
          evenRe = v128.add<T>(evenRe, v128.mul<T>(v128.load(scratch), cos));
          evenIm = v128.add<T>(evenIm, v128.mul<T>(v128.load(scratch, 16), cos));
          oddRe = v128.sub<T>(oddRe, v128.mul<T>(v128.load(scratch, 48), sin));
          oddIm = v128.add<T>(oddIm, v128.mul<T>(v128.load(scratch, 32), sin));
        }
        const mirrored = radix - leg;
        storeTurned<T>(
          to + (<usize>leg) * pitch,
          v128.add<T>(evenRe, oddRe),
          v128.add<T>(evenIm, oddIm),
          twiddles + (<usize>(leg - 1)) * pairSize,
        );
        storeTurned<T>(
          to + (<usize>mirrored) * pitch,
          v128.sub<T>(evenRe, oddRe),
          v128.sub<T>(evenIm, oddIm),
          twiddles + (<usize>(mirrored - 1)) * pairSize,
        );
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

/** Exchanges real and imaginary parts of every row and multiplies them by a factor, in place: turns a forward transform into an inverse one. */
export function exchangeParts<T>(rows: usize, numRows: i32, factor: T): void {
  const end = rows + (<usize>numRows) * ROW;
  const by = v128.splat<T>(factor);
  for (; rows < end; rows += ROW) {
    const re = v128.mul<T>(v128.load(rows), by);
    v128.store(rows, v128.mul<T>(v128.load(rows, 16), by));
    v128.store(rows, re, 16);
  }
}
