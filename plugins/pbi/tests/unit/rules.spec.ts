import { test } from '@japa/runner'
import { answer, ruleCases } from '#core/testing'
import { LEAVING } from '../../outcomes.js'
import { rules } from '../../rules/index.js'
import { form } from '../../rules/support.js'
import { failing } from './support/failing.js'
import { participant, person, problemsOf } from './support/participant.js'

test.group('PBI rules', () => {
  test('a participant in order has no problem, whatever stays of him and however he comes in', ({ assert }) => {
    for (const outcome of ['repaired', 'unchanged', 'unverified']) assert.deepEqual(problemsOf(participant(), { outcome }), [])
    const proposed = { kind: 'new', base: null } as const
    const added = participant((doc) => answer(doc.values, { alasan_masuk: 7, no_bpjs: undefined }))
    assert.deepEqual(problemsOf(added, { ...proposed, outcome: 'new' }), [])
    const substitute = participant((doc) => answer(doc.values, { peserta_diganti: 'P7' }))
    assert.deepEqual(problemsOf(substitute, { ...proposed, outcome: 'substitute' }), [])
    assert.deepEqual(
      problemsOf(
        participant((doc) => answer(doc.values, { alasan_masuk: 2 })),
        { ...proposed, outcome: 'reactivated' },
      ),
      [],
    )
  })

  ruleCases({ rules, message: form.message }, failing, (change, context) => problemsOf(participant(change), context))

  test('of a person who leaves nothing is asked but the reason', ({ assert }) => {
    const left = participant((doc) => {
      answer(doc.values, { alamat: undefined, segmen_bpjs: 4, alasan_keluar: 1 })
      answer(person(doc), { nik: undefined, sta_keberadaan: 2 })
    })
    for (const outcome of [...LEAVING, 'cancelled']) assert.deepEqual(problemsOf(left, { outcome }), [], outcome)
  })

  test('an inherited card number warns, the same number typed in this period blocks', ({ assert }) => {
    const short = participant((doc) => answer(doc.values, { no_bpjs: '000123456990' }))
    const severity = (base: typeof short) => problemsOf(short, { base }).find(({ rule }) => rule === 'PBI-R41')?.severity
    assert.equal(severity(short), 'warn')
    assert.equal(severity(participant()), 'block')
  })

  test('a newborn of a participant is in order without NIK and card, and only warned of the NIK', ({ assert }) => {
    const child = participant((doc) => {
      answer(doc.values, { id_pbi: undefined, no_bpjs: undefined, alasan_masuk: 1, ibu_pbi: 'P7' })
      answer(person(doc), { nik: undefined, tgl_lahir: '2026-11-02', hubkel: 3, sta_keberadaan: 4 })
    })
    const found = problemsOf(child, { outcome: 'new', kind: 'new', base: null })
    assert.deepEqual(
      found.map(({ rule, severity }) => [rule, severity]),
      [['PBI-R01', 'warn']],
    )
  })

  test('the name on the list is the same however its apostrophe and its letters are written', ({ assert }) => {
    const spelt = participant((doc) => {
      answer(doc.values, { nama_peserta: 'Nu`man Uji' })
      answer(person(doc), { nama: 'NU\u2019MAN  UJI' })
    })
    assert.deepEqual(problemsOf(spelt), [])
  })

  test('the name on the list is put right without judgement', ({ assert }) => {
    const wrong = participant((doc) => answer(doc.values, { nama_peserta: 'ORANG LAIN' }))
    assert.deepEqual(rules.find(({ code }) => code === 'PBI-R09')?.fix?.(wrong), participant())
    assert.equal(wrong.values.nama_peserta, 'ORANG LAIN', 'the document given is left as it is')
  })
})
