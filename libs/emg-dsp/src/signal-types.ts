/** A read-only run of samples: Float64Array, Float32Array, an integer typed array or a plain array. */
export type Signal = ArrayLike<number>;
