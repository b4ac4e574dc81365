import { test } from '@japa/runner'
import { inScope, regencyForTest } from '#core/testing'
import dukcapil from '../../loads/dukcapil.js'
import card from '../../person_card.js'
import { NIK } from './support.js'

const context = { id: '0193c4a0-0000-7000-8000-000000000001', today: '2026-11-26' }
const row = (kode_kab: string, hasil: string, tanggal: string, dokumen: string | null = null) => ({
  row: 2,
  values: { kode_kab, nik: NIK, hasil, tanggal, dokumen },
})

test.group('Answers of the civil registry', () => {
  test('are shown on the card, the latest of each NIK, to their own regency alone', async ({ assert }) => {
    const [{ code }, other] = [await regencyForTest(), await regencyForTest()]
    const person = { name: 'UJI', nik: NIK, kk: null, birthDate: null }
    const shown = async (regency: string) => {
      const part = await inScope(regency, (tx) => card({ tx, regency, person, states: [] }))
      return part?.facts.slice(0, 1).map(({ value, tone }) => [value.id, tone])
    }
    assert.deepEqual(await shown(code), [['Belum dipadankan', 'neutral']])
    const load = (hasil: string, tanggal: string) =>
      inScope(code, (tx) => dukcapil.apply(tx, [row(code, hasil, tanggal)], context))
    await load('2', '2026-10-10')
    assert.deepEqual(await shown(code), [['Tidak padan, 10-10-2026', 'bad']])
    await load('3', '2026-10-12')
    assert.deepEqual(await shown(code), [['Padan dengan perbedaan, 12-10-2026', 'warn']])
    await load('1', '2026-11-01')
    await load('2', '2026-09-01')
    assert.deepEqual(await shown(code), [['Padan, 01-11-2026', 'good']])
    assert.deepEqual(await shown(other.code), [['Belum dipadankan', 'neutral']])
  })

  test('tell of the check against the document beside the match, also that nobody looked', async ({ assert }) => {
    const { code } = await regencyForTest()
    const person = { name: 'UJI', nik: NIK, kk: null, birthDate: null }
    const shown = async (tanggal: string, dokumen: string | null) => {
      await inScope(code, (tx) => dukcapil.apply(tx, [row(code, '1', tanggal, dokumen)], context))
      const part = await inScope(code, (tx) => card({ tx, regency: code, person, states: [] }))
      return part?.facts.slice(1).map(({ label, value, tone }) => [label.id, value.id, value.en, tone])
    }
    assert.deepEqual(await shown('2026-10-10', null), [['Pemeriksaan dokumen', 'Belum diisi', 'Not filled in', 'neutral']])
    assert.deepEqual(await shown('2026-10-11', '1'), [
      ['Pemeriksaan dokumen', 'Sesuai dokumen', 'Agrees with the document', 'good'],
    ])
    assert.deepEqual(await shown('2026-10-12', '2'), [
      ['Pemeriksaan dokumen', 'Tidak sesuai dokumen', 'Does not agree with the document', 'bad'],
    ])
  })
})
