import { readFile, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { answer } from '#core/testing'
import { formOf, type RecordDoc, type Value } from '#core/plugin'
import { instrument } from '../../instrument/index.js'
import { household, member, problemsOf } from './support/household.js'
import { outcomes } from '../../outcomes.js'

const form = formOf(instrument)

/** Yes/no lines as the paper form prints them (domain reference 3.3 to 3.5). */
const YES_1 = [
  ...['households.ada_tabung_gas', 'households.ada_ac', 'households.ada_telepon', 'households.ada_emas', 'households.ada_sepeda'],
  ...[
    'households.ada_mobil',
    'households.ada_motor_tempel',
    'households.ada_kapal',
    'households.aset_tak_bergerak',
    'households.sta_art_usaha',
  ],
  ...['households.sta_kks', 'households.sta_kis', 'households.sta_jamsostek', 'households.sta_pkh', 'households.sta_kur'],
  ...['members.ada_di_kk', 'members.sta_hamil', 'members.sta_bekerja', 'members.ada_kks', 'members.ada_pbi', 'members.ada_kip'],
  ...['members.ada_pkh', 'members.ada_rastra', 'businesses.lokasi_usaha'],
]
const YES_3 = [
  ...['households.ada_lemari_es', 'households.ada_pemanas', 'households.ada_tv', 'households.ada_laptop', 'households.ada_motor'],
  ...[
    'households.ada_perahu',
    'households.ada_perahu_motor',
    'households.rumah_lain',
    'households.sta_kip',
    'households.sta_bpjs_mandiri',
  ],
  ...['households.sta_asuransi', 'households.sta_rastra'],
]

/** Each skip rule of the form: where the answer is given, an answer that asks for it and one that skips it. */
const SKIPS: readonly [
  row: 'root' | 'm1' | 'm2',
  name: string,
  value: Value,
  asks: Record<string, Value>,
  skips: Record<string, Value>,
][] = [
  ['root', 'kondisi_dinding', 1, { dinding: 3 }, { dinding: 4 }],
  ['root', 'kondisi_atap', 1, { atap: 7 }, { atap: 8 }],
  ['root', 'nomor_meter_air', '1', { sumber_airminum: 3 }, { sumber_airminum: 4 }],
  ['root', 'daya', 1, { sumber_penerangan: 1 }, { sumber_penerangan: 2 }],
  ['root', 'nomor_pln', '1', { sumber_penerangan: 1, daya: 5 }, { sumber_penerangan: 1, daya: 6 }],
  ['root', 'nomor_gas', '1', { bb_masak: 4 }, { bb_masak: 3 }],
  ['root', 'kloset', 1, { fasbab: 3 }, { fasbab: 4 }],
  ['root', 'luas_atb', 100, { aset_tak_bergerak: 1 }, { aset_tak_bergerak: 2 }],
  ['root', 'data_idbdt_double_dengan', 'X1', { hasil_verivali: 6 }, { hasil_verivali: 1 }],
  ['m1', 'ada_akta_nikah', 1, { sta_kawin: 3 }, { sta_kawin: 4 }],
  ['m2', 'sta_hamil', 1, { umur: 49 }, { umur: 50 }],
  ['m1', 'partisipasi_sekolah', 0, { umur: 5 }, { umur: 4 }],
  ['m1', 'pendidikan_tertinggi', 1, { partisipasi_sekolah: 2 }, { partisipasi_sekolah: 0 }],
  ['m1', 'kelas_tertinggi', 1, { partisipasi_sekolah: 1 }, { partisipasi_sekolah: 0 }],
  ['m1', 'ijazah_tertinggi', 0, { partisipasi_sekolah: 1 }, { partisipasi_sekolah: 0 }],
  ['m1', 'sta_bekerja', 2, { umur: 5 }, { umur: 4 }],
  ['m1', 'jumlah_jamkerja', 8, { sta_bekerja: 1 }, { sta_bekerja: 2 }],
  ['m1', 'lapangan_usaha', 1, { sta_bekerja: 1 }, { sta_bekerja: 2 }],
  ['m1', 'status_pekerjaan', 1, { sta_bekerja: 1 }, { sta_bekerja: 2 }],
  ['m1', 'no_peserta_pbi', '0001234567890', { ada_pbi: 1 }, { ada_pbi: 2 }],
]

/** Skipped answers that have a rule of their own. */
const OWN_RULE: Record<string, string> = { sta_hamil: 'BDT-R15' }

test.group('BDT instrument', () => {
  test('every yes/no line is read with its own codes', ({ assert }) => {
    for (const [lines, yes, no] of [
      [YES_1, 1, 2],
      [YES_3, 3, 4],
    ] as const) {
      for (const line of lines) {
        const [group = '', name = ''] = line.split('.')
        for (const code of [0, 1, 2, 3, 4]) {
          assert.equal(form.says(group, { [name]: code }, name), code === yes, `${line} = ${code}`)
          assert.equal(form.denies(group, { [name]: code }, name), code === no, `${line} = ${code}`)
        }
        assert.isFalse(form.says(group, {}, name), line)
        assert.deepEqual(
          form.variable(group, name).codes?.map(({ code }) => code),
          [yes, no],
          line,
        )
      }
    }
    const declared = form.variables().filter(({ variable }) => variable.yesNo && variable.block !== 'A')
    assert.sameMembers(
      declared.map(({ group, variable }) => `${group.name}.${variable.name}`),
      [...YES_1, ...YES_3],
    )
  })

  for (const [row, name, value, asks, skips] of SKIPS) {
    test(`${name} is asked for and skipped as the form says`, ({ assert }) => {
      const group = row === 'root' ? 'households' : 'members'
      const of = (doc: RecordDoc) => (row === 'root' ? doc.values : member(doc, row))
      const about = (answers: Record<string, Value | undefined>) => {
        const doc = household((draft) => answer(of(draft), answers))
        const own = OWN_RULE[name] ?? 'BDT-R16'
        return problemsOf(doc).filter((problem) => problem.rule === own && problem.fields.some(({ field }) => field === name))
      }
      const variable = form.variable(group, name)
      assert.equal(form.applicability(group, name, { ...of(household()), ...asks }, household().values), 'yes')
      assert.equal(form.applicability(group, name, { ...of(household()), ...skips }, household().values), 'no')
      assert.deepEqual(about({ ...asks, [name]: value }), [])
      assert.deepEqual(about({ ...skips, [name]: undefined }), [])
      assert.deepEqual(
        about({ ...asks, [name]: undefined }).map(({ severity }) => severity),
        variable.required ? ['block'] : [],
      )
      assert.deepEqual(
        about({ ...skips, [name]: value }).map(({ severity }) => severity),
        ['warn'],
      )
    })
  }

  test('every skip rule of the instrument is in the table above', ({ assert }) => {
    const declared = form
      .variables()
      .filter(({ variable }) => variable.when)
      .map(({ variable }) => variable.name)
    assert.sameMembers(
      SKIPS.map(([, name]) => name),
      declared,
    )
  })

  test('names are columns, unique in their group, and every code list is complete in both languages', ({ assert }) => {
    for (const group of [instrument.root, ...instrument.groups]) {
      const names = group.variables.map((variable) => variable.name)
      assert.deepEqual([...new Set(names)], names, group.name)
      for (const variable of group.variables) {
        assert.match(variable.name, /^[a-z][a-z0-9_]*$/)
        for (const label of [variable.label, ...(variable.codes ?? []).map((entry) => entry.label)]) {
          assert.isNotEmpty(label.id, variable.name)
          assert.isNotEmpty(label.en, variable.name)
        }
        assert.equal(variable.type === 'code' || variable.type === 'flags', variable.codes !== undefined, variable.name)
        for (const condition of variable.when ?? []) assert.exists(form.variable(group.name, condition.variable))
      }
    }
  })

  test('every variable stands in a block of its group', ({ assert }) => {
    const blocks = instrument.blocks.map(({ id, group }) => `${group}.${id}`)
    for (const { group, variable } of form.variables()) assert.include(blocks, `${group.name}.${variable.block}`, variable.name)
  })

  test('identity numbers, card numbers and mothers’ names are secrets', ({ assert }) => {
    const secrets = form.variables().filter(({ variable }) => variable.sensitivity === 'secret')
    assert.includeMembers(
      secrets.map(({ group, variable }) => `${group.name}.${variable.name}`),
      [
        'families.nokk',
        'members.nik',
        'members.no_kk',
        'members.no_peserta_pbi',
        'members.namagadis_ibukandung',
        'households.no_kartu_debit',
      ],
    )
  })

  test('a declared foreign code list is translated, an undeclared one is left for the rules', ({ assert }) => {
    const foreign = household((doc) => answer(doc.values, { ada_lemari_es: 2, ada_tv: 1, sta_kip: 2, ada_ac: 2 }))
    const translated = form.translate('bdt-ya1-tidak2', foreign)
    assert.equal(translated.values.ada_lemari_es, 4)
    assert.equal(translated.values.ada_tv, 3)
    assert.equal(translated.values.sta_kip, 4)
    assert.equal(translated.values.ada_ac, 2)
    assert.deepEqual(form.translate('bdt-2019', foreign), foreign)
    assert.equal(
      form.translate(
        'bdt-kertas-2019',
        household((doc) => answer(doc.values, { hasil_verivali: 5 })),
      ).values.hasil_verivali,
      6,
    )
  })

  test('the example of docs/siks-format.md answers with variables and outcomes of this module', async ({ assert }) => {
    const file = new URL('../../../../tests/fixtures/siks/example.json', import.meta.url)
    const { records } = JSON.parse(await readFile(file, 'utf8')) as { records: (RecordDoc & { outcome: string })[] }
    const structure = new Set(['key', ...instrument.groups.map(({ parent }) => parent?.field)])
    const variables = (group: string, row: object) =>
      Object.keys(row).filter((name) => !structure.has(name) && form.variable(group, name).name === name)
    for (const { values, groups, outcome } of records) {
      assert.include(
        outcomes.filter(({ selectable }) => selectable).map(({ code }) => code),
        outcome,
      )
      assert.lengthOf(variables(instrument.root.name, values), Object.keys(values).length)
      for (const [group, rows] of Object.entries(groups)) for (const row of rows) assert.isAbove(variables(group, row).length, 0)
    }
  })

  test('why the meeting did not find a household has the four answers of its list', ({ assert }) => {
    const reason = instrument.root.variables.find(({ name }) => name === 'alasan_tidak_ditemukan')
    assert.deepEqual(
      reason?.codes?.map(({ code, label }) => [code, label.id]),
      [
        [1, 'Pindah'],
        [2, 'Meninggal'],
        [3, 'Tidak tahu'],
        [4, 'Alamat tidak ada di desa/kelurahan setempat'],
      ],
    )
    assert.notExists(reason?.required)
  })

  test('docs/data-dictionary.md is current (UPDATE_DOCS=1 writes it)', async ({ assert }) => {
    const file = new URL('../../../../docs/data-dictionary.md', import.meta.url)
    const text = form.dictionary(outcomes)
    if (process.env.UPDATE_DOCS === '1') await writeFile(file, text)
    assert.equal(await readFile(file, 'utf8'), text)
  })
})
