import js from '@eslint/js'
import { defineConfig, globalIgnores } from 'eslint/config'
import jest from 'eslint-plugin-jest'
import tseslint from 'typescript-eslint'

const actions = { regex: '^@actions/', message: 'main.ts and github-api.ts alone touch @actions/*' }
/** The library of src/ssh, and the modules that drive it. */
const library = [
  { regex: '^ssh2(/|$)', message: 'only src/ssh knows ssh2' },
  {
    regex:
      'ssh/(connection|channels|user-authentication|announced|group-exchange|ssh2-(protocol|errors))$',
    message: 'outside of src/ssh a connection is an SshSession (src/ssh/session.ts)',
  },
]

export default defineConfig(
  globalIgnores(['dist/', 'coverage/', '.lab/', '**/*.mjs']),
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-useless-rename': 'error',
      'object-shorthand': 'error',
      'max-lines': ['error', { max: 320, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    files: ['src/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [actions, ...library] }] },
  },
  {
    // The step itself, and the calls of GitHub's API that it makes: two places that are read when @actions/* changes.
    files: ['src/action/main.ts', 'src/action/github-api.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: library }] },
  },
  {
    files: ['src/ssh/**/*.ts'],
    rules: { 'no-restricted-imports': ['error', { patterns: [actions] }] },
  },
  {
    files: [
      'src/causes/**/*.ts',
      'src/report/**/*.ts',
      'src/diagnosis/**/*.ts',
      'src/knowledge/**/*.ts',
    ],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^(node:(net|dns|fs|tls|child_process|http|https)|@actions/)',
              message: 'causes judge and reports show: neither opens a socket nor reads a file',
            },
            { regex: 'preflight/', message: 'only the preflight gathers facts' },
            ...library,
          ],
        },
      ],
    },
  },
  {
    files: ['__tests__/**/*.ts'],
    ...jest.configs['flat/recommended'],
  },
)
