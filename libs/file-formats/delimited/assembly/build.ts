/** Compiles number-scan.ts and writes it, as base64, into src/number-scan.generated.ts: `npx tsx assembly/build.ts`. */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { compileNumberScan } from './compile';

const module = Buffer.from(await compileNumberScan()).toString('base64');
writeFileSync(
  fileURLToPath(new URL('../src/number-scan.generated.ts', import.meta.url)),
  `// Made by assembly/build.ts from assembly/number-scan.ts.\nexport const NUMBER_SCAN_MODULE =\n  '${module}';\n`,
);
