import { readC3d, computeForcePlates } from '@emgfm/c3d';
import { readFileSync } from 'node:fs';
const root = '/work/shared/data/c3d/';
for (const [f, e, kind] of [
  ['opensim-core/walking2.c3d', 'std_walking2_grfs.sto', 'grf'],
  ['opensim-core/walking2.c3d', 'std_cop_walking2_grfs.sto', 'cop'],
]) {
  const r = readC3d(readFileSync(root + f));
  const { plates, warnings } = computeForcePlates(r, { subtractBaseline: true });
  console.log(
    warnings.map((w) => w.message),
    plates.map((p) => p.turned),
  );
  const lines = readFileSync(root + 'opensim-core/expected/' + e, 'utf8').split('\n');
  const start = lines.findIndex((l) => l.startsWith('endheader')) + 2;
  let worst = new Array(18).fill(0);
  for (const l of lines.slice(start)) {
    if (!l.trim()) continue;
    const v = l.trim().split(/\s+/).map(Number);
    const i = Math.round(v[0] * r.analogRateHz);
    const mine = plates.flatMap((p) => [
      p.forceN[0][i],
      p.forceN[1][i],
      p.forceN[2][i],
      ...(kind === 'grf' ? p.surfaceCentreM.map((x) => x * 1000) : p.centreOfPressureM.map((a) => a[i] * 1000)),
      ...(kind === 'grf' ? p.momentNm.map((a) => a[i] * 1000) : [0, 0, p.freeMomentNm[i] * 1000]),
    ]);
    mine.forEach((m, k) => {
      const d = Math.abs(m - v[k + 1]) / (1e-3 + Math.abs(v[k + 1]));
      if (!(d <= worst[k])) worst[k] = d;
    });
  }
  console.log(e, worst.map((x) => x.toExponential(1)).join(' '));
}
for (const f of [
  'c3dorg-sample10/TYPE-2.C3D',
  'c3dorg-sample10/TYPE-4.C3D',
  'c3dorg-sample10/type-2a.c3d',
  'c3dorg-sample10/type-4a.c3d',
  'c3dorg-sample15/FP1.C3D',
  'c3dorg-sample15/FP2.C3D',
  'c3dorg-sample28/type1.C3D',
  'c3dorg-sample28/dynamic.C3D',
  'c3dorg-sample01/Eb015pr.c3d',
  'c3dorg-sample02/pc_real.c3d',
  'btk-others/ADemo1_rewrite_c3d_pc_float.c3d',
  'btk-others/Gait.c3d',
  'btk-others/Res16bits.c3d',
  'btk-others/shd01.c3d',
  'btk-others/FunctionalWalk.c3d',
  'btk-others/561xxa01_anonym.C3D',
  'c3dorg-sample24/MotionMonitorC3D.c3d',
  'gaitalytics/treadmill_events.c3d',
  'biomechzoo/HC002D06.c3d',
  'c3d-parser/RCH_dynamic_RCH.08.c3d',
]) {
  const r = readC3d(readFileSync(root + f));
  const { plates, warnings, rawPlates } = computeForcePlates(r);
  console.log('==', f, warnings.map((w) => w.message).join(' | '), 'raw', rawPlates.length, 'unit', r.pointUnit);
  for (const p of plates) {
    const c = r.forcePlates[p.index].corners!;
    const n = p.forceN[2].length;
    let best = 0;
    const mag = (i: number) => Math.hypot(p.forceN[0][i], p.forceN[1][i], p.forceN[2][i]);
    for (let i = 0; i < n; i++) if (mag(i) > mag(best)) best = i;
    console.log(
      '  plate',
      p.index,
      'type',
      r.forcePlates[p.index].type,
      'turned',
      p.turned,
      'peak at',
      best,
      'F',
      p.forceN.map((a) => a[best].toFixed(1)).join(','),
      'CoP',
      p.centreOfPressureM.map((a) => a[best].toFixed(3)).join(','),
      'centre',
      p.surfaceCentreM.map((x) => x.toFixed(3)).join(','),
      'Tz',
      p.freeMomentNm[best].toFixed(2),
      'units',
      r.analogChannels[r.forcePlates[p.index].channelIndexes[0]].unit,
      r.analogChannels[r.forcePlates[p.index].channelIndexes[5]].unit,
      'half',
      Math.hypot(c[0][0] - c[1][0], c[0][1] - c[1][1], c[0][2] - c[1][2]) / 2,
    );
  }
}
