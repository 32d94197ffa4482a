import { emgfm } from './command';

process.exitCode = await emgfm(process.argv.slice(2));
