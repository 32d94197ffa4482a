// Made by tools/fit-gait-shapes.py from cited mean curves and key points; change them there.
import type { FourierShape } from '../fourier-shape';

/** Change of the nine joint angles (degree) of walking up an incline of 10 degrees. */
export const INCLINE_UP_DEG: readonly FourierShape[] = [
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 9.75, cosine: [6.407, 1.2319, 0.6179], sine: [2.115, 0.2304, -0.4084] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 4.375, cosine: [9.4998, 2.0943, 1.0468], sine: [4.0185, 0.4961, -0.7759] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 5, cosine: [2.538, 0, 0.49], sine: [3.5468, 0, -0.477] },
];

/** Change of the nine joint angles (degree) of walking down an incline of 10 degrees. */
export const INCLINE_DOWN_DEG: readonly FourierShape[] = [
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: -1.25, cosine: [-4.1377, -0.2464, -0.3767], sine: [1.692, 0.0573, -0.3267] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 5.25, cosine: [-7.6396, 1.2319, -0.9023], sine: [4.2299, -0.3794, -0.8167] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 0, cosine: [], sine: [] },
  { mean: 0.125, cosine: [-3.3399, -1.3551, -0.4311], sine: [-3.1105, -0.0249, 0.4097] },
];

/** Vertical force (body weight) over the stance of very slow walking: a plateau without peaks, as a sine series. */
export const PLATEAU_FORCE: readonly number[] = [
  1.2228, 0.0015, 0.2908, 0.0028, 0.0798, 0.0035, 0.0081, 0.0036, -0.0077, 0.0031, -0.006, 0.0022,
];
