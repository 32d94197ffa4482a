"""Golden vectors of emg-dsp's filters, resampling, transforms and interpolation, computed by SciPy and NumPy.

    /usr/bin/python3 tools/golden/emg-dsp.py
"""
import json
from pathlib import Path

import numpy as np
from scipy import fft, interpolate, ndimage, signal

TARGET = Path(__file__).resolve().parents[2] / 'libs/emg-dsp/src/golden'
RATES = [200, 990, 1000, 1080, 1111.11, 1500, 1926, 2000, 2148.148, 2400]
rng = np.random.default_rng(2026)

gaps = rng.standard_normal(260) + 0.5
gaps[[0, 1, 90, 91, 92, 200]] = np.nan
impulse = np.zeros(300)
impulse[100] = 1.0
SIGNALS = {
    'noise': np.cumsum(rng.standard_normal(300)) * 0.1 + rng.standard_normal(300),
    'one': np.array([0.7]),
    'two': np.array([0.7, -1.2]),
    'eleven': rng.standard_normal(11),
    'constant': np.full(120, 3.25),
    'zeros': np.zeros(120),
    'impulse': impulse,
    'gaps': gaps,
    'tiny': rng.standard_normal(120) * 1e-290,
    'denormal': rng.standard_normal(120) * 1e-310,
    'offset': rng.standard_normal(200) * 1e-6 + 1.0,
}


def plain(values):
    return [None if np.isnan(value) else float(value) for value in np.asarray(values).ravel()]


def runs(x):
    finite = np.flatnonzero(np.diff(np.concatenate([[0], np.isfinite(x), [0]])))
    return finite.reshape(-1, 2)


def by_runs(x, apply):
    y = np.full(len(x), np.nan)
    for start, end in runs(x):
        y[start:end] = apply(x[start:end])
    return y


def zero_phase(sos, x):
    length = 3 * (2 * len(sos) + 1 - min((sos[:, 2] == 0).sum(), (sos[:, 5] == 0).sum()))
    return by_runs(x, lambda run: signal.sosfiltfilt(sos, run, padlen=min(length, len(run) - 1)))


def designs():
    for rate in RATES:
        for order in [1, 2, 3, 4, 7]:
            for kind, corner in [
                ('lowpass', 6.0),
                ('highpass', 20.0),
                ('bandpass', [20.0, min(450.0, 0.45 * rate)]),
                ('bandstop', [48.0, 52.0] if rate > 200 else [58.0, 62.0]),
            ]:
                sos = signal.butter(order, corner, kind, fs=rate, output='sos')
                yield {'order': order, 'type': kind, 'cornerHz': corner, 'samplingRateHz': rate, 'sections': plain(sos)}


def filters():
    chosen = [
        (4, [20, 450], 'bandpass', 2000),
        (7, [15, 400], 'bandpass', 1926),
        (4, 6, 'lowpass', 1000),
        (3, 20, 'highpass', 990),
        (2, [48, 52], 'bandstop', 1500),
        (1, 10, 'lowpass', 200),
    ]
    cascades = [signal.butter(n, w, kind, fs=rate, output='sos') for n, w, kind, rate in chosen]
    cascades.append(np.concatenate(signal.iirnotch(50, 30, 2000))[None, :])
    return [
        {
            'sections': plain(sos),
            'steadyState': plain(signal.sosfilt_zi(sos)),
            'zeroPhase': {name: plain(zero_phase(sos, x)) for name, x in SIGNALS.items()},
            'causal': plain(signal.sosfilt(sos, SIGNALS['noise'])),
            'response': [
                {'frequencyHz': f, 'gain': abs(h), 'groupDelaySamples': float(delay)}
                for f, h, delay in zip(
                    [3.0, 60.0, 90.0],
                    signal.sosfreqz(sos, [3.0, 60.0, 90.0], fs=2000)[1],
                    sum(signal.group_delay((row[:3], row[3:]), [3.0, 60.0, 90.0], fs=2000)[1] for row in sos),
                )
            ],
        }
        for sos in cascades
    ]


def resampling():
    names = ['noise', 'one', 'two', 'eleven', 'constant', 'zeros', 'impulse', 'denormal', 'offset']
    modes = {'zero': 'constant', 'line': 'line', 'odd': 'antireflect'}
    polyphase = [
        {'signal': name, 'up': up, 'down': down, 'edges': edges, 'expected': plain(
            signal.resample_poly(SIGNALS[name], up, down, padtype=mode)
            if len(SIGNALS[name]) > 1 or edges == 'zero'
            else signal.resample_poly(np.full(200, SIGNALS[name][0]), up, down, padtype='edge')[:-(-up // down)]
        )}
        for name in names
        for edges, mode in modes.items()
        for up, down in ([(1, 2), (9, 10), (27, 58)] if name != 'noise' else [(1, 2), (9, 10), (27, 58), (50, 99), (5, 1), (3, 2)])
    ]
    spectral = [
        {'signal': name, 'numSamples': count, 'expected': plain(signal.resample(SIGNALS[name], count))}
        for name in ['noise', 'one', 'two', 'eleven', 'impulse', 'denormal']
        for count in [1, 2, 7, 150, 299, 300, 331]
    ]
    return {'polyphase': polyphase, 'spectral': spectral}


def transforms():
    lengths = [1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 16, 17, 30, 31, 49, 64, 97, 101, 143, 202]
    cases = []
    for length in lengths:
        x = rng.standard_normal(length)
        spectrum = fft.rfft(x)
        cases.append({'signal': plain(x), 're': plain(spectrum.real), 'im': plain(spectrum.imag)})
    return cases


def interpolation():
    methods = {
        'linear': lambda t, y: lambda q: np.interp(q, t, y),
        'pchip': interpolate.PchipInterpolator,
        'akima': interpolate.Akima1DInterpolator,
        'cubic': interpolate.CubicSpline,
    }
    curves = {'noise': SIGNALS['noise'][:60], 'eleven': SIGNALS['eleven'], 'three': rng.standard_normal(3), 'four': rng.standard_normal(4),
              'steps': np.repeat([0.0, 1.0, 1.0, -2.0], 4)}
    even = [
        {'signal': plain(y), 'method': name, 'numPoints': count, 'expected': plain(make(np.arange(len(y)), y)(np.linspace(0, len(y) - 1, count)))}
        for y in curves.values()
        for name, make in methods.items()
        for count in [2, 50, 101]
    ]
    times = np.cumsum(rng.uniform(0.01, 1.0, 40))
    values = rng.standard_normal(40)
    queries = rng.permutation(np.concatenate([rng.uniform(times[0], times[-1], 60), times[[0, 7, 39]]]))
    uneven = [
        {'times': plain(times), 'values': plain(values), 'queries': plain(queries), 'method': name, 'expected': plain(make(times, values)(queries))}
        for name, make in methods.items()
    ]
    return {'even': even, 'uneven': uneven}


def windows():
    x = SIGNALS['noise']
    ones = np.ones_like(x)
    return [
        {
            'windowSamples': size,
            'mean': plain(ndimage.uniform_filter1d(x, size, mode='constant') / ndimage.uniform_filter1d(ones, size, mode='constant')),
            'rms': plain(np.sqrt(ndimage.uniform_filter1d(x * x, size, mode='constant') / ndimage.uniform_filter1d(ones, size, mode='constant'))),
            'kaiser': plain(signal.windows.kaiser(size, 5.0)),
            'lowPass': plain(signal.firwin(size, 0.3, window=('kaiser', 5.0))),
        }
        for size in [1, 2, 3, 10, 51]
    ]


def write(name, content):
    (TARGET / f'{name}.json').write_text(json.dumps(content, separators=(',', ':')) + '\n')


write('filters', {'signals': {name: plain(x) for name, x in SIGNALS.items()}, 'designs': list(designs()), 'filters': filters(),
                  'notches': [{'centreHz': f, 'qualityFactor': q, 'samplingRateHz': rate, 'sections': plain(np.concatenate(signal.iirnotch(f, q, rate)))}
                              for f, q, rate in [(50, 30, 2000), (60, 35, 1080), (50, 100, 1111.11), (150, 35, 990)]]})
write('resampling', resampling())
write('transforms', transforms())
write('interpolation', interpolation())
write('windows', windows())
