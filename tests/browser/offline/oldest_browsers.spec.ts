import { readFileSync } from 'node:fs'
import { test } from '@japa/runner'
import { Linter } from 'eslint'
import { projectFiles } from '#tests/support/import_graph'
import { applicationFile } from './support.js'

/**
 * What Chromium 109 or Firefox 115 do not know yet and what breaks without it, by MDN's table of browsers (browser-compat-data): properties
 * whose name nothing older has, then those that need their object. The syntax both know is that of ES2022.
 */
const UNKNOWN = {
  '': `toSorted toReversed toSpliced toArray withResolvers fromAsync groupBy groupByToMap isWellFormed toWellFormed union
    intersection symmetricDifference isSubsetOf isSupersetOf isDisjointFrom transferToFixedLength toBase64 fromBase64 setFromBase64 toHex
    fromHex setFromHex waitAsync sumPrecise f16round isError DurationFormat canParse showPopover hidePopover togglePopover moveBefore
    setHTML setHTMLUnsafe getHTML parseHTMLUnsafe startViewTransition requestClose isRawJSON rawJSON commandForElement`,
  Promise: 'try',
  RegExp: 'escape',
  URL: 'parse',
  AbortSignal: 'any',
  scheduler: 'yield postTask',
  Iterator: 'from concat',
  navigator: 'userActivation',
}
const GLOBALS = ['Iterator', 'Temporal', 'Float16Array', 'CloseWatcher', 'EditContext', 'SuppressedError', 'DisposableStack']
const ON_ITERATORS =
  'CallExpression[callee.object.callee.property.name=/^(values|keys|entries|matchAll)$/][callee.object.callee.object.name!="Object"]' +
  '[callee.property.name=/^(map|filter|take|drop|some|every|find|reduce|flatMap)$/]'
const STYLE =
  /:has\(|&|@(property|scope|starting-style|position-try|view-transition)\b|\b(color-mix|light-dark|oklch|oklab|lab|anchor|sin|cos|round)\(|\bsubgrid\b|:(dir|popover-open|user-invalid|user-valid|open)\b|\d(lh|rlh)\b/g

/** Names of what a script uses that the oldest browsers do not know, as often as it stands there. */
function unknownIn(script: string, sourceType: 'script' | 'module'): string[] {
  const properties = Object.entries(UNKNOWN).flatMap(([object, names]) =>
    names.split(/\s+/).map((property) => (object ? { object, property } : { property })),
  )
  const messages = new Linter().verify(script, {
    languageOptions: { ecmaVersion: 2022, sourceType },
    rules: {
      'no-restricted-properties': ['error', ...properties],
      'no-restricted-globals': ['error', ...GLOBALS],
      'no-restricted-syntax': ['error', { selector: ON_ITERATORS, message: "'a list’s method on an iterator'" }],
    },
  })
  return messages.map(({ message, fatal }) => (fatal ? message : (/'([^']+)'/.exec(message)?.[1] ?? message))).sort()
}

test.group('The oldest browsers', () => {
  test('both builds aim at Chromium 109 and Firefox 115', ({ assert }) => {
    for (const config of ['vite.offline.config.ts', 'vite.config.ts']) {
      assert.include(readFileSync(config, 'utf8'), "target: ['chrome109', 'firefox115']", config)
    }
  })

  test('what is looked for is found', ({ assert }) => {
    const script = 'a.toSorted(); URL.parse(b); new Set().union(c); m.values().map(f); Object.values(o).map(f); URL.canParse(d)'
    assert.sameMembers(unknownIn(script, 'script'), [
      ...['toSorted', 'URL.parse', 'union', 'a list’s method on an iterator', 'canParse'],
    ])
    assert.include(unknownIn('using a = b', 'script')[0], 'Parsing error')
    assert.lengthOf('a:has(b){} a{&:hover{}} a{color:color-mix(in srgb,red,blue);height:2lh}'.match(STYLE) ?? [], 4)
  })

  test('the offline file uses no syntax, no function and no style that they do not know', ({ assert }) => {
    const html = readFileSync(applicationFile(), 'utf8')
    const [, style, script] = /<style[^>]*>(.*?)<\/style>.*?<script[^>]*>(.*)<\/script>/s.exec(html)!
    // Alpine passes three of them on for whoever calls them on what it follows; hexadecimal text is asked for before it is used.
    assert.sameMembers([...new Set(unknownIn(script!, 'script'))], ['fromHex', 'toHex', 'toReversed', 'toSorted', 'toSpliced'])
    assert.equal(script!.match(/\.(toReversed|toSorted|toSpliced)\(/g)?.length, 3)
    assert.deepEqual(style!.replace(/"[^"]*"/g, '').match(STYLE) ?? [], [])
    assert.notMatch(html, /\s(popover|popovertarget|commandfor|closedby)=/)
  })

  test('nor do the scripts of the office’s pages', ({ assert }) => {
    const found = projectFiles(['resources/js/**/*.js', 'plugins/*/resources/js/**/*.js']).flatMap((file) =>
      unknownIn(readFileSync(file, 'utf8'), 'module').map((name) => `${file}: ${name}`),
    )
    assert.deepEqual(found, [])
  })
})
