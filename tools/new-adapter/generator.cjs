const { existsSync } = require('node:fs');
const { join } = require('node:path');
const { formatFiles, generateFiles, updateJson } = require('@nx/devkit');

/** Makes `libs/dataset-adapters/<name>` and tells the workspace of it. */
module.exports = async function newAdapter(tree, { name }) {
  if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`'${name}': lower-case letters, digits and hyphens, please`);
  const folder = `libs/dataset-adapters/${name}`;
  if (existsSync(join(tree.root, folder))) throw new Error(`${folder} exists already`);
  generateFiles(tree, join(__dirname, 'files'), folder, { name, template: '' });
  updateJson(tree, 'tsconfig.base.json', (config) => {
    config.compilerOptions.paths[`@emgfm/adapter-${name}`] = [`./${folder}/src/index.ts`];
    return config;
  });
  await formatFiles(tree);
  return () =>
    console.log(`
Made ${folder}. It reads a small CSV layout, for you to replace by your own:
  npm install                                              links it into the workspace
  npx vitest run ${folder}
CONTRIBUTING.md, "A new dataset", goes on from here.`);
};
