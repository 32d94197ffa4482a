import { join } from 'node:path';
import { installWhatIsMissing, root, run } from './install.mjs';

installWhatIsMissing();
run(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...process.argv.slice(2)]);
