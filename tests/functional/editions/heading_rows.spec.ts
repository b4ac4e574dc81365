import { test } from '@japa/runner'
import { regencyForTest } from '#tests/support/places'
import { bring, csv, workbook } from './desk_support.js'

const TOLD = /Baris 1 bukan judul kolom: nama kolomnya tampak berada pada baris 2\./

test.group('A file whose heading has two rows', () => {
  test('is told once at the desk, with the row of the real heading, as CSV and as XLSX, and nothing of it is read', async ({
    assert,
  }) => {
    const { villages } = await regencyForTest()
    const rows = [
      ['Identitas', '', '', 'Tempat'],
      ['idbdt', 'kode desa', 'nama_krt', 'alamat'],
      ['3371011003000001', villages[0]!, 'SITI UJI', 'JL UJI 1'],
      ['3371011003000002', villages[0]!, 'BUDI UJI', 'JL UJI 2'],
    ]
    for (const [name, content] of Object.entries({ 'ruta.csv': csv(...rows), 'ruta.xlsx': await workbook({ Data: rows }) })) {
      await assert.rejects(() => bring('bdt.edition', { [name]: content }), TOLD)
    }
    const titled = await workbook({ Data: [['DAFTAR RUTA', '', '', ''], ...rows] })
    await assert.rejects(() => bring('bdt.edition', { 'ruta.xlsx': titled }), /Baris 2 bukan judul kolom: .* pada baris 3\./)
  })
})
