"""Golden vectors of emg-dsp's filters, resampling, transforms, interpolation, denoising and amplitudes, computed by SciPy, NumPy and
PyWavelets.

    /usr/bin/python3 tools/golden/emg-dsp.py
"""
import json
from pathlib import Path

import numpy as np
import pywt
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


def linear_phase():
    chosen = [('lowpass', 6, 8, 200, 60), ('highpass', 20, 10, 1000, 40), ('bandpass', [20, 450], 20, 2000, 60), ('bandstop', [45, 55], 6, 1111.11, 30),
              ('lowpass', 300, 200, 990, 15)]
    for kind, corner, transition, rate, attenuation in chosen:
        count, beta = signal.kaiserord(attenuation, 2 * transition / rate)
        taps = signal.firwin(count | 1, corner, window=('kaiser', beta), pass_zero=kind, fs=rate)
        reach = len(taps) // 2
        filtered = {}
        for name in ['noise', 'one', 'eleven', 'impulse', 'gaps', 'offset']:
            # NumPy mirrors about both ends again and again, as the library does.
            filtered[name] = plain(by_runs(SIGNALS[name], lambda run: np.convolve(np.pad(run, reach, 'reflect', reflect_type='odd'), taps, 'valid')
                                           if len(run) > 1 else run * taps.sum()))
        yield {'type': kind, 'cornerHz': corner, 'transitionHz': transition, 'samplingRateHz': rate, 'attenuationDb': attenuation,
               'taps': plain(taps), 'filtered': filtered}


def bursts(length):
    k = np.arange(length)
    return np.sin(0.9 * k + 0.0007 * k * k) * (np.sin(k / 60) > 0.3) + 0.2 * np.sin(2.3 * k * np.sin(k))


def deviation(values):
    return np.median(np.abs(values)) / 0.6745


def denoised_dwt(x, wavelet, levels, mode, noise, threshold):
    approximation, *details = pywt.wavedec(x, wavelet, 'symmetric', levels)
    finest = deviation(details[-1])
    details = [pywt.threshold(d, (finest if noise == 'finest-band' else deviation(d)) * threshold(len(x), len(d)), mode) for d in details]
    return pywt.waverec([approximation, *details], wavelet, 'symmetric')[:len(x)]


def denoised_packet(x, wavelet, levels, mode):
    tree = pywt.WaveletPacket(x, wavelet, 'symmetric', levels)
    for rank, node in enumerate(tree.get_level(levels, 'freq')):
        if rank > 0:
            node.data = pywt.threshold(node.data, deviation(node.data) * np.sqrt(2 * np.log(len(x))), mode)
    return tree.reconstruct(update=False)[:len(x)]


def denoising():
    universal = lambda n, m: np.sqrt(2 * np.log(n))
    level = lambda n, m: np.sqrt(2 * np.log(m))
    minimax = lambda n, m: 0.3936 + 0.1829 * np.log2(m) if m > 32 else 0
    cases = []
    for length in [150, 233]:
        x = bursts(length)
        for rule, threshold in [('universal', universal), ('level-dependent', level), ('minimax', minimax)]:
            for shrinkage in ['soft', 'hard', 'garrote']:
                for noise in ['finest-band', 'each-band']:
                    cases.append({'transform': 'dwt', 'wavelet': 'db4', 'levels': 4, 'thresholdRule': rule, 'shrinkage': shrinkage, 'noiseSource': noise,
                                  'length': length, 'expected': plain(denoised_dwt(x, 'db4', 4, shrinkage, noise, threshold))})
        for shrinkage in ['soft', 'hard', 'garrote']:
            cases.append({'transform': 'packet', 'wavelet': 'db7', 'levels': 3, 'thresholdRule': 'universal', 'shrinkage': shrinkage,
                          'noiseSource': 'each-band', 'length': length, 'expected': plain(denoised_packet(x, 'db7', 3, shrinkage))})
    legacy = [{'length': n, 'expected': plain(pywt.threshold(bursts(n), deviation(bursts(n)) * np.sqrt(2 * np.log(n)), 'soft'))} for n in [2, 150, 233]]
    return {'signals': {n: plain(bursts(n)) for n in [2, 150, 233]}, 'wavelet': cases, 'legacy': legacy}


def amplitudes():
    x = SIGNALS['noise']
    energy = x[1:-1] ** 2 - x[:-2] * x[2:]
    rate = 1000
    # -3 dB after two passes: the corner moves in the pre-warped frequency.
    corner = np.arctan(np.tan(np.pi * 6 / rate) * (np.sqrt(2) - 1) ** -0.25) * rate / np.pi
    envelope = zero_phase(signal.butter(2, corner, fs=rate, output='sos'), np.abs(x))
    finite = SIGNALS['gaps'][np.isfinite(SIGNALS['gaps'])]
    fractions = [0, 0.005, 0.25, 0.5, 0.9, 0.995, 1]
    return {
        'tkeo': plain(np.concatenate([energy[:1], energy, energy[-1:]])),
        'envelope': plain(envelope),
        'quantiles': [{'fraction': f, 'expected': float(np.quantile(finite, f))} for f in fractions],
    }


def write(name, content):
    (TARGET / f'{name}.json').write_text(json.dumps(content, separators=(',', ':')) + '\n')


write('filters', {'signals': {name: plain(x) for name, x in SIGNALS.items()}, 'designs': list(designs()), 'filters': filters(),
                  'notches': [{'centreHz': f, 'qualityFactor': q, 'samplingRateHz': rate, 'sections': plain(np.concatenate(signal.iirnotch(f, q, rate)))}
                              for f, q, rate in [(50, 30, 2000), (60, 35, 1080), (50, 100, 1111.11), (150, 35, 990)]]})
write('resampling', resampling())
write('transforms', transforms())
write('interpolation', interpolation())
write('windows', windows())
write('linear-phase', list(linear_phase()))
write('denoising', denoising())
write('amplitudes', amplitudes())
