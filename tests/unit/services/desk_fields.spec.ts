import { test } from '@japa/runner'
import { textField, type Problems } from '#services/announcements/fields'

test.group('What the ministry and the regencies write to each other', () => {
  const faultOf = (body: string) => {
    const problems: Problems = {}
    textField({ body }, 'body', 200, problems)
    return problems.body?.id
  }

  test('names nobody by his number, however it is written', ({ assert }) => {
    for (const number of [
      '3371014507859901',
      '3371 0145 0785 9901',
      '337101.450785.9901',
      'NIK:3371014507859901,',
      '33.71.01.1003 3371014507859901',
      'ID BDT 3371011003000123 3371014507859901',
      'ID NIK 3371014507859901',
    ]) {
      assert.match(faultOf(`Mohon periksa ${number} segera`) ?? '', /NIK atau nomor KK/, number)
    }
  })

  test('may hold any other number', ({ assert }) => {
    for (const text of [
      'NIP 198507052010012001',
      'NIP 19850705 201001 2 001',
      'Telepon 0812 5550 0100 atau 024-555-0174',
      'Surat 460/002/2026, 33.71.01.1003, 1.250.000 rumah tangga',
      'Desa 33.71.01.1003 33.71.01.1004 belum selesai',
      'Ruta ID BDT 3371011003000123 dan IDBDT: 3371011003000124 tertukar',
      'Antara 25-11-2026 01-12-2026',
      '01a21a4f-a02d-767a-adc3-9eb9fa3b4e28',
    ]) {
      assert.isUndefined(faultOf(text), text)
    }
  })
})
