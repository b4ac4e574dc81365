import { readFile, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { instrument } from '../../instrument/index.js'
import { LEAVING, outcomes, outcomesThat } from '../../outcomes.js'
import { form } from '../../rules/support.js'

const variables = [...instrument.root.variables, ...instrument.groups.flatMap((group) => group.variables)]
const named = (name: string) => variables.find((variable) => variable.name === name)

test.group('The list of participants as data', () => {
  test('card, NIK, family card and mother’s name are secret; the BPJS number is text of 13 digits', ({ assert }) => {
    for (const name of ['no_bpjs', 'no_bpjs_lama', 'nik', 'no_kk', 'namagadis_ibukandung'])
      assert.equal(named(name)?.sensitivity, 'secret', name)
    assert.include(named('no_bpjs'), { type: 'digits', length: 13 })
    assert.deepEqual(
      named('segmen_bpjs')?.codes?.map(({ code }) => code),
      [1, 2, 3, 4, 5],
    )
  })

  test('one record is one person, looked up by his card too', ({ assert }) => {
    assert.equal(instrument.groups.find(({ name }) => name === 'persons')?.max, 1)
    assert.notProperty(instrument.summary, 'familyGroup')
    assert.deepEqual(instrument.summary.cards, [{ variable: 'no_bpjs' }])
  })

  test('usul hapus and ganti go out, tambah, pengganti and reaktivasi come in, and nothing else changes the balance', ({
    assert,
  }) => {
    assert.deepEqual(LEAVING, ['removed', 'replaced'])
    assert.deepEqual(outcomesThat('in'), ['substitute', 'new', 'reactivated'])
    for (const { code, effect, balance } of outcomes) {
      const expected = { deactivate: 'out', add: 'in', keep: 'stays', replace: 'stays', none: 'none' }[effect]
      assert.equal(balance, expected, code)
    }
  })

  test('docs/data-dictionary-pbi.md is current (UPDATE_DOCS=1 writes it)', async ({ assert }) => {
    const file = new URL('../../../../docs/data-dictionary-pbi.md', import.meta.url)
    const text = form.dictionary(outcomes)
    if (process.env.UPDATE_DOCS === '1') await writeFile(file, text)
    assert.equal(await readFile(file, 'utf8'), text)
  })
})
