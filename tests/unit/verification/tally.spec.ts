import { test } from '@japa/runner'
import bdt from '#plugins/bdt/verification'
import { household, member } from '#plugins/bdt/tests/unit/support/household'
import type { VerificationModule } from '#kernel/registry'
import type { RecordDoc } from '#verification/instrument'
import { tallyOf } from '#verification/review/tally'

const lines = (base: RecordDoc | null, proposed: RecordDoc | null, outcome = 'repaired') =>
  tallyOf(bdt as unknown as VerificationModule, { base, proposed, outcome }, 'id')

/** The figure of each label, with what is said beside it where the two do not agree. */
function shown(doc: RecordDoc, outcome?: string) {
  return Object.fromEntries(
    lines(doc, null, outcome).map(({ label, shown: { count, of }, off, note }) => [
      label,
      [of === null ? count : `${count}/${of}`, ...(off ? [note?.key, ...Object.values(note?.params ?? {})] : [])],
    ]),
  )
}

const sound = (change: (doc: RecordDoc) => void = () => {}) =>
  household((doc) => {
    for (const row of doc.groups.members!) row.namagadis_ibukandung = 'IBU UJI'
    change(doc)
  })

test.group('Figures of one household', () => {
  test('each stands for itself, and agrees where the household says the same', ({ assert }) => {
    assert.deepEqual(shown(sound()), {
      ...{ Keluarga: [1], 'Nomor KK': ['1/1'], ART: [3], NIK: ['3/3'], 'Keberadaan terisi': ['3/3'] },
      ...{ 'Ibu kandung terisi': ['3/3'], 'Kepala ruta': [1], 'Kepala keluarga': [1], 'Istri/suami KRT': [1] },
      ...{ 'Anak KRT': [1], 'Anak di luar ruta': [0], Usaha: [1], 'ART PKH': [0], 'ART KKS/KPS': [0], 'ART KIS/PBI': [0] },
      ...{ 'ART KIP/BSM': [0], 'ART Rastra': [0], Foto: [0] },
    })
  })

  test('what does not agree is told with the other figure or answer', ({ assert }) => {
    const doc = sound(({ values, groups }) => {
      delete member({ key: '', values, groups }, 'm3').nik
      Object.assign(groups.members![1]!, { hub_krt: 1, ada_pkh: 1, ada_rastra: 1 })
      Object.assign(values, { jumlah_art: 5, sta_art_usaha: 2, sta_kip: 3 })
    })
    assert.containsSubset(shown(doc), {
      NIK: ['2/3', 'missing', 1],
      ART: [3, 'answer', 'I.9', '5'],
      'Kepala ruta': [2, 'exactly', 1],
      Usaha: [1, 'answer', 'V.4a', 'Tidak'],
      'ART PKH': [1, 'answer', 'V.5g', 'Tidak'],
      'ART Rastra': [1, 'answer', 'V.5h', 'Tidak'],
      'ART KIP/BSM': [0, 'answer', 'V.5b', 'Ya'],
    })
  })

  test('who left, what hangs on him, and a family that nobody stays in are not counted', ({ assert }) => {
    const doc = sound(({ groups }) => {
      groups.families!.push({ key: 'f2', nuk: 2 })
      Object.assign(groups.members![0]!, { sta_keberadaan_art: 2, family_key: 'f2' })
    })
    assert.containsSubset(shown(doc), {
      Keluarga: [1],
      ART: [2, 'answer'],
      'Kepala ruta': [0, 'exactly', 1],
      'Kepala keluarga': [0, 'rows', 'Keluarga', 1],
      'Keberadaan terisi': ['3/3'],
      Usaha: [0, 'answer'],
    })
  })

  test('an answer that is open is held against nothing', ({ assert }) => {
    const doc = sound(({ values, groups }) => {
      values.sta_pkh = 1
      delete groups.members![0]!.ada_pkh
      delete values.jumlah_art
    })
    assert.containsSubset(shown(doc), { 'ART PKH': [0], ART: [3] })
  })

  test('nine photos are enough', ({ assert }) => {
    const names = ['rumah', 'ktp', 'kk1', 'dinding', 'lantai', 'atap', 'jamban', 'dapur', 'krt']
    const doc = sound(({ values }) => Object.assign(values, Object.fromEntries(names.map((name) => [`foto_${name}`, 'a.jpg']))))
    const photos = (record: RecordDoc) => lines(record, null).find(({ label }) => label === 'Foto')!
    assert.deepInclude(photos(doc), { off: false, note: { key: 'enough', params: {} } })
    delete doc.values.foto_krt
    assert.deepInclude(photos(doc), { off: false, note: null })
  })

  test('what is proposed stands beside what there is; of one that leaves nothing is asked', ({ assert }) => {
    const proposed = sound(({ groups }) => groups.members!.pop())
    const art = (outcome: string) => lines(sound(), proposed, outcome).find(({ label }) => label === 'ART')!
    assert.deepEqual([art('repaired').current?.count, art('repaired').shown.count, art('repaired').off], [3, 2, true])
    const leaving = bdt.outcomes.find(({ effect }) => effect === 'deactivate')!.code
    assert.isFalse(art(leaving).off)
    assert.isNull(lines(null, proposed, 'new')[0]!.current)
  })
})
