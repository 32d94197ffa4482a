/**
 * Draws the mean knee flexion of each patient of a store, heel strike to heel strike.
 *
 *     npx tsx examples/mean-knee-curve.ts store.h5 knee.svg [patient]
 */
import { writeFileSync } from 'node:fs';
import { JOINTS, MOTIONS } from '@emgfm/schema';
import { openStore } from '@emgfm/stride-store';

const [storePath, svgPath, wanted] = process.argv.slice(2);
if (storePath === undefined || svgPath === undefined) throw new Error('give a store and the name of an SVG file');

const knee = JOINTS.indexOf('knee') * MOTIONS.length + MOTIONS.indexOf('flexion');
const store = await openStore(storePath);
const curves = store
  .patients()
  .filter(({ key }) => wanted === undefined || key === wanted)
  .flatMap(({ key, patientId }) => {
    const sumDeg = new Float64Array(store.pointsPerStride);
    let strides = 0;
    for (const { kinematics, masks } of store.strides(store.select({ patientId }), { modalities: ['kinematics'] })) {
      if (masks.kinematics[knee] !== 1) continue;
      strides += 1;
      for (let k = 0; k < sumDeg.length; k += 1) sumDeg[k] += kinematics.data[kinematics.offset + k * 9 + knee]!;
    }
    return strides === 0 ? [] : [{ key, strides, meanDeg: sumDeg.map((sum) => sum / strides) }];
  });
store.close();

const x = (k: number, points: number): number => 50 + (440 * k) / (points - 1);
const y = (deg: number): number => 270 - 3 * deg;
const lines = curves.map(({ meanDeg }, i) => {
  const points = [...meanDeg].map((deg, k) => `${x(k, meanDeg.length).toFixed(1)},${y(deg).toFixed(1)}`).join(' ');
  return `<polyline points="${points}" fill="none" stroke="hsl(${(i * 67) % 360} 70% 40%)" stroke-width="2"/>`;
});
const names = curves.map(
  ({ key, strides }, i) =>
    `<text x="500" y="${40 + 16 * i}" fill="hsl(${(i * 67) % 360} 70% 40%)">${key} (${strides} strides)</text>`,
);
const grid = [0, 20, 40, 60].map(
  (deg) => `<path d="M50 ${y(deg)}H490" stroke="#ddd"/><text x="20" y="${y(deg) + 4}">${deg}</text>`,
);
const ticks = [0, 25, 50, 75, 100].map((percent) => `<text x="${44 + 4.4 * percent}" y="315">${percent}</text>`);
writeFileSync(
  svgPath,
  `<svg xmlns="http://www.w3.org/2000/svg" width="760" height="340" font-family="sans-serif" font-size="12">
<rect width="760" height="340" fill="white"/>${grid.join('')}${ticks.join('')}
<text x="20" y="18">knee flexion (degree)</text><text x="230" y="333">stride (%)</text>
${lines.join('\n')}${names.join('\n')}
</svg>
`,
);
for (const { key, strides, meanDeg } of curves) {
  const peak = meanDeg.indexOf(Math.max(...meanDeg));
  const percent = ((100 * peak) / (meanDeg.length - 1)).toFixed(0);
  console.log(
    `${key}: ${strides} strides, knee flexion peaks at ${meanDeg[peak]!.toFixed(1)} degree, ${percent} % of the stride`,
  );
}
