/** Compiles the number scanner of @emgfm/delimited and writes it, as base64, to the file that the library imports. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compileAssembly } from './compile-assembly';

const library = fileURLToPath(new URL('../libs/file-formats/delimited/', import.meta.url));

/** A fresh build of the number scanner, as base64. */
export function compileNumberScan(): string {
  return Buffer.from(compileAssembly(join(library, 'assembly/number-scan.ts'), ['--use', 'abort='])).toString('base64');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(
    join(library, 'src/number-scan.generated.ts'),
    `// Made by tools/build-number-scan.ts from assembly/number-scan.ts.\nexport const NUMBER_SCAN_MODULE =\n  '${compileNumberScan()}';\n`,
  );
}
