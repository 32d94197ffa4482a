"""Golden vectors for the spectra and shape features of @emgfm/emg-dsp, made with SciPy.

Usage: python3 tools/golden/emg-dsp-spectra.py

Writes libs/emg-dsp/src/golden/spectra.json.
"""
import json
import pathlib

import numpy as np
import scipy
from scipy import signal, stats

TARGET = pathlib.Path(__file__).parents[2] / 'libs/emg-dsp/src/golden/spectra.json'


def chirp(length):
    """A chirp on a step, without randomness, so that tests can make it again."""
    k = np.arange(length)
    return np.sin(0.05 * k + 0.001 * k * k) + 0.3 * np.cos(2.5 * k) + 0.7 * (k > length // 2)


def main():
    cases = []
    for length, segment, overlap, window in ((64, 16, 8, 'hann'), (101, 25, 12, 'hann'), (60, 60, 0, 'boxcar'), (37, 15, 3, 'boxcar'),
                                             (1, 1, 0, 'boxcar'), (30, 2, 1, 'hann')):
        frequency, density = signal.welch(chirp(length), 1000, window, segment, overlap)
        cases.append({'length': length, 'segment': segment, 'overlap': overlap,
                      'window': 'rectangular' if window == 'boxcar' else window,
                      'frequencyHz': frequency.tolist(), 'density': density.tolist()})
    x = chirp(50)
    frequency, density = signal.periodogram(x, 2000)
    TARGET.write_text(json.dumps({
        'scipy': scipy.__version__, 'welch': cases,
        'periodogram': {'frequencyHz': frequency.tolist(), 'density': density.tolist()},
        'skewness': stats.skew(x), 'kurtosis': stats.kurtosis(x, fisher=False), 'variance': np.var(x, ddof=1),
    }))


main()
