import { test } from '@japa/runner'
import bdt from '#plugins/bdt/verification'
import { clashWithSurvivor } from '#verification/duplicates/after_merge'
import { fold } from '#verification/duplicates/fold'
import { household } from '#tests/functional/imports/support'
import { canonicalJson } from '#verification/canonical'

const form = { instrument: bdt.instrument, doubles: bdt.doubles!, outcomes: bdt.outcomes }

test.group('Two records of one household put together', () => {
  test('keep what the first says, fill its gaps, and take in whom only the second knows', ({ assert }) => {
    const stays = household('A', '11.01.01.2001', 1, { sta_pkh: 2 })
    const gives = household('B', '11.01.01.2001', 2, { sta_pkh: 1, alamat: 'LAIN' })
    delete stays.values.nama_sls
    gives.values.nama_sls = 'RT 09'
    const [before, other] = [canonicalJson(stays), canonicalJson(gives)]
    const { doc, paths } = fold(form, stays, gives, new Map([['B-1', 'A-1']]))
    assert.deepInclude(doc.values, {
      alamat: stays.values.alamat,
      nama_sls: 'RT 09',
      sta_pkh: 1,
      jumlah_art: 5,
      jumlah_keluarga: 1,
    })
    assert.deepEqual(
      doc.groups.members!.map(({ key, family_key: family }) => [key, family]),
      [...['A-1', 'A-2', 'A-3', 'B-2', 'B-3'].map((key) => [key, 'A-f1'])],
    )
    assert.deepEqual(paths.families, { 'B-f1': 'A-f1' })
    assert.equal(doc.groups.members![3]!.no_kk, doc.groups.members![0]!.no_kk)
    assert.deepEqual(
      doc.groups.businesses!.map(({ key }) => key),
      ['A-b1'],
    )
    assert.deepEqual([canonicalJson(stays), canonicalJson(gives)], [before, other])
  })

  test('a family of its own comes over under a free number', ({ assert }) => {
    const { doc } = fold(form, household('A', '11.01.01.2001', 1), household('B', '11.01.01.2001', 2), new Map())
    assert.deepEqual(
      doc.groups.families!.map(({ key, nuk }) => [key, nuk]),
      [
        ['A-f1', 1],
        ['B-f1', 2],
      ],
    )
    assert.deepEqual(
      doc.groups.members!.filter(({ family_key: family }) => family === 'B-f1').map(({ nuk }) => nuk),
      [2, 2, 2],
    )
    assert.lengthOf(doc.groups.businesses!, 2)
  })

  test('what a file says of the second later clashes with the first, and only what is new', ({ assert }) => {
    const [stays, gives] = [household('A', '11.01.01.2001', 1), household('B', '11.01.01.2001', 2)]
    const { doc, paths } = fold(form, stays, gives, new Map([['B-1', 'A-1']]))
    const ours = { outcome: 'repaired', doc }
    const clash = (theirs: typeof gives, outcome = 'repaired', start = 'unverified') =>
      clashWithSurvivor(form, { key: 'A', paths }, { outcome: start, doc: gives }, { outcome, doc: theirs }, ours)
    assert.equal(clash(gives, 'not_found').status, 'same')
    assert.equal(clash(gives, 'repaired', 'repaired').status, 'same')
    assert.deepEqual(
      clash(gives).conflicts.map(({ field }) => field),
      ['outcome'],
    )
    const typed = structuredClone(gives)
    typed.values.alamat = 'JL BARU'
    typed.groups.members![0]!.nama = 'NAMA BARU'
    typed.groups.members![1]!.nama = 'ISTRI BARU'
    assert.deepEqual(
      clash(typed).conflicts.map(({ group, key, field, theirs }) => [group, key, field, theirs]),
      [
        [undefined, undefined, 'outcome', 'repaired'],
        [undefined, undefined, 'alamat', 'JL BARU'],
        ['members', 'A-1', 'nama', 'NAMA BARU'],
        ['members', 'B-2', 'nama', 'ISTRI BARU'],
      ],
    )
  })
})
