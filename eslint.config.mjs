import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom; the tags stand in each package.json. Everything not listed is forbidden. */
const allowed = {
  'scope:schema': [],
  'scope:emg-dsp': [],
  'scope:hdf5': ['scope:schema'],
  'scope:file-format': ['scope:schema'],
  'scope:matfile': ['scope:schema', 'scope:hdf5'],
  'scope:gait-segment': ['scope:schema', 'scope:emg-dsp'],
  'scope:adapter-kit': ['scope:schema'],
  'scope:adapter': ['scope:adapter-kit', 'scope:schema', 'scope:file-format', 'scope:matfile', 'scope:gait-segment'],
  'scope:stride-store': ['scope:schema', 'scope:hdf5'],
  'scope:synthetic-gait': ['scope:schema', 'scope:file-format', 'scope:matfile', 'scope:hdf5'],
  'scope:pipeline': ['*'],
};

export default tseslint.config(
  { ignores: ['**/*.cjs', '**/dist', '**/node_modules', '**/*.generated.ts', '**/assembly', '.nx'] },
  ...tseslint.configs.recommended,
  {
    rules: {
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      'no-restricted-exports': ['error', { restrictDefaultExports: { direct: true } }],
      'no-console': 'error',
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['**/*.test.ts', '**/*.bench.ts', '**/tsup.config.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          banTransitiveDependencies: true,
          depConstraints: Object.entries(allowed).map(([sourceTag, tags]) => ({
            sourceTag,
            onlyDependOnLibsWithTags: tags,
          })),
        },
      ],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['**/tools/**', '**/examples/**'], message: 'Libraries never import from tools or examples.' },
          ],
        },
      ],
    },
  },
  {
    files: ['libs/**/*.ts'],
    ignores: ['libs/hdf5/**'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        { paths: [{ name: 'h5wasm' }, { name: 'h5wasm/node', message: 'Only @emgfm/hdf5 imports h5wasm.' }] },
      ],
    },
  },
  {
    files: ['tools/**', 'examples/**', '**/*.config.ts', '**/*.bench.ts', 'eslint.config.mjs', 'libs/pipeline/bin/**'],
    rules: { 'no-console': 'off', 'no-restricted-exports': 'off' },
  },
);
