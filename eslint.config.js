import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/**
 * The walls: which rooms a room may import, always through the other room's index.ts.
 * ARCHITECTURE.md shows the same table; test/architecture compares both with each other and with the real imports.
 */
const MAY_IMPORT = {
  model: [],
  rules: ['model'],
  compiler: ['model'],
  topology: ['model'],
  protocol: ['model', 'topology', 'compiler'],
  deploy: ['model', 'compiler'],
  language: ['model', 'rules', 'protocol', 'topology', 'compiler'],
  cli: ['model', 'language', 'rules', 'compiler', 'topology', 'deploy'],
  extension: ['model', 'compiler', 'protocol', 'deploy'],
  webview: ['protocol', 'topology', 'model'],
};

const ROOMS = Object.keys(MAY_IMPORT);

/** Packages and built-ins that only these rooms may see. */
const EDGES = {
  vscode: ['extension'],
  'vscode-languageclient': ['extension'],
  cytoscape: ['webview'],
  langium: ['language'],
  'vscode-languageserver': ['language'],
  ssh2: ['deploy'],
  commander: ['cli'],
};

const PURE = ['model', 'rules', 'compiler', 'topology', 'protocol', 'webview'];

const wallOf = (room) => ({
  files: [`src/${room}/**/*.ts`],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: `^(\\.\\./)+(${ROOMS.filter((other) => other !== room && !MAY_IMPORT[room].includes(other)).join('|') || 'none'})(/|$)`,
            message: `src/${room} does not import that room: see the table in ARCHITECTURE.md.`,
          },
          {
            regex: `^(\\.\\./)+(${ROOMS.filter((other) => other !== room).join('|')})/(?!index\\.js$)`,
            message: 'Enter a room through its index.ts.',
          },
          {
            regex: `^(${Object.entries(EDGES)
              .filter(([, rooms]) => !rooms.includes(room))
              .map(([name]) => name)
              .join('|')})(/|$)`,
            message: 'That package belongs to another room: see ARCHITECTURE.md.',
          },
          ...(PURE.includes(room)
            ? [
                {
                  regex: '^node:',
                  message: 'This room is pure: files, sockets and processes live at the edge.',
                },
              ]
            : []),
        ],
      },
    ],
  },
});

export default tseslint.config(
  { ignores: ['out/', 'dist/', '.cache/', 'node_modules/', 'test-results/', '**/generated/'] },
  js.configs.recommended,
  ...tseslint.configs.strictTypeChecked,
  ...tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/prefer-literal-enum-member': 'off',
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        {
          selector:
            'Program > VariableDeclaration[kind!="const"], Program > ExportNamedDeclaration > VariableDeclaration[kind!="const"]',
          message: 'No mutable module state.',
        },
      ],
    },
  },
  ...ROOMS.map(wallOf),
  {
    files: ['*.config.{js,ts}', 'scripts/**', 'lab/**', 'test/**', 'bench/**'],
    rules: {
      'no-console': 'off',
      'no-restricted-syntax': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: {
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
        fetch: 'readonly',
      },
    },
  },
);
