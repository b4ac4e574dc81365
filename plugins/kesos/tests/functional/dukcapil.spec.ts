import { test } from '@japa/runner'
import { inScope, regencyForTest } from '#core/testing'
import dukcapil from '../../loads/dukcapil.js'
import card from '../../person_card.js'
import { NIK } from './support.js'

const context = { id: 'uji', today: '2026-11-26' }
const row = (kode_kab: string, hasil: string, tanggal: string) => ({ row: 2, values: { kode_kab, nik: NIK, hasil, tanggal } })

test.group('Answers of the civil registry', () => {
  test('are shown on the card, the latest of each NIK, to their own regency alone', async ({ assert }) => {
    const [{ code }, other] = [await regencyForTest(), await regencyForTest()]
    const person = { name: 'UJI', nik: NIK, kk: null, birthDate: null }
    const shown = async (regency: string) => {
      const part = await inScope(regency, (tx) => card({ tx, regency, person, states: [] }))
      return part?.facts.map(({ value, tone }) => [value.id, tone])
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
})
