import { test } from '@japa/runner'
import { answer, ruleCases } from '#core/testing'
import { STAYING } from '../../outcomes.js'
import { rules } from '../../rules/index.js'
import { form } from '../../rules/support.js'
import { failing } from './support/failing.js'
import { family, member, problemsOf } from './support/family.js'

test.group('BSP rules', () => {
  test('a family in order has no problem, whatever stays of it', ({ assert }) => {
    for (const outcome of ['repaired', 'unchanged', 'moved_within', 'unverified'])
      assert.deepEqual(problemsOf(family(), { outcome }), [])
    const substitute = family((doc) => answer(doc.values, { kpm_diganti: 'K7' }))
    assert.deepEqual(problemsOf(substitute, { outcome: 'new', kind: 'new', base: null }), [])
  })

  ruleCases({ rules, message: form.message }, failing, (change, context) => problemsOf(family(change), context))

  test('nothing is asked of a family that leaves the list', ({ assert }) => {
    const spoilt = family((doc) => {
      answer(doc.values, { alamat: undefined, sta_pkh: 1, sta_rekening: 3 })
      answer(member(doc, 'm2'), { nik: undefined })
    })
    for (const outcome of ['well_off', 'moved_out', 'not_found', 'refused', 'pkh', 'invalid', 'cancelled'])
      assert.deepEqual(problemsOf(spoilt, { outcome }), [], outcome)
    for (const outcome of STAYING)
      assert.include(
        problemsOf(spoilt, { outcome }).map(({ rule }) => rule),
        'BSP-R24',
        outcome,
      )
  })

  test('a change of the card holder inside the family is in order when the former one died', ({ assert }) => {
    const passed = family((doc) => {
      answer(member(doc, 'm2'), { pengurus: 2, sta_keberadaan: 2 })
      answer(member(doc, 'm1'), { pengurus: 1 })
      answer(doc.values, { nama_pengurus: 'UJI KEPALA' })
    })
    assert.deepEqual(problemsOf(passed, { outcome: 'heir' }), [])
    // The head of family who died stays written as such, where another heads the family now.
    const headed = family((doc) => {
      answer(member(doc, 'm1'), { sta_keberadaan: 2 })
      answer(member(doc, 'm2'), { hubkel: 1 })
    })
    assert.notInclude(
      problemsOf(headed).map(({ rule }) => rule),
      'BSP-R27',
    )
  })

  test('an inherited NIK warns, the same NIK typed in this period blocks', ({ assert }) => {
    const wrong = family((doc) => answer(member(doc, 'm1'), { nik: '3201013504789906' }))
    const severity = (base: typeof wrong) => problemsOf(wrong, { base }).find(({ rule }) => rule === 'BSP-R01')?.severity
    assert.equal(severity(wrong), 'warn')
    assert.equal(severity(family()), 'block')
  })

  test("the card holder's name is the same however its apostrophe and its letters are written", ({ assert }) => {
    const spelt = family((doc) => {
      answer(doc.values, { nama_pengurus: "Nur 'Aini Ma\u2019ruf" })
      answer(member(doc, 'm2'), { nama: "NUR 'AINI  MA'RUF" })
    })
    assert.deepEqual(problemsOf(spelt), [])
  })

  test('the name of the card holder is put right without judgement', ({ assert }) => {
    const wrong = family((doc) => answer(doc.values, { nama_pengurus: 'ORANG LAIN' }))
    assert.deepEqual(rules.find(({ code }) => code === 'BSP-R09')?.fix?.(wrong), family())
    assert.equal(wrong.values.nama_pengurus, 'ORANG LAIN', 'the document given is left as it is')
  })
})
