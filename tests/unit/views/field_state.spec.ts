import { test } from '@japa/runner'
import { fieldState, isTicked, lostWords, unplacedWords } from '#services/view_helpers'

const flashed = (kept: Record<string, unknown>) => ({
  get: (key: string, fallback?: unknown) => kept[key] ?? fallback,
  all: () => kept,
})

test.group('A field after a refusal', () => {
  test('shows what was typed into it, and in a form of its own nothing that was typed into another', ({ assert }) => {
    const flash = flashed({ act: 'close', reason: 'Selesai', inputErrorsBag: { reason: ['Terlalu pendek'] } })
    const state = (act?: string) => {
      const { value, error } = fieldState({ name: 'reason', value: 'semula', ...(act ? { act } : {}) }, flash)
      return [value, error]
    }
    assert.deepEqual(state(), ['Selesai', 'Terlalu pendek'])
    assert.deepEqual(state('close'), ['Selesai', 'Terlalu pendek'])
    assert.deepEqual(state('extend'), ['semula', undefined])
  })

  test('gives what was written in own words back where the page has no field for it any more', ({ assert }) => {
    const typed = { act: 'grant', error: 'Sudah dijawab', answer: 'Banjir di dua desa', until_on: '10-01-2027', reason: ' ' }
    assert.deepEqual(unplacedWords(flashed(typed)), ['Banjir di dua desa'])
    const placed = flashed(typed)
    fieldState({ name: 'answer', act: 'refuse' }, placed)
    assert.deepEqual(unplacedWords(placed), ['Banjir di dua desa'], 'the field of another form does not show it')
    fieldState({ name: 'answer', act: 'grant' }, placed)
    assert.deepEqual(unplacedWords(placed), [])
    assert.deepEqual(unplacedWords(flashed({ answer: 'Disetujui' })), [], 'nothing was refused')
    assert.deepEqual(unplacedWords(), [])
  })

  test('tells what was written into a form whose page answers no more, and nothing that is secret or was not written', ({
    assert,
  }) => {
    const body = {
      ...{
        _csrf: 'AbCd-1234',
        version: '3',
        blok: 'IV',
        outcome: 'repaired',
        reason: 'banjir',
        back: '/bdt/perbaikan?desa=Kota Lama',
      },
      ...{
        'q-alamat': 'jl baru',
        'q-members-0-nama': 'SITI',
        'q-members-0-nik': '3371010101019901',
        'q-members-0-nama_ibu': 'AMINAH',
      },
      ...{ 'q-daya': '2', 'k-members-0': '018f', nama: 'Siti Uji', password: 'Rahasia Benar', 'q-luas': '1.036,5' },
    }
    const told = ['banjir', 'alamat: jl baru', 'nama: SITI', 'Siti Uji', 'luas: 1.036,5']
    const request = (method: string) => ({ method: () => method, body: () => body })
    assert.sameMembers(lostWords(request('POST')), told)
    assert.deepEqual(lostWords(request('GET')), [])
    assert.sameMembers(lostWords(request('GET'), flashed({ ...body, error: 'Hak Anda berubah' })), told)
    assert.deepEqual(lostWords(request('GET'), flashed(body)), [], 'nothing was refused')
    assert.deepEqual(lostWords(), [])
  })

  test('leaves boxes as they were: ticks come back, and what was taken out stays out', ({ assert }) => {
    const box = { name: 'hasil[]', checked: true, beside: 'nama' }
    const ticks = (flash?: Record<string, unknown>) =>
      ['33.71', '34.03'].map((value) => isTicked({ ...box, value }, flash && flashed(flash)))
    assert.deepEqual(ticks(), [true, true])
    assert.deepEqual(ticks({ nama: 'Edisi', hasil: ['33.71'] }), [true, false])
    assert.deepEqual(ticks({ nama: '' }), [false, false])
    assert.deepEqual(ticks({ success: 'Tersimpan' }), [true, true])
    assert.isTrue(isTicked({ name: 'personal' }, flashed({ title: 'SE', personal: '1' })))
    assert.isFalse(isTicked({ name: 'personal' }, flashed({ title: 'SE' })))
    assert.isFalse(isTicked({ name: 'confirmed', anew: true }, flashed({ confirmed: '1' })))
  })
})
