import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import { MOST_ROWS, niksOfFile, niksOfText } from '../../services/niks.js'

const NIK = '3201014507859901'

test.group('NIKs of a list', (group) => {
  let folder = ''
  group.setup(() => {
    folder = mkdtempSync(join(tmpdir(), 'siks-kesos-'))
  })
  group.teardown(() => rmSync(folder, { recursive: true, force: true }))
  const file = (content: string) => {
    const path = join(folder, `${Math.abs(content.length * 31)}.csv`)
    writeFileSync(path, content)
    return path
  }

  test('are read as people paste them, and none is repaired', ({ assert }) => {
    const rows = niksOfText(
      `${NIK}\n 32.0101.120478.9902 \r\n'3201010909909903\n3.20101E+15\n3,20101E+15\n320101450785990\n32010145078599O1\n0\n${NIK}`,
    )
    assert.deepEqual(
      rows.map(({ nik }) => nik),
      [NIK, '3201011204789902', '3201010909909903', null, null, null, null, null, NIK],
    )
    assert.equal(rows.at(-1)?.sameAs, 1)
    for (const row of rows) assert.equal(row.nik === null, row.reason !== null)
  })

  test('parted by commas are each judged for themselves, so that a bad one spoils no good one', ({ assert }) => {
    const rows = niksOfText(`${NIK}, 32010145078599O1,3,20101E+15, 320101450785990,\u200b3201011204789902`)
    assert.deepEqual(
      rows.map(({ nik }) => nik),
      [NIK, null, null, null, '3201011204789902'],
    )
  })

  test('parted by blanks are two where both are whole, and one where the blanks stand in it', ({ assert }) => {
    const rows = niksOfText(`${NIK} 3201011204789902\n3201 0109 0990 9903\n${NIK} 320101`)
    assert.deepEqual(
      rows.map(({ nik }) => nik),
      [NIK, '3201011204789902', '3201010909909903', null],
    )
  })

  test('keep no number of a list, dash, dot or title before them', ({ assert }) => {
    const rows = niksOfText(
      `1. ${NIK}\n2) 3201011204789902\n\u2022 3201010909909903\nNIK: 3201 0109 0990 9904\n12.${NIK}\n- NIK 3201010909909905\n3. 320101450785990\n1. 2. 3`,
    )
    assert.deepEqual(
      rows.map(({ nik }) => nik),
      [NIK, '3201011204789902', '3201010909909903', '3201010909909904', NIK, '3201010909909905', null, null],
    )
  })

  test('of a file come from its column NIK, with the row numbers of the file', async ({ assert }) => {
    const rows = await niksOfFile(file(`nama;NIK \r\nSITI UJI;${NIK}\r\nUJI;-\r\nLAGI;${NIK}\r\n`))
    assert.deepEqual(
      rows.map(({ row, nik, sameAs }) => [row, nik, sameAs]),
      [
        [2, NIK, null],
        [3, null, null],
        [4, NIK, 2],
      ],
    )
  })

  test('of a file that has the number of another person too come from the column NIK, wherever it stands', async ({ assert }) => {
    const rows = await niksOfFile(file(`nik_ktp;nomor_nik;NIK\n1;2;${NIK}\n`))
    assert.deepEqual(
      rows.map(({ nik }) => nik),
      [NIK],
    )
  })

  test('of a file of one column without heading are all taken', async ({ assert }) => {
    const rows = await niksOfFile(file(`${NIK}\n3201011204789902\n`))
    assert.deepEqual(
      rows.map(({ row, nik }) => [row, nik]),
      [
        [1, NIK],
        [2, '3201011204789902'],
      ],
    )
  })

  test('of a file without headings that has more than them are asked for a heading, and no number is repeated', async ({
    assert,
  }) => {
    const error = await niksOfFile(file(`${NIK};SITI UJI\n3201011204789902;UJI\n`)).catch((refused: Error) => refused.message)
    assert.match(String(error), /Tambahkan baris judul berisi nama kolom/)
    assert.notMatch(String(error), /3201|siti/i)
  })

  test('of a workbook without headings end in no nought that could have been any digit (S01)', async ({ assert }) => {
    const path = join(folder, 'tanpa judul.xlsx')
    writeFileSync(path, await writeXlsx({ sheets: [{ name: 'A', rows: [[3201014507859900], [3201011204789902]] }] }))
    assert.deepEqual(
      (await niksOfFile(path)).map(({ nik }) => nik),
      [null, '3201011204789902'],
    )
  })

  test('between bars and in quotes are read, and a row that has slipped is not', async ({ assert }) => {
    assert.deepEqual(
      niksOfText(`${NIK}|3201011204789902\n"${NIK}","3201010909909903"`).map(({ nik }) => nik),
      [NIK, '3201011204789902', NIK, '3201010909909903'],
    )
    const rows = await niksOfFile(file(`Nomor KTP;nama\n${NIK};SITI\n3201011204789902;S;Pd\n`))
    assert.deepEqual(
      rows.map(({ nik, reason }) => [nik, reason?.id.slice(0, 22) ?? null]),
      [
        [NIK, null],
        [null, 'Baris berisi 3 kolom, '],
      ],
    )
  })

  test('are refused as a list with one reason where there is no column, none or too many', async ({ assert }) => {
    await assert.rejects(() => niksOfFile(file('nama;alamat\nUJI;RT 01\n')), /tidak memiliki kolom "NIK"/)
    assert.throws(() => niksOfText(''), /Tidak ada NIK pada daftar ini/)
    assert.throws(
      () => niksOfText(`1. x\n2. ${NIK}.0`),
      /dari 2 baris dapat dibaca sebagai NIK\. Baris 1: Nomor hanya boleh berisi angka/,
    )
    assert.throws(() => niksOfText('-'), /dari 1 baris .* Tidak ada NIK pada baris ini/)
    assert.throws(() => niksOfText(`${NIK}\n`.repeat(MOST_ROWS + 1)), /lebih dari 10\.000 baris/)
    assert.lengthOf(niksOfText(`${NIK}\n`.repeat(MOST_ROWS)), MOST_ROWS)
  })
})
