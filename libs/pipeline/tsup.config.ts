import { libraryBuild } from '../../tools/library-build';

export default libraryBuild({ cli: 'src/cli.ts', worker: 'src/worker.ts' });
