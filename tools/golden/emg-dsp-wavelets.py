"""Golden vectors for the wavelet transforms of @emgfm/emg-dsp, made with PyWavelets.

Usage: python3 tools/golden/emg-dsp-wavelets.py

Writes libs/emg-dsp/src/golden/wavelets.json. The symlet cases hold PyWavelets' own scaling filter, because it differs
from the exact one in the last digits.
"""
import json
import pathlib

import numpy as np
import pywt

TARGET = pathlib.Path(__file__).parents[2] / 'libs/emg-dsp/src/golden/wavelets.json'


def signal(length):
    """Two chirps and a step: no symmetry, no randomness, so that tests can make it again."""
    k = np.arange(length)
    return np.sin(0.37 * k + 0.002 * k * k) + 0.5 * np.cos(1.9 * k) + (k > length // 3)


def main():
    cases = []
    for wavelet, lengths in {
        'db1': (1, 2, 7), 'db2': (5, 16), 'db4': (3, 33), 'db7': (29,), 'db20': (1, 17), 'coif1': (11,), 'coif5': (45,),
        'sym4': (32,), 'sym8': (1,), 'sym20': (21,),
    }.items():
        filters = pywt.Wavelet(wavelet)
        for length in lengths:
            for mode in ('symmetric', 'periodization'):
                approximation, detail = pywt.dwt(signal(length), filters, mode)
                levels = 3
                multi = pywt.wavedec(signal(length), filters, mode, levels)
                packet = pywt.WaveletPacket(signal(length), filters, mode, maxlevel=2)
                cases.append({
                    'wavelet': wavelet,
                    'scalingFilter': list(filters.rec_lo) if wavelet.startswith('sym') else None,
                    'length': length,
                    'edgeMode': mode,
                    'approximation': approximation.tolist(),
                    'detail': detail.tolist(),
                    'multilevel': [band.tolist() for band in multi],
                    'packetNatural': [node.data.tolist() for node in packet.get_level(2, 'natural')],
                    'packetFrequency': [node.data.tolist() for node in packet.get_level(2, 'freq')],
                    'maximumLevel': pywt.dwt_max_level(length, filters.dec_len),
                })
    names = [f'db{n}' for n in range(1, 21)] + [f'sym{n}' for n in range(2, 21)] + [f'coif{n}' for n in range(1, 6)]
    scaling = {name: list(pywt.Wavelet(name).rec_lo) for name in names}
    TARGET.write_text(json.dumps({'pywavelets': pywt.__version__, 'scalingFilters': scaling, 'cases': cases}))


main()
