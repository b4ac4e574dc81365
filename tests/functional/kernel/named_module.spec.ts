import { test } from '@japa/runner'
import { registry } from '#kernel/registry'
import { aceHere } from '#tests/support/ace'
import { openOffice } from '#tests/functional/review/support'

interface Refused {
  error: { code: string; message: string }
}

const ID = '00000000-0000-4000-8000-000000000000'

/** Command lines that name a verification module as their first argument, and others that do so with `--module`. */
const lines = (regency: string, login: string) => {
  const here = ['--regency', regency]
  const decree = ['--name', 'Contoh', '--decree', '1/2026', '--date', '2026-11-02']
  return {
    argument: [
      ['edition:prepare', ...decree, ...here],
      ['edition:load', '--edition', ID, '--code-system', 'kemendagri'],
      ['edition:publish', '--edition', ID],
      ['edition:compare', '--edition', ID, '--with', ID],
      ['edition:from-results', ...decree, '--period', ID],
      ['period:open', '--edition', ID, '--name', 'Contoh', '--until', '2026-12-31'],
      ['period:list'],
      ['period:close'],
      ['period:extend', '--until', '2026-12-31'],
      ['progress:list'],
      ['letter:generate', ...here],
      ['minutes:list', ...here],
    ],
    option: [
      ['siks:simulate', ...here, '--village', `${regency}.01.1001`, '--out', 'x.siks'],
      ['demo:seed', ...here],
      ['duplicate:find', ...here],
      ['update:list', ...here, '--state', 'received'],
      ['letter:list'],
      ['period:requests'],
      ['outcome:undo', ID, '--as', login],
    ],
  }
}

test.group('A module that a command names', () => {
  test('is one that is installed; else the refusal lists those that are, in every command by one definition', async ({
    assert,
  }) => {
    const office = await openOffice(() => [])
    const { argument, option } = lines(office.regency.code, office.supervisor.login)
    const installed = registry.modules().map(({ name }) => name)
    const said = `Modul verifikasi "bdtt" tidak terpasang. Yang terpasang: ${installed.join(', ')}.`
    const asked = [
      ...argument.map(([name, ...more]) => [name!, 'bdtt', ...more]),
      ...option.map(([name, ...more]) => [name!, ...more, '--module', 'bdtt']),
    ]
    for (const [name, ...more] of asked) {
      const { code, json } = await aceHere<Refused>(name!, ...more, '--json')
      assert.deepEqual([code, json.error], [1, { code: 'E_MODULE_UNKNOWN', message: said }], name!)
    }
  })
})
