import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { projectFiles, ROOT } from '#tests/support/import_graph'

/** Names under which pages know a secret, beside those that instruments declare secret. */
const COMMON = ['nik', 'kk', 'nokk', 'no_kk', 'noKk', 'motherName', 'cardNumber', 'accountNumber']
const COMPONENT = 'resources/views/components/secret.edge'
const PRINTED = /\{\{\{?([\s\S]*?)\}?\}\}/g
const CALLED = /@!?([a-z_.]+)\(([\s\S]*?)\)\s*$/gim
const STRINGS = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|`(?:[^`\\]|\\.)*`/g

test.group('Secrets on pages', () => {
  test('NIK, family card, mother, card and account are printed by the secret component alone', ({ assert }) => {
    assert.deepEqual(leaks(projectFiles(['resources/views/**/*.edge', 'plugins/*/views/**/*.edge']), readView), [])
  })

  test('each way of printing one is found', ({ assert }) => {
    const views: Record<string, string> = {
      'plain.edge': '<td>{{ person.nik }}</td>',
      'raw.edge': '<td>{{{ row.no_kk }}}</td>',
      'bracket.edge': "<td>{{ row['nik'] }}</td>",
      'attribute.edge': '<input name="nik" value="{{ member.nik }}">',
      'component.edge': '@field.text({ name: "nik", value: member.nik })\n',
      'interpolated.edge': '<p>{{ `NIK ${person.nik}` }}</p>',
      'good.edge':
        "@secret({ kind: 'nik', value: person.nik, label: t('bdt.nik') })\n<p>{{ t('person.nik') }} {{ row.name }}</p>",
    }
    assert.deepEqual(
      leaks(Object.keys(views), (file) => views[file]).map((leak) => leak.split(' ')[0]),
      ['plain.edge', 'raw.edge', 'bracket.edge', 'attribute.edge', 'component.edge', 'interpolated.edge'],
    )
  })
})

function leaks(files: readonly string[], read: (file: string) => string): string[] {
  const names = [...new Set([...COMMON, ...secretVariables()])]
  const secret = new RegExp(String.raw`(?<![\w$-])(?:${names.join('|')})(?![\w$:-])`)
  return files
    .filter((file) => file !== COMPONENT)
    .flatMap((file) => {
      const text = read(file)
      const printed = [...text.matchAll(PRINTED)].map(([, expression]) => expression)
      const called = [...text.matchAll(CALLED)]
        .filter(([, name]) => name !== 'secret' && name !== 'let')
        .map(([, , given]) => given)
      const found = [...printed, ...called].find((expression) => secret.test(withoutWords(expression)))
      return found ? [`${file} prints ${found.trim()}. Use the component @secret().`] : []
    })
}

/** Leaves out quoted text, but not what a template literal or a bracket reads by name. */
function withoutWords(expression: string): string {
  return expression
    .replace(/\[\s*['"]([\w$]+)['"]\s*\]/g, '.$1')
    .replace(STRINGS, (text) =>
      text.startsWith('`') ? [...text.matchAll(/\$\{([^}]*)\}/g)].map(([, inner]) => inner).join(' ') : "''",
    )
}

function secretVariables(): string[] {
  return registry
    .modules()
    .flatMap(({ instrument }) =>
      [instrument.root, ...instrument.groups].flatMap(({ variables }) =>
        variables.filter(({ sensitivity }) => sensitivity === 'secret').map(({ name }) => name),
      ),
    )
}

function readView(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8')
}
