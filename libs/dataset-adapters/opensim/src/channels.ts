import type { Joint, Motion } from '@emgfm/schema';

/** The mapping tables of the OpenSim adapter. A mapping file (README) adds to them for one laboratory. */

/** A coordinate of an OpenSim model: its name without the side, the joint motion it is, and the factor to the canonical sign. */
export interface Coordinate {
  readonly joint: Joint;
  readonly motion: Motion;
  readonly name: string;
  readonly factor: number;
}

/**
 * Coordinates of the usual models (gait2354, gait2392, Rajagopal 2015 and their children), suffixes `_r` and `_l`. Their positive
 * directions are the canonical ones, but that of the knee, which turns with the model and is decided from the angles.
 * Source: the coordinate definitions of these models.
 */
export const COORDINATES: readonly Coordinate[] = [
  { joint: 'hip', motion: 'flexion', name: 'hip_flexion', factor: 1 },
  { joint: 'hip', motion: 'adduction', name: 'hip_adduction', factor: 1 },
  { joint: 'hip', motion: 'rotation', name: 'hip_rotation', factor: 1 },
  { joint: 'knee', motion: 'flexion', name: 'knee_angle', factor: 1 },
  { joint: 'knee', motion: 'adduction', name: 'knee_adduction', factor: 1 },
  { joint: 'knee', motion: 'rotation', name: 'knee_rotation', factor: 1 },
  { joint: 'ankle', motion: 'flexion', name: 'ankle_angle', factor: 1 },
  { joint: 'ankle', motion: 'adduction', name: 'subtalar_angle', factor: 1 },
];

/** A column of ground forces: `ground_force_r_vx`, `1_ground_force_vy`, `FP2_vz`; the first group names the plate or foot. */
export const FORCE_COLUMN = /^(.*(?:force|grf|fp|plate).*?_?)v([xyz])$/i;

/** Words in file and folder names that say what a file holds, not which trial it belongs to. */
export const ROLE_WORDS: readonly string[] = [
  'ik',
  'id',
  'grf',
  'grfs',
  'force',
  'forces',
  'loads',
  'external',
  'externalloads',
  'emg',
  'semg',
  'electromyography',
  'marker',
  'markers',
  'trc',
  'mot',
  'sto',
  'coordinates',
  'kinematics',
  'kinetics',
  'inverse',
  'dynamics',
  'inversekinematics',
  'inversedynamics',
  'moment',
  'moments',
  'torques',
  'angles',
  'results',
  'result',
];
