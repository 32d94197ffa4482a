#!/usr/bin/env python3
"""Fits the Fourier coefficients of libs/synthetic-gait/src/shapes/*.ts. Needs numpy and scipy.

    python3 tools/fit-gait-shapes.py reference_treadmill_1.20mps_5pct.csv

The argument holds the mean curves of 22 adults at 1.20 m/s (Camargo et al. 2021, J Biomech 119:110320, CC BY 4.0) on a
5 % grid: sagittal angles, ankle moment, vertical force. What that table does not hold is drawn here as key points
(percent of the cycle, value) read off the textbook patterns:
  Winter 1991, The Biomechanics and Motor Control of Human Gait (joint moments, ground forces, EMG timing);
  Perry & Burnfield 2010, Gait Analysis, and Kadaba et al. 1990, J Orthop Res 8:383 (frontal and transverse angles);
  Riener et al. 2002, Gait Posture 15:32, and McFadyen & Winter 1988, J Biomech 21:733 (stairs);
  Novacheck 1998, Gait Posture 7:77 (running).
Units: degree, N.m/kg (internal, positive towards the positive angle), body weight, EMG as a share of its burst maximum.
"""
import csv
import sys
from pathlib import Path

import numpy as np
from scipy.interpolate import PchipInterpolator

OUT = Path(__file__).resolve().parent.parent / 'libs' / 'synthetic-gait' / 'src' / 'shapes'
GRID = np.arange(200) / 200
ANGLE_HARMONICS, MOMENT_HARMONICS, EMG_HARMONICS, INCLINE_HARMONICS, FORCE_TERMS = 7, 8, 8, 3, 12

# Constant corrections of the reference means (degree). The ankle of that dataset is known to read 8 degrees too far into
# dorsiflexion; hip and knee are moved from its model's zero to a zero at the standing posture with 7 degrees of pelvic tilt.
# With these the foot is flat on the floor from 10 to 30 % of the cycle, and the published 95 % ranges are met.
REFERENCE_OFFSETS = {'hip_flexion_deg': 12.0, 'knee_flexion_deg': -6.0, 'ankle_dorsi_deg': -8.0, 'ankle_moment_nm_kg': -0.015}

WALK_ANGLES = [
    [(0, 0), (15, 6), (30, 4), (50, 1), (63, -5), (80, -2), (92, -1)],
    [(0, 0), (12, 3), (30, 2), (48, 0), (65, -4), (85, -1)],
    'hip_flexion_deg',
    [(0, 0), (15, 1.5), (40, 0.5), (58, 0), (72, 4), (88, 1)],
    [(0, -4), (12, 3), (35, 1), (50, 0), (65, 4), (82, -1)],
    'knee_flexion_deg',
    [(0, 3), (12, -3), (35, -3), (50, 1), (60, 7), (76, 4), (90, 3)],
    [(0, -4), (15, -7), (45, -6), (60, -1), (76, -4)],
    'ankle_dorsi_deg',
]
WALK_MOMENTS = [
    [(0, -0.02), (5, -0.35), (12, -0.8), (20, -0.75), (30, -0.6), (40, -0.65), (47, -0.75), (54, -0.45), (61, 0), (75, 0.02)],
    [(0, 0), (10, -0.12), (22, -0.04), (45, 0.12), (60, 0.01), (75, 0)],
    [(0, -0.35), (6, -0.75), (12, -0.62), (20, -0.3), (30, 0), (40, 0.35), (52, 0.7), (60, 0.45), (66, 0.22), (75, 0.05), (86, -0.14), (94, -0.38)],
    [(0, 0), (13, -0.45), (30, -0.26), (45, -0.36), (56, -0.12), (62, 0), (80, 0)],
    [(0, 0), (13, -0.03), (45, 0.12), (60, 0), (80, 0)],
    [(0, 0.24), (4, 0.15), (14, -0.5), (20, -0.34), (28, -0.05), (40, 0.2), (46, 0.2), (54, -0.02), (60, -0.14), (68, -0.09), (76, -0.03), (85, 0.06), (95, 0.26)],
    [(0, 0), (12, 0.04), (30, 0.08), (46, 0.1), (58, 0.01), (63, 0), (80, 0)],
    [(0, 0), (14, 0.03), (46, -0.12), (60, 0), (80, 0)],
    'ankle_moment_nm_kg',
]
# The other gaits have the frontal and transverse curves of walking, stance to stance and swing to swing: no better is at hand.
OTHER_PLANES = {0, 1, 3, 4, 6, 7}

# Muscle bursts: (centre %, SD %, height).
WALK_BURSTS = [
    [(8, 6, 1), (95, 4, 0.35)],  # VL
    [(8, 5.5, 1), (62, 4, 0.3)],  # RF
    [(9, 6, 1), (95, 4, 0.35)],  # VM
    [(4, 4.5, 1), (68, 7, 0.6), (92, 6, 0.55)],  # TA
    [(95, 6, 1), (5, 5, 0.55)],  # BF
    [(93, 5.5, 1), (3, 4, 0.35)],  # STSM
    [(43, 7, 1), (25, 8, 0.35)],  # GM
    [(44, 7, 1), (28, 8, 0.3)],  # GL
    [(46, 7, 1), (25, 10, 0.4)],  # SOL
    [(45, 8, 1), (15, 8, 0.3)],  # PL
    [(46, 8, 1), (12, 8, 0.25)],  # PB
    [(10, 8, 1), (30, 8, 0.4), (97, 4, 0.3)],  # GMED
    [(5, 6, 1), (95, 5, 0.4)],  # GMAX
]
STAIR_UP_BURSTS = [
    [(15, 8, 1), (96, 4, 0.3)], [(14, 7, 0.7), (66, 6, 0.35)], [(15, 8, 1), (96, 4, 0.3)],
    [(66, 8, 0.9), (5, 5, 0.4), (88, 6, 0.4)], [(20, 10, 0.6), (70, 7, 0.5)], [(18, 9, 0.45), (72, 7, 0.6)],
    [(47, 7, 1), (15, 8, 0.2)], [(47, 7, 1), (15, 8, 0.2)], [(47, 8, 1), (15, 8, 0.45)], [(46, 8, 1), (15, 8, 0.35)],
    [(46, 8, 1), (15, 8, 0.3)], [(18, 10, 1), (97, 4, 0.3)], [(15, 9, 1), (96, 5, 0.3)],
]
STAIR_DOWN_BURSTS = [
    [(12, 7, 0.8), (48, 8, 1)], [(10, 7, 0.5), (52, 8, 0.9)], [(12, 7, 0.8), (48, 8, 1)],
    [(68, 8, 0.8), (15, 8, 0.5), (90, 5, 0.3)], [(95, 6, 0.5), (20, 8, 0.3)], [(94, 6, 0.5), (18, 8, 0.3)],
    [(8, 8, 1), (96, 4, 0.6), (45, 7, 0.4)], [(8, 8, 1), (96, 4, 0.6), (45, 7, 0.4)], [(10, 8, 1), (96, 4, 0.4), (42, 8, 0.6)],
    [(8, 8, 1), (40, 8, 0.5)], [(8, 8, 1), (40, 8, 0.45)], [(10, 8, 1), (30, 8, 0.5)], [(10, 8, 0.5), (35, 8, 0.3)],
]
RUN_BURSTS = [
    [(9, 6, 1), (93, 6, 0.5)], [(9, 6, 0.9), (52, 7, 0.5)], [(9, 6, 1), (93, 6, 0.5)],
    [(70, 14, 0.8), (2, 5, 0.6)], [(90, 8, 1), (12, 8, 0.6)], [(88, 8, 1), (12, 8, 0.5)],
    [(15, 8, 1), (96, 5, 0.4)], [(15, 8, 1), (96, 5, 0.4)], [(16, 8, 1), (96, 5, 0.3)], [(14, 8, 1), (95, 5, 0.4)],
    [(14, 8, 1), (95, 5, 0.35)], [(8, 7, 1), (95, 5, 0.5)], [(7, 7, 1), (92, 6, 0.5)],
]
EMG_BASELINE = 0.03

# Vertical (body weight), forward, lateral force against percent of stance; None takes the reference mean.
WALK_FORCES = [
    None,
    [(0, 0), (3, 0.015), (8, -0.07), (19, -0.17), (35, -0.08), (50, 0), (62, 0.04), (75, 0.12), (87, 0.2), (95, 0.1), (100, 0)],
    [(0, 0), (4, 0.02), (15, -0.05), (30, -0.055), (50, -0.04), (75, -0.05), (90, -0.03), (100, 0)],
]
PLATEAU = [(0, 0), (6, 0.45), (13, 0.85), (22, 1), (50, 1), (78, 1), (87, 0.85), (94, 0.42), (100, 0)]
STAIR_UP = dict(
    stance=0.63,
    angles={
        2: [(0, 64), (10, 60), (25, 40), (40, 20), (50, 11), (58, 9), (64, 15), (75, 50), (85, 69), (92, 69)],
        5: [(0, 62), (10, 60), (25, 38), (40, 16), (50, 9), (58, 15), (64, 34), (74, 80), (80, 92), (88, 84), (95, 70)],
        8: [(0, 8), (10, 12), (25, 10), (40, 6), (50, 6), (58, -8), (64, -17), (72, -6), (82, 6), (92, 8)],
    },
    moments={
        2: [(0, -0.1), (12, -0.7), (30, -0.35), (45, 0), (55, 0.15), (65, 0.22), (77, 0.12), (90, -0.06)],
        5: [(0, 0.02), (12, -0.9), (18, -1.05), (30, -0.6), (42, 0.02), (50, 0.12), (60, 0.02), (75, -0.05), (90, 0.05)],
        8: [(0, 0), (10, -0.45), (18, -0.6), (30, -0.6), (43, -0.95), (52, -1.3), (59, -0.4), (64, 0), (80, 0.01)],
    },
    vertical=[(0, 0), (6, 0.35), (20, 1), (30, 0.95), (45, 0.78), (60, 0.95), (78, 1.15), (90, 0.7), (96, 0.25), (100, 0)],
    forward=[(0, 0), (15, -0.05), (30, -0.02), (50, 0), (70, 0.03), (85, 0.05), (100, 0)],
    bursts=STAIR_UP_BURSTS,
)
STAIR_DOWN = dict(
    stance=0.60,
    angles={
        2: [(0, 20), (15, 18), (30, 15), (45, 15), (55, 20), (65, 32), (75, 39), (85, 33), (94, 23)],
        5: [(0, 13), (12, 26), (20, 23), (30, 27), (45, 52), (55, 76), (62, 92), (68, 94), (78, 74), (88, 35), (95, 16)],
        8: [(0, -22), (8, -3), (16, 12), (35, 21), (48, 29), (56, 25), (64, 9), (75, -2), (85, -13), (93, -22)],
    },
    moments={
        2: [(0, -0.1), (15, -0.15), (30, 0.05), (45, 0.2), (55, 0.22), (65, 0.05), (80, -0.05)],
        5: [(0, 0.02), (13, -0.75), (25, -0.5), (38, -0.7), (50, -1.1), (60, -0.4), (68, -0.1), (80, 0.03)],
        8: [(0, -0.05), (10, -1.05), (18, -1.2), (30, -0.9), (46, -0.95), (56, -0.4), (63, -0.02), (80, 0)],
    },
    vertical=[(0, 0), (6, 0.6), (16, 1.35), (28, 1), (45, 0.85), (60, 0.85), (78, 0.9), (90, 0.5), (100, 0)],
    forward=[(0, 0), (15, -0.08), (30, -0.04), (50, 0), (70, 0.05), (85, 0.07), (100, 0)],
    bursts=STAIR_DOWN_BURSTS,
)
RUN = dict(
    stance=0.36,
    angles={
        2: [(0, 42), (10, 38), (20, 20), (36, -2), (42, -3), (55, 15), (70, 42), (84, 54), (93, 48)],
        5: [(0, 15), (15, 43), (26, 32), (36, 19), (50, 58), (64, 95), (74, 85), (88, 32), (96, 15)],
        8: [(0, 5), (18, 25), (28, 12), (38, -20), (48, -14), (62, 0), (85, 5)],
    },
    moments={
        2: [(0, -0.6), (7, -1.4), (20, -0.4), (32, 0.5), (45, 0.5), (60, 0.2), (80, -0.3), (92, -0.7)],
        5: [(0, 0.3), (4, 0), (15, -2.2), (26, -1), (36, 0.02), (50, -0.15), (65, -0.1), (90, 0.35)],
        8: [(0, 0), (10, -1.2), (19, -2.3), (28, -1.5), (36, -0.05), (50, 0), (75, 0.01)],
    },
    vertical=[(0, 0), (7, 0.9), (13, 1.5), (18, 1.5), (30, 2.1), (42, 2.4), (55, 2.2), (75, 1.25), (90, 0.4), (100, 0)],
    forward=[(0, 0), (10, -0.15), (25, -0.28), (48, 0), (70, 0.28), (85, 0.15), (100, 0)],
    bursts=RUN_BURSTS,
)
# Change of the sagittal angles (degree) of walking for 10 degrees of incline, from the cohort means of the UMich treadmill
# ranges that the LocoHub repository publishes (level, incline, decline at 0, 25, 50, 75 %).
INCLINE_UP = {2: [(0, 18), (25, 11), (50, 4), (75, 6)], 5: [(0, 17), (25, 7), (50, -4), (75, -2.5)], 8: [(0, 8), (25, 9), (50, 2), (75, 1)]}
INCLINE_DOWN = {2: [(0, -6), (25, 1), (50, 3), (75, -3)], 5: [(0, -2), (25, 9), (50, 15), (75, -1)], 8: [(0, -5), (25, -2), (50, 2.5), (75, 5)]}


def periodic(points):
    x = np.array([p[0] for p in points], float) / 100
    y = np.array([p[1] for p in points], float)
    return PchipInterpolator(np.concatenate([x - 1, x, x + 1]), np.tile(y, 3))(GRID)


def at_stance(points, stance, walk_stance):
    """A walking curve with its foot off moved to another stance share."""
    return periodic([(p * stance / walk_stance if p < 100 * walk_stance else 100 - (100 - p) * (1 - stance) / (1 - walk_stance), v)
                     for p, v in points])


def bursts_on_grid(bursts):
    # Bursts wrap around the end of the cycle.
    curve = np.full(GRID.size, EMG_BASELINE)
    for centre, sd, height in bursts:
        distance = (GRID * 100 - centre + 50) % 100 - 50
        curve += height * np.exp(-0.5 * (distance / sd) ** 2)
    return curve


def fourier(samples, harmonics):
    spectrum = np.fft.rfft(samples) / len(samples)
    return dict(mean=spectrum[0].real, cosine=2 * spectrum[1 : harmonics + 1].real, sine=-2 * spectrum[1 : harmonics + 1].imag)


def sine_series(points, terms=FORCE_TERMS):
    x = np.array([p[0] for p in points], float) / 100
    s = (np.arange(400) + 0.5) / 400
    y = PchipInterpolator(x, [p[1] for p in points])(s)
    return [2 * np.mean(y * np.sin(k * np.pi * s)) for k in range(1, terms + 1)]


def number(value):
    text = f'{value:.4f}'.rstrip('0').rstrip('.')
    return '0' if text in ('', '-0') else text


def numbers(values):
    return '[' + ', '.join(number(v) for v in values) + ']'


def shape(fit):
    return fit if isinstance(fit, str) else f"{{ mean: {number(fit['mean'])}, cosine: {numbers(fit['cosine'])}, sine: {numbers(fit['sine'])} }}"


def write_gait(name, title, stance, angles, moments, forces, emg):
    """A fit is written out as coefficients, a string as it stands: a reference to the shapes of walking."""
    lines = [
        '// Made by tools/fit-gait-shapes.py from cited mean curves and key points; change them there.',
        "import type { GaitShapes } from '../gait-shapes';",
        *([] if name == 'walk' else ["import { WALK_SHAPES } from './walk';"]),
        '',
        f'/** {title} */',
        f'export const {name.upper()}_SHAPES: GaitShapes = {{',
        f'stanceShare: {number(stance)},',
        'anglesDeg: [' + ', '.join(shape(f) for f in angles) + '],',
        'momentsNmPerKg: [' + ', '.join(shape(f) for f in moments) + '],',
        'forcesBodyWeight: {' + ', '.join(f'{k}: {v if isinstance(v, str) else numbers(v)}' for k, v in zip(('vertical', 'forward', 'lateral'), forces)) + '},',
        'emg: [' + ', '.join(shape(f) for f in emg) + '],',
        '};',
    ]
    (OUT / f"{name.replace('_', '-')}.ts").write_text('\n'.join(lines) + '\n')


def main():
    with open(sys.argv[1]) as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith('#')))
    reference = {key: np.array([float(row[key]) for row in rows[:-1]]) + REFERENCE_OFFSETS.get(key, 0) for key in rows[0]}

    def curve(entry, harmonics):
        return fourier(reference[entry] if isinstance(entry, str) else periodic(entry), harmonics)

    stance = 0.61
    vertical = [(0, 0)] + [(5 * i / stance, reference['vgrf_bw'][i]) for i in range(1, 13)] + [(100, 0)]
    walk_angles = [curve(entry, ANGLE_HARMONICS) for entry in WALK_ANGLES]
    walk_moments = [curve(entry, MOMENT_HARMONICS) for entry in WALK_MOMENTS]
    walk_forces = [sine_series(vertical)] + [sine_series(points) for points in WALK_FORCES[1:]]
    write_gait('walk', 'Level walking at 1.2 m/s.', stance, walk_angles, walk_moments, walk_forces,
               [fourier(bursts_on_grid(b), EMG_HARMONICS) for b in WALK_BURSTS])
    for name, title, gait in (
        ('stair_up', 'Climbing stairs, step over step.', STAIR_UP),
        ('stair_down', 'Descending stairs, step over step.', STAIR_DOWN),
        ('run', 'Running at 2.8 m/s.', RUN),
    ):
        write_gait(
            name, title, gait['stance'],
            [curve(gait['angles'].get(i), ANGLE_HARMONICS) if i not in OTHER_PLANES
             else fourier(at_stance(WALK_ANGLES[i], gait['stance'], stance), ANGLE_HARMONICS) for i in range(9)],
            [curve(gait['moments'].get(i), MOMENT_HARMONICS) if i not in OTHER_PLANES
             else fourier(at_stance(WALK_MOMENTS[i], gait['stance'], stance), MOMENT_HARMONICS) for i in range(9)],
            [sine_series(gait['vertical']), sine_series(gait['forward']), 'WALK_SHAPES.forcesBodyWeight.lateral'],
            [fourier(bursts_on_grid(b), EMG_HARMONICS) for b in gait['bursts']],
        )
    flat = fourier(np.zeros(200), 0)
    change = lambda table: '[' + ', '.join(shape(curve(table[i], INCLINE_HARMONICS) if i in table else flat) for i in range(9)) + ']'
    (OUT / 'modifiers.ts').write_text(
        '// Made by tools/fit-gait-shapes.py from cited mean curves and key points; change them there.\n'
        "import type { FourierShape } from '../fourier-shape';\n\n"
        '/** Change of the nine joint angles (degree) of walking up an incline of 10 degrees. */\n'
        f'export const INCLINE_UP_DEG: readonly FourierShape[] = {change(INCLINE_UP)};\n\n'
        '/** Change of the nine joint angles (degree) of walking down an incline of 10 degrees. */\n'
        f'export const INCLINE_DOWN_DEG: readonly FourierShape[] = {change(INCLINE_DOWN)};\n\n'
        '/** Vertical force (body weight) over the stance of very slow walking: a plateau without peaks, as a sine series. */\n'
        f'export const PLATEAU_FORCE: readonly number[] = {numbers(sine_series(PLATEAU))};\n'
    )


if __name__ == '__main__':
    main()
