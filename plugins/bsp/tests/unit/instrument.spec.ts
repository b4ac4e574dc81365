import { readFile, writeFile } from 'node:fs/promises'
import { test } from '@japa/runner'
import { form } from '../../rules/support.js'
import { instrument } from '../../instrument/index.js'
import { outcomes } from '../../outcomes.js'

const variables = [...instrument.root.variables, ...instrument.groups.flatMap((group) => group.variables)]
const named = (name: string) => variables.find((variable) => variable.name === name)

test.group('The list of beneficiary families as data', () => {
  test('card, account, NIK, family card and mother’s name are secret; names and addresses are personal', ({ assert }) => {
    for (const name of ['no_kks', 'no_rekening', 'no_peserta_pkh', 'nik', 'no_kk', 'namagadis_ibukandung'])
      assert.equal(named(name)?.sensitivity, 'secret', name)
    for (const name of ['nama', 'nama_pengurus', 'nama_kepala_keluarga', 'alamat', 'nama_sls', 'tgl_lahir'])
      assert.equal(named(name)?.sensitivity, 'personal', name)
  })

  test('what the centre fills is never edited: identifiers, place, rank, quota mark and kind of aid', ({ assert }) => {
    for (const name of ['id_kpm', 'village_code', 'idbdt', 'kunci_keluarga', 'percentile', 'masuk_kuota', 'jenis_bsp', 'id_art'])
      assert.isTrue(named(name)?.readonly, name)
    for (const name of ['no_kks', 'no_rekening', 'pengurus', 'alamat']) assert.notExists(named(name)?.readonly, name)
    for (const name of ['id_pengurus', 'tmpbsp', 'cek_kks', 'id_periode_kks'])
      assert.include(named(name), { readonly: true, block: 'A' })
  })

  test('identifiers of digits stay text, with the length that the bank and the registry give them', ({ assert }) => {
    const lengths = { nik: 16, no_kk: 16, no_kks: 20, no_rekening: 20 }
    for (const [name, length] of Object.entries(lengths)) assert.include(named(name), { type: 'digits', length })
  })

  test('the card hangs on one member, and one record is one family', ({ assert }) => {
    assert.deepEqual(instrument.summary.people.heads?.[0], {
      variable: 'pengurus',
      code: 1,
      within: 'record',
      former: 2,
      youngest: 17,
    })
    assert.notProperty(instrument.summary, 'familyGroup')
  })

  test('docs/data-dictionary-bsp.md is current (UPDATE_DOCS=1 writes it)', async ({ assert }) => {
    const file = new URL('../../../../docs/data-dictionary-bsp.md', import.meta.url)
    const text = form.dictionary(outcomes)
    if (process.env.UPDATE_DOCS === '1') await writeFile(file, text)
    assert.equal(await readFile(file, 'utf8'), text)
  })
})
