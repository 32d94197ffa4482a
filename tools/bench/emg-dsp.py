"""The SciPy side of tools/bench/emg-dsp.ts: reads `stage|number of runs` per line, runs the stage so often and answers
with milliseconds of processor time per run."""
import sys
import time

import numpy as np
import pywt
from scipy import interpolate, ndimage, signal

rng = np.random.default_rng(20)
CHANNELS, SAMPLES, RATE = 13, 240_000, 2000.0
emg = rng.standard_normal((CHANNELS, SAMPLES)) * (1 + np.sin(np.arange(SAMPLES) / 300)) + 0.2
slow = np.ascontiguousarray(emg[:, :12_000])
lengths = [2100 + (37 * stride) % 280 for stride in range(107)]
strides = [np.ascontiguousarray(emg[:, :length]) for length in lengths]
curves = [np.cumsum(rng.standard_normal((9, 90 + stride % 40)), axis=1) for stride in range(107)]

band = signal.butter(4, [20, 450], 'bandpass', fs=RATE, output='sos')
band7 = signal.butter(7, [15, 400], 'bandpass', fs=RATE, output='sos')
notch = np.concatenate(signal.iirnotch(50, 100, RATE))[None, :]
low = signal.butter(4, 6, fs=RATE, output='sos')


def dwt(x):
    bands = pywt.wavedec(x, 'db4', level=5, axis=-1)
    threshold = np.median(np.abs(bands[-1]), axis=-1, keepdims=True) / 0.6745 * np.sqrt(2 * np.log(x.shape[-1]))
    shrunk = [pywt.threshold(band, threshold, 'soft') for band in bands[1:]]
    return pywt.waverec([bands[0], *shrunk], 'db4', axis=-1)


def soft(x):
    threshold = np.median(np.abs(x)) / 0.6745 * np.sqrt(2 * np.log(x.size))
    return pywt.threshold(x, threshold, 'soft')


def packet(x):
    tree = pywt.WaveletPacket(x, 'db7', mode='symmetric', maxlevel=9)
    for leaf in tree.get_level(9, 'natural'):
        leaf.data = soft(leaf.data)
    return tree.reconstruct(update=False)


def legacy(x):
    tree = pywt.WaveletPacket(x, 'db7', mode='symmetric', maxlevel=9)
    for leaf in tree.get_leaf_nodes(decompose=False):
        leaf.data = soft(leaf.data)
    return tree.reconstruct(update=False)


def welch(x):
    f, power = signal.welch(x, RATE, nperseg=1024, axis=-1)
    total = power.sum(axis=-1)
    running = np.cumsum(power, axis=-1)
    return (power @ f) / total, f[np.argmax(running >= total[:, None] / 2, axis=-1)]


def looped(kind):
    for curve in curves:
        times = np.linspace(0, 1, curve.shape[1])
        for channel in curve:
            interpolate.interp1d(times, channel, kind=kind)(np.linspace(0, 1, 200))


def vectorised(method):
    for curve in curves:
        method(np.linspace(0, 1, curve.shape[1]), curve, axis=1)(np.linspace(0, 1, 200))


def chain(x):
    x = signal.sosfiltfilt(band, signal.sosfiltfilt(notch, x, axis=-1), axis=-1)
    return signal.resample_poly(signal.sosfiltfilt(low, np.abs(dwt(x)), axis=-1), 1, 2, axis=-1)


def original_chain(x):
    x = signal.sosfiltfilt(band7, signal.sosfiltfilt(notch, x, axis=-1), axis=-1)
    return signal.resample(np.abs(np.stack([legacy(row) for row in x])), SAMPLES // 2, axis=-1)


def tkeo(x):
    energy = np.empty_like(x)
    energy[:, 1:-1] = x[:, 1:-1] ** 2 - x[:, :-2] * x[:, 2:]
    energy[:, 0], energy[:, -1] = energy[:, 1], energy[:, -2]
    return energy


def akima(times, values, axis):
    return interpolate.Akima1DInterpolator(times, values, axis=axis)


STAGES = {
    'band-pass N=4': lambda: signal.sosfiltfilt(band, emg, axis=-1),
    'band-pass N=7': lambda: signal.sosfiltfilt(band7, emg, axis=-1),
    'notch': lambda: signal.sosfiltfilt(notch, emg, axis=-1),
    'envelope': lambda: signal.sosfiltfilt(low, np.abs(emg), axis=-1),
    'DWT denoise': lambda: dwt(emg),
    'packet denoise': lambda: [packet(row) for row in emg],
    'legacy threshold': lambda: [legacy(row) for row in emg],
    'resample 2:1': lambda: signal.resample_poly(emg, 1, 2, axis=-1),
    'resample 500:963': lambda: signal.resample_poly(emg, 500, 963, axis=-1),
    'resample 9:10': lambda: signal.resample_poly(emg, 9, 10, axis=-1),
    'resample 10:1': lambda: signal.resample_poly(slow, 10, 1, axis=-1),
    'FFT resample, trial': lambda: signal.resample(emg, SAMPLES // 2, axis=-1),
    'FFT resample, strides': lambda: [signal.resample(s, s.shape[1] // 2, axis=-1) for s in strides],
    'interpolation, loop linear': lambda: looped('linear'),
    'interpolation, loop cubic': lambda: looped('cubic'),
    'interpolation, vectorised cubic': lambda: vectorised(interpolate.CubicSpline),
    'interpolation, vectorised Akima': lambda: vectorised(akima),
    'interpolation, vectorised PCHIP': lambda: vectorised(interpolate.PchipInterpolator),
    'TKEO': lambda: tkeo(emg),
    'moving RMS': lambda: np.sqrt(ndimage.uniform_filter1d(emg * emg, 101, axis=-1, mode='constant')),
    'Welch, with frequencies': lambda: welch(emg),
    'chain': lambda: chain(emg),
    "original's chain": lambda: original_chain(emg),
}

for line in sys.stdin:
    name, runs = line.strip().split('|')
    stage = STAGES[name]
    start = time.process_time()
    for _ in range(int(runs)):
        stage()
    print((time.process_time() - start) * 1000 / int(runs), flush=True)
