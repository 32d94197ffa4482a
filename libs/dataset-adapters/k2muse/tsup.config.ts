import { libraryBuild } from '../../../tools/library-build';

export default libraryBuild();
