import { test } from '@japa/runner'
import { answer, ruleCases } from '#core/testing'
import { outcomes } from '../../outcomes.js'
import { rules } from '../../rules/index.js'
import { form } from '../../rules/support.js'
import { failingAnswers } from './support/failing_answers.js'
import { failingPersons } from './support/failing_persons.js'
import { household, problemsOf } from './support/household.js'

const CASES = [...failingPersons, ...failingAnswers]

test.group('BDT rules', () => {
  test('a household in order has no problem', ({ assert }) => {
    assert.deepEqual(problemsOf(household()), [])
    assert.deepEqual(problemsOf(household(), { outcome: 'new', kind: 'new' }), [])
  })

  ruleCases({ rules, message: form.message }, CASES, (change, context) => problemsOf(household(change), context))

  test('the catalogue is 1 to 31 without 24 and 25, which belong to BSP', ({ assert }) => {
    const numbers = Array.from({ length: 31 }, (_, index) => index + 1).filter((number) => number !== 24 && number !== 25)
    assert.deepEqual(
      rules.map((rule) => rule.code),
      numbers.map((number) => `BDT-R${String(number).padStart(2, '0')}`),
    )
    assert.deepEqual(
      rules.filter((rule) => rule.setBased).map((rule) => rule.code),
      ['BDT-R02', 'BDT-R04', 'BDT-R28', 'BDT-R30'],
    )
  })

  test('nothing is asked of a household that leaves the register', ({ assert }) => {
    const spoilt = household((doc) => answer(doc.values, { lantai: 99, alamat: undefined }))
    const staying = ['repaired', 'unchanged', 'new', 'unverified']
    for (const { code } of outcomes) {
      const codes = problemsOf(spoilt, { outcome: code }).map((problem) => problem.rule)
      assert.equal(codes.includes('BDT-R20'), staying.includes(code), code)
    }
  })

  test('the counts can be put right without judgement', ({ assert }) => {
    const wrong = household((doc) => answer(doc.values, { jumlah_art: 9, jumlah_keluarga: undefined }))
    const fixed = rules.find((rule) => rule.code === 'BDT-R08')?.fix?.(wrong)
    assert.deepEqual(fixed, household())
    assert.equal(wrong.values.jumlah_art, 9, 'the document given is left as it is')
  })
})
