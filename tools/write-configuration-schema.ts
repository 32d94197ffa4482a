/** Writes the JSON Schema of the configuration file from its zod schema. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { configurationJsonSchema } from '@emgfm/schema';
import { repositoryRoot } from './workspace-libraries';

const path = join(repositoryRoot, 'libs/schema/configuration.schema.json');
writeFileSync(path, `${JSON.stringify(configurationJsonSchema(), null, 2)}\n`);
console.log(path);
