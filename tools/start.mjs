import { join } from 'node:path';
import { installWhatIsMissing, root, run } from './install.mjs';

installWhatIsMissing();
console.error('Building the libraries ...');
run('npx', ['--no', 'nx', 'run-many', '-t', 'build', '-p', '@emgfm/pipeline', '--outputStyle=static']);
run(process.execPath, [join(root, 'libs/pipeline/bin/emgfm.js'), 'demo', ...process.argv.slice(2)]);
