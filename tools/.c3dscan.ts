import { readC3d, isC3dError, parameterNumbers } from '@emgfm/c3d';
import { readFileSync, globSync } from 'node:fs';
import { execSync } from 'node:child_process';
const files = execSync("find /work/shared/data/c3d -iname '*.c3d' | sort").toString().trim().split('\n');
for (const f of files) {
  try {
    const r = readC3d(readFileSync(f), { source: f.split('/').slice(-2).join('/') });
    let nan = 0;
    for (const v of r.coordinates) if (Number.isNaN(v)) nan++;
    console.log(
      r.source,
      r.layout.byteOrder,
      r.layout.storage,
      'pts',
      r.points.length,
      'ch',
      r.analogChannels.length,
      'x',
      r.analogSamplesPerFrame,
      'fr',
      r.frameCount,
      'first',
      r.firstFrame,
      r.pointRateHz,
      r.analogRateHz,
      'nan',
      (nan / r.coordinates.length).toFixed(3),
      'ev',
      r.events.length,
      r.events[0]?.origin,
      r.events[0]?.fileTimeS,
      'plates',
      r.forcePlates.map((p) => p.type).join(),
    );
    for (const w of r.warnings) console.log('    ', w.code, w.message);
  } catch (e) {
    console.log(f, isC3dError(e) ? e.tag + ' ' + e.message : e);
  }
}
