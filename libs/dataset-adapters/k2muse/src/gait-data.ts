import type { MatValue } from '@emgfm/matfile';
import { type Joint, JOINTS, type Side, SIDES } from '@emgfm/schema';
import { COMPONENTS, JOINT_NAMES, LEG_LETTER } from './channels';
import { fieldOf, numbersOf } from './mat-values';
import { decideMomentUnit } from './moments';
import { allColumns, type JointColumns } from './trial-recording';

/** Curves of one output on points of its strides. */
export interface GaitData {
  readonly points: number;
  readonly strides: number;
  readonly curve: (component: number, stride: number) => Float64Array;
}

/** `rsGaitData`: points x components x strides; the last dimension is lost where there is one stride. Null for anything else. */
export function gaitData(outputs: MatValue | null, name: string): GaitData | null {
  const data = fieldOf(fieldOf(outputs, name), 'rsGaitData');
  const numbers = numbersOf(data);
  const [points = 0, components = 0, strides = 1] = data?.dims ?? [];
  if (numbers.length === 0 || components !== COMPONENTS.length) return null;
  return {
    points,
    strides,
    curve: (component, stride) => {
      const at = points * (component + components * stride);
      return numbers.subarray(at, at + points);
    },
  };
}

/** The outputs of one leg that are there. */
export function gaitDataOfLeg(outputs: MatValue | null, suffix: 'Angles' | 'Moment', side: Side): GaitData[] {
  return JOINTS.flatMap((joint: Joint) => gaitData(outputs, `${LEG_LETTER[side]}${JOINT_NAMES[joint]}${suffix}`) ?? []);
}

/** Curves of one stride by column. */
export function strideColumns(outputs: MatValue | null, stride: number): JointColumns {
  return (side, column) => {
    const [name, component] = column.split('.');
    const data = gaitData(outputs, `${LEG_LETTER[side]}${name}`);
    return data !== null && stride < data.strides ? data.curve(Number(component), stride) : null;
  };
}

/** The unit of moments, from all their strides. */
export function momentUnitOfStrides(moments: MatValue | null): ReturnType<typeof decideMomentUnit> {
  return decideMomentUnit(
    allColumns((side, column) => {
      const [name, component] = column.split('.');
      const data = gaitData(moments, `${LEG_LETTER[side]}${name}`);
      if (data === null) return null;
      const all = new Float64Array(data.points * data.strides);
      for (let stride = 0; stride < data.strides; stride += 1)
        all.set(data.curve(Number(component), stride), stride * data.points);
      return all;
    }),
  );
}

/** Ankle flexion moment (N·m/kg) of all strides of a trial, with the sign of the source. */
export function ankleCurvesOfStrides(moments: MatValue | null): Float64Array[] {
  const { factor } = momentUnitOfStrides(moments);
  return SIDES.flatMap((side) => {
    const data = gaitData(moments, `${LEG_LETTER[side]}AnkleMoment`);
    return Array.from({ length: data?.strides ?? 0 }, (_, stride) =>
      (data as GaitData).curve(0, stride).map((value) => value * factor),
    );
  });
}
