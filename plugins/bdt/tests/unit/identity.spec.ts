import { test } from '@japa/runner'
import { answer } from '#core/testing'
import type { RecordDoc } from '#core/plugin'
import { rules } from '../../rules/index.js'
import { form } from '../../rules/support.js'
import { household, member, problemsOf } from './support/household.js'

const codes = (doc: RecordDoc) => problemsOf(doc).map((problem) => problem.rule)

test.group('BDT rules on identity (S02, S03, S10, S11, S12)', () => {
  test('an invalid NIK that the edition already had only warns; one typed in this period blocks', ({ assert }) => {
    const legacy = household((doc) => answer(member(doc, 'm2'), { nik: '3201013504789906' }))
    const nik = (doc: RecordDoc, base: RecordDoc | null) =>
      problemsOf(doc, { base })
        .filter((problem) => problem.rule === 'BDT-R01')
        .map((problem) => problem.severity)
    assert.deepEqual(nik(legacy, legacy), ['warn'])
    assert.deepEqual(nik(legacy, household()), ['block'])
    assert.deepEqual(nik(legacy, null), ['block'])
  })

  test('valid NIK raise nothing, whatever the region of first registration', ({ assert }) => {
    const people = [
      ['3201014507859901', 2, '1985-07-05'],
      ['3310014507859901', 2, '1985-07-05'],
      ['3201011001909910', 1, '1990-01-10'],
      ['3201017101909913', 2, '1990-01-31'],
      ['3201012902009904', 1, '2000-02-29'],
      ['3201016902049903', 2, '2004-02-29'],
      ['3201011511269914', 1, '1926-11-15'],
    ] as const
    for (const [nik, sex, birth] of people) {
      const doc = household((draft) => answer(member(draft, 'm3'), { nik, jns_kel: sex, tgl_lahir: birth }))
      assert.notInclude(codes(doc), 'BDT-R01', nik)
      assert.notInclude(codes(doc), 'BDT-R03', nik)
    }
  })

  test('the warning names both birth dates and hides the NIK', ({ assert }) => {
    const doc = household((draft) => answer(member(draft, 'm2'), { tgl_lahir: '1985-07-06' }))
    const problem = problemsOf(doc).find((found) => found.rule === 'BDT-R03')
    const rule = rules.find((candidate) => candidate.code === 'BDT-R03')
    const sentence = rule && problem ? form.message(rule, problem, 'id') : ''
    assert.include(sentence, '05-07-1985')
    assert.include(sentence, '06-07-1985')
    assert.include(sentence, '3201**********01')
    assert.notInclude(sentence, '3201014507859901')
  })

  test('three persons without NIK are three persons, each marked as belum ber-NIK', ({ assert }) => {
    const doc = household((draft) => {
      for (const row of draft.groups.members ?? []) answer(row, { nik: undefined })
    })
    const found = problemsOf(doc, { outcome: 'new', kind: 'new' })
    assert.deepEqual(
      found.map(({ rule, severity }) => [rule, severity]),
      [
        ['BDT-R01', 'warn'],
        ['BDT-R01', 'warn'],
        ['BDT-R01', 'warn'],
      ],
    )
    const rule = rules.find((candidate) => candidate.code === 'BDT-R01')
    assert.include(rule && found[0] ? form.message(rule, found[0], 'id') : '', 'Belum ber-NIK (UJI KEPALA)')
  })

  test('members who are gone are not asked for a NIK, a name or anything else', ({ assert }) => {
    const doc = household((draft) => {
      answer(member(draft, 'm3'), { sta_keberadaan_art: 3, nik: '1', nama: undefined, jenis_cacat: undefined })
      answer(draft.values, { jumlah_art: 2 })
    })
    assert.deepEqual(problemsOf(doc), [])
  })

  test('a dead head with a successor is in order', ({ assert }) => {
    const doc = household((draft) => {
      answer(member(draft, 'm1'), { sta_keberadaan_art: 2 })
      answer(member(draft, 'm2'), { hub_krt: 1, hubkel: 1, sta_kawin: 4, ada_akta_nikah: undefined })
      answer(draft.values, { jumlah_art: 2, nama_krt: 'UJI ISTRI' })
    })
    assert.deepEqual(problemsOf(doc), [])
  })

  test('names with apostrophes, quotes and scripts are names', ({ assert }) => {
    const names = [
      "MA'RUF UJI",
      'MA’RUF UJI',
      'MAʼRUF UJI',
      'MA`RUF UJI',
      'ABDUL "UJI" CONTOH',
      '<img src=x onerror=alert(1)>',
      'A. RAHMAN',
      'NU',
    ]
    for (const nama of names) assert.notInclude(codes(household((doc) => answer(member(doc, 'm3'), { nama }))), 'BDT-R05', nama)
  })

  test('the name of the head is compared without regard to the spelling of apostrophes', ({ assert }) => {
    const doc = household((draft) => {
      answer(member(draft, 'm1'), { nama: 'MA’RUF UJI' })
      answer(draft.values, { nama_krt: "Ma'ruf  Uji" })
    })
    assert.deepEqual(problemsOf(doc), [])
  })
})
