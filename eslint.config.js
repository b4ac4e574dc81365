import { configApp } from '@adonisjs/eslint-config'

const houseStyle = {
  name: 'House style',
  files: ['**/*.ts'],
  rules: {
    curly: 'off',
    // `npm run lint` runs Prettier itself.
    'prettier/prettier': 'off',
    '@unicorn/no-await-expression-member': 'off',
    '@typescript-eslint/no-explicit-any': 'error',
    '@typescript-eslint/ban-ts-comment': 'error',
    '@typescript-eslint/no-shadow': ['error', { allow: ['_'], hoist: 'never' }],
    '@typescript-eslint/naming-convention': [
      'error',
      // Columns keep their database names when a row is taken apart.
      { selector: 'variable', modifiers: ['destructured'], format: null },
      { selector: 'variable', format: ['camelCase', 'UPPER_CASE', 'PascalCase'], leadingUnderscore: 'allow' },
      { selector: 'typeLike', format: ['PascalCase'] },
    ],
  },
}

const timeFromTheClock = {
  name: 'Time comes from the clock',
  files: ['app/**/*.ts', 'plugins/**/*.ts'],
  ignores: ['app/services/clock.ts', 'plugins/*/tests/**'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: "NewExpression[callee.name='Date'][arguments.length=0]",
        message: 'Use clock.now() of #services/clock, or the moment the caller gives.',
      },
    ],
  },
}

const LOOKS =
  '/^(isVisible|isHidden|isDisabled|isEnabled|isChecked|count|inputValue|textContent|innerText|getAttribute|allTextContents|allInnerTexts)$/'

/** A page shows a thing a moment earlier or later on another machine: a test waits for what it means to see. */
const pagesAreWaitedFor = {
  name: 'Tests wait for what a page shows',
  files: ['tests/browser/**/*.ts', 'plugins/*/tests/browser/**/*.ts'],
  rules: {
    'no-restricted-syntax': [
      'error',
      {
        selector: `CallExpression[callee.object.name='assert'] AwaitExpression > CallExpression[callee.property.name=${LOOKS}]`,
        message: 'This looks once. Wait with waitFor() of the locator, or with becomes() of #tests/support/patience.',
      },
      {
        selector: "CallExpression[callee.property.name='waitForTimeout']",
        message: 'Wait for what shall be seen, not for a while.',
      },
    ],
  },
}

/** Early notice in the editor; the authority on boundaries is tests/architecture/imports.spec.ts. */
const doorsOnly = {
  name: 'A plugin knows the core through its doors',
  files: ['plugins/**/*.ts'],
  rules: {
    'no-restricted-imports': [
      'error',
      {
        patterns: [
          {
            regex: '^#(?!core/|plugins/[^/]+/api$)',
            message: 'A plugin may use #core/plugin, #core/domain and the api of a plugin it requires.',
          },
        ],
      },
    ],
  },
}

export default configApp({ ignores: ['storage/**', 'tmp/**'] }, houseStyle, timeFromTheClock, pagesAreWaitedFor, doorsOnly)
