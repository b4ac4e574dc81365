import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
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

  test('are refused as a list with one reason where there is no column, none or too many', async ({ assert }) => {
    await assert.rejects(() => niksOfFile(file('nama;alamat\nUJI;RT 01\n')), /tidak memiliki kolom "NIK"/)
    assert.throws(() => niksOfText('tidak ada'), /Tidak ada NIK/)
    assert.throws(() => niksOfText(`${NIK}\n`.repeat(MOST_ROWS + 1)), /lebih dari 10\.000 baris/)
    assert.lengthOf(niksOfText(`${NIK}\n`.repeat(MOST_ROWS)), MOST_ROWS)
  })
})
