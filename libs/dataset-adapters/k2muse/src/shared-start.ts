import type { C3dDescription } from '@emgfm/c3d';
import type { Decision } from '@emgfm/schema';
import { TRIAL_TIME_TOLERANCE, TRIAL_TIME_TOLERANCE_S } from './channels';

/** The duration has to lie this many times nearer to that of the whole capture than to that of the stored frames. */
const CLEARLY_NEARER = 2;

/**
 * When a device started, on the clock of the first stored C3D frame. All devices start with the cameras, so that is 0 s. A C3D file that
 * was cropped afterwards begins later: its first frame has a number above 1, and the device ran longer by just that.
 * @param durationS of what the device recorded
 */
export function decideStart(
  device: string,
  durationS: number,
  { firstFrame, frameCount, pointRateHz }: Pick<C3dDescription, 'firstFrame' | 'frameCount' | 'pointRateHz'>,
): { readonly startS: number; readonly decisions: readonly Decision[] } {
  const motionS = frameCount / pointRateHz;
  const croppedS = (firstFrame - 1) / pointRateHz;
  const capturedS = motionS + croppedS;
  const [fromStored, fromCaptured] = [Math.abs(durationS - motionS), Math.abs(durationS - capturedS)];
  const isNear = fromCaptured <= Math.max(TRIAL_TIME_TOLERANCE_S, TRIAL_TIME_TOLERANCE * capturedS);
  if (!isNear || fromCaptured >= fromStored / CLEARLY_NEARER) return { startS: 0, decisions: [] };
  return {
    startS: -croppedS,
    decisions: [
      {
        fact: `start of the ${device}`,
        decided: `${croppedS.toFixed(2)} s before the first stored frame: the C3D file was cropped`,
        evidence: `it lasts ${durationS.toFixed(2)} s, the stored frames ${motionS.toFixed(2)} s, and they begin with frame ${firstFrame}`,
      },
    ],
  };
}
