import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import iconv from 'iconv-lite'
import { columnName, openCsv } from '#services/documents/csv_reader'
import { DocumentRefused } from '#services/documents/errors'
import { eventually } from '#tests/support/patience'
import { csvFile, readCsv } from './csv_files.js'

let folder = ''
const file = (content: string | Uint8Array) => csvFile(folder, content)
const read = (content: string | Uint8Array) => readCsv(folder, content)

async function refusal(content: string | Uint8Array): Promise<string> {
  try {
    await read(content)
    return 'accepted'
  } catch (error) {
    return error instanceof DocumentRefused ? error.message : `unexpected ${String(error)}`
  }
}

test.group('CSV reading', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-csv-'))
    return () => rm(folder, { recursive: true })
  })

  test('reads what Indonesian Excel saves: byte-order mark, semicolons, CRLF (S08)', async ({ assert }) => {
    const table = await read('\uFEFFnik;nama;tgl_lahir;penghasilan\r\n3201014507859901;SITI UJI;05/07/1985;1.250.000,50\r\n')
    assert.deepEqual(table.headers, ['nik', 'nama', 'tgl_lahir', 'penghasilan'])
    assert.equal(table.delimiter, ';')
    assert.equal(table.encoding, 'UTF-8')
    assert.deepEqual(table.rows, [{ row: 2, cells: ['3201014507859901', 'SITI UJI', '05/07/1985', '1.250.000,50'] }])
  })

  test('reads the same record with {name}')
    .with([
      {
        name: 'commas and a quoted decimal comma',
        content: 'nik,nama,n\n3201014507859901,SITI UJI,"1.250.000,50"\n',
        delimiter: ',',
      },
      { name: 'tabs', content: 'nik\tnama\tn\r\n3201014507859901\tSITI UJI\t1.250.000,50', delimiter: '\t' },
      {
        name: 'a sep= line before the header',
        content: 'sep=;\r\nnik;nama;n\r\n3201014507859901;SITI UJI;1.250.000,50\r\n',
        delimiter: ';',
      },
      {
        name: 'a sep= line after a mark',
        content: '\uFEFFsep=,\nnik,nama,n\n3201014507859901,SITI UJI,"1.250.000,50"',
        delimiter: ',',
      },
      { name: 'old Mac line ends', content: 'nik;nama;n\r3201014507859901;SITI UJI;1.250.000,50\r', delimiter: ';' },
      {
        name: 'a quoted header that holds commas',
        content: '"nik";"nama";"N, (,)"\n3201014507859901;SITI UJI;1.250.000,50',
        delimiter: ';',
      },
      {
        name: 'more commas than semicolons in the words of the header',
        content: 'nik;nama;N (,,,)\n3201014507859901;SITI UJI;1.250.000,50',
        delimiter: ';',
      },
    ])
    .run(async ({ assert }, { content, delimiter }) => {
      const table = await read(content)
      assert.deepEqual(table.headers, ['nik', 'nama', 'n'])
      assert.equal(table.delimiter, delimiter)
      assert.deepEqual(table.rows, [{ row: 2, cells: ['3201014507859901', 'SITI UJI', '1.250.000,50'] }])
    })

  test('reads {encoding} with its letters whole')
    .with([
      { encoding: 'UTF-8', bytes: iconv.encode('nama;alamat\r\nRENÉ – MA’RUF;JL. “UJI”\r\n', 'utf-8') },
      { encoding: 'UTF-16LE', bytes: iconv.encode('\uFEFFnama;alamat\r\nRENÉ – MA’RUF;JL. “UJI”\r\n', 'utf-16le') },
      { encoding: 'UTF-16BE', bytes: iconv.encode('\uFEFFnama;alamat\r\nRENÉ – MA’RUF;JL. “UJI”\r\n', 'utf-16be') },
      { encoding: 'UTF-16LE', bytes: iconv.encode('nama;alamat\r\nRENÉ – MA’RUF;JL. “UJI”\r\n', 'utf-16le') },
      { encoding: 'Windows-1252', bytes: iconv.encode('nama;alamat\r\nRENÉ – MA’RUF;JL. “UJI”\r\n', 'windows-1252') },
    ])
    .run(async ({ assert }, { encoding, bytes }) => {
      const table = await read(bytes)
      assert.equal(table.encoding, encoding)
      assert.deepEqual(table.rows, [{ row: 2, cells: ['RENÉ – MA’RUF', 'JL. “UJI”'] }])
    })

  test('finds an encoding fault far behind the head of the file', async ({ assert }) => {
    const table = await read(
      Buffer.concat([Buffer.from(`nama\n${'SITI UJI\n'.repeat(30_000)}`), iconv.encode('RENÉ\n', 'windows-1252')]),
    )
    assert.equal(table.encoding, 'Windows-1252')
    assert.deepEqual(table.rows.at(-1), { row: 30_002, cells: ['RENÉ'] })
  })

  test('letters that only another encoding writes so are refused, not read as others (S08)', async ({ assert }) => {
    for (const [encoding, name] of [
      ['macroman', 'José'],
      ['macroman', 'René'],
      ['macroman', 'MÜLLER'],
      ['macroman', 'Ma’ruf'],
      ['macroman', 'MA’RUF UJI'],
      ['macroman', 'ABDUL “UJI” X'],
      ['macroman', 'NU’MAN'],
      ['cp850', 'MA´RUF'],
      ['shiftjis', '田中'],
      ['shiftjis', 'ﾀﾅｶ'],
      ['gbk', '张伟'],
    ] as const) {
      const bytes = iconv.encode(`nama;alamat\n${'SITI UJI;RT 01\n'.repeat(9000)}${name};RT 02\n`, encoding)
      await assert.rejects(() => read(bytes), /bukan Windows-1252|bukan teks UTF-8/)
    }
    for (const name of [
      'SIMÕES DA CONCEIÇÃO',
      'José Müller',
      'D’ÁVILA',
      'RT 01 – “A”',
      '‰ 12',
      'L’ÉTÉ',
      'JOÃO SIMÕES',
      'CAMÕES ÓSCAR',
      'Mª É´A',
    ]) {
      const { rows } = await read(iconv.encode(`nama\n${name}\n`, 'windows-1252'))
      assert.deepEqual(rows[0]?.cells, [name])
    }
  })

  test('refuses a file joined out of two encodings, and one of UTF-8 that ends within a letter', async ({ assert }) => {
    const utf8 = Buffer.from(`nama\n${'SITI UJI\n'.repeat(30_000)}RENÉ\n`)
    for (const bytes of [
      Buffer.concat([utf8, iconv.encode('JOSÉ\n', 'windows-1252')]),
      Buffer.concat([iconv.encode('nama\nJOSÉ\n', 'windows-1252'), Buffer.from('MA’RUF\n')]),
      Buffer.concat([Buffer.from('nama\nRENÉ\nJOS'), Buffer.from('É').subarray(0, 1)]),
    ]) {
      await assert.rejects(() => read(bytes), /^Berkas memuat huruf dalam dua penyandian/)
    }
    const plain = iconv.encode('nama\nRENÉ’S “JOSÉ”\nSÃO\n', 'windows-1252')
    assert.deepEqual(
      (await read(plain)).rows.map(({ cells }) => cells),
      [['RENÉ’S “JOSÉ”'], ['SÃO']],
    )
  })

  test('numbers rows as a spreadsheet does: header 1, blank rows and line breaks inside a cell counted', async ({ assert }) => {
    const { rows } = await read('nik;nama\n\n1;"SITI\nUJI"\n;\n  ; \n2;UJI DUA\n')
    assert.deepEqual(rows, [
      { row: 3, cells: ['1', 'SITI\nUJI'] },
      { row: 6, cells: ['2', 'UJI DUA'] },
    ])
  })

  test('rows of nothing but signs that nobody sees are blank, the end mark of DOS among them (S09)', async ({ assert }) => {
    const { rows } = await read('nik;nama\n1;SITI\n\u200b;\u00a0\n\ufeff;\u2060;\u200b\n2;BUDI;\u200b\n\u001a')
    assert.deepEqual(
      rows.map(({ row, problem }) => [row, problem?.id]),
      [
        [2, undefined],
        [5, undefined],
      ],
    )
  })

  test('finds the heading under {name}, and keeps the numbers of the rows')
    .with([
      { name: 'blank lines', above: '\r\n;;\r\n', row: 4 },
      { name: 'a title', above: 'DAFTAR KUOTA BSP 2019\r\n', row: 3 },
      { name: 'a title with the cells of the table', above: 'DAFTAR KUOTA BSP;;\r\n', row: 3 },
      { name: 'titles and a blank line', above: 'DAFTAR KUOTA\r\nPROVINSI JAWA TENGAH\r\n\r\n', row: 5 },
      { name: 'a remark', above: '# diekspor 25-11-2026\r\n', row: 3 },
    ])
    .run(async ({ assert }, { above, row }) => {
      for (const delimiter of [';', ',', '\t', '|']) {
        const table = ['nik', 'nama', 'kuota'].join(delimiter) + '\r\n' + ['3201014507859901', 'SITI', '1250'].join(delimiter)
        const { headers, rows } = await read(`${above.replaceAll(';', delimiter)}${table}\r\n`)
        assert.deepEqual(headers, ['nik', 'nama', 'kuota'])
        assert.deepEqual(rows, [{ row, cells: ['3201014507859901', 'SITI', '1250'] }])
      }
    })

  test('a heading in two rows is told once, with the row where the names of the columns seem to stand: {name}')
    .with([
      { name: 'a title of several cells', above: 'DATA BDT;;KOTA MAGELANG\r\n', says: 'pada baris 2' },
      { name: 'groups of columns', above: 'Identitas;;;Rumah\r\n', says: 'pada baris 2' },
      {
        name: 'groups under a title',
        above: 'DAFTAR KUOTA\r\n\r\nIdentitas;;;Rumah\r\n',
        says: 'Baris 3 bukan judul kolom: nama kolomnya tampak berada pada baris 4',
      },
    ])
    .run(async ({ assert }, { above, says }) => {
      const rows = ['nik;nama;alamat;luas', '3201014507859901;SITI;JL UJI;36,5', '3201014507859902;BUDI;JL UJI;40']
      assert.include(await refusal(`${above}${rows.join('\r\n')}\r\n`), says)
    })

  test('a heading that names fewer columns than one of its rows, or of words alone, stays the heading', async ({ assert }) => {
    for (const content of [
      'nik;nama\r\n3201014507859901;SITI;JL UJI\r\n3201014507859902;BUDI;JL UJI\r\n',
      'nama;alamat\r\nSITI;JL UJI;RT 01\r\nBUDI;JL UJI\r\n',
      'nama;alamat;rt\r\nSITI;JL UJI;RT SATU\r\nBUDI;JL UJI;2\r\n',
    ])
      assert.equal((await read(content)).headers[0], content.split(';')[0])
  })

  test('a table of one column is split by nothing, and its first line is its heading', async ({ assert }) => {
    const { headers, rows } = await read('nik\n3,20101E+15\n3201014507859901\n')
    assert.deepEqual(headers, ['nik'])
    assert.deepEqual(
      rows.map(({ cells }) => cells),
      [['3,20101E+15'], ['3201014507859901']],
    )
    assert.deepEqual((await read('nama\nSITI UJI, S.Pd.\nBUDI\n')).headers, ['nama'])
  })

  test('keeps quotes inside a name, fills short rows and drops empty surplus columns', async ({ assert }) => {
    const { headers, rows } = await read('nama;alamat;rt;;\nABDUL "UJI" CONTOH;"RT ""01"" & SEKITARNYA";1;;\nSITI UJI\n')
    assert.deepEqual(headers, ['nama', 'alamat', 'rt'])
    assert.deepEqual(rows, [
      { row: 2, cells: ['ABDUL "UJI" CONTOH', 'RT "01" & SEKITARNYA', '1'] },
      { row: 3, cells: ['SITI UJI', '', ''] },
    ])
  })

  test('marks a row with too many cells or with spoilt letters and goes on with the next', async ({ assert }) => {
    const { rows } = await read('nik;nama\n1;SITI;UJI\n2;REN\uFFFD\n3;UJI\u0000\n4;UJI EMPAT\n')
    const spoilt = 'Kolom ke-2 berisi tanda yang rusak (huruf yang hilang saat berkas disimpan).'
    const surplus = 'Baris berisi 3 kolom, sedangkan judulnya 2. Periksa tanda pemisah di dalam isian.'
    assert.deepEqual(
      rows.map(({ row, problem }) => [row, problem?.id]),
      [
        [2, surplus],
        [3, spoilt],
        [4, spoilt],
        [5, undefined],
      ],
    )
  })

  test('refuses {name}')
    .with([
      { name: 'an empty file', content: '', reason: 'Berkas kosong' },
      { name: 'a file with nothing but blank lines', content: '\r\n', reason: 'Baris judul kosong' },
      { name: 'a workbook', content: 'PK\x03\x04rest', reason: 'berkas Excel atau ZIP' },
      { name: 'an old workbook', content: Buffer.from('d0cf11e0a1b11ae1', 'hex'), reason: '(.xls) atau terkunci kata sandi' },
      { name: 'a PDF', content: '%PDF-1.7', reason: 'PDF' },
      {
        name: 'a page that is called a workbook',
        content: '\uFEFF<html><table><tr><td>nik</td></tr></table>',
        reason: 'halaman web',
      },
      { name: 'a workbook in XML', content: '<?xml version="1.0"?><Workbook/>', reason: 'halaman web (HTML atau XML)' },
      { name: 'bytes that are no text', content: Buffer.from([0x6e, 0x3b, 0x0a, 0xff, 0x01, 0x8d]), reason: 'bukan teks' },
      { name: 'a UTF-8 mark before other bytes', content: Buffer.from('efbbbf6e3b0ae9', 'hex'), reason: 'bertanda UTF-8' },
      { name: 'a doubled column', content: 'nik;NIK \n1;2\n', reason: 'Kolom "nik" ada dua kali' },
      { name: 'a spoilt header', content: 'nik;nam\uFFFD\n', reason: 'Baris judul berisi tanda yang rusak' },
      {
        name: 'a file whose rows each stand in one cell',
        content: '"kode_kab,kuota,ket"\n"33.71,100,a"\n',
        reason: 'Semua kolom berada dalam satu sel, dipisahkan koma',
      },
      {
        name: 'the same with a semicolon for each other column',
        content: '"kode_kab,kuota";;\n"33.71,100";;\n',
        reason: 'Semua kolom berada dalam satu sel, dipisahkan koma',
      },
      { name: 'a quote that never closes', content: `nik;nama\n1;UJI\n2;"${'x'.repeat(1_100_000)}`, reason: 'setelah baris 2' },
    ])
    .run(async ({ assert }, { content, reason }) => {
      assert.include(await refusal(content), reason)
    })

  test('names the column of heading {heading} {name}')
    .with([
      { heading: 'NIK ', name: 'nik' },
      { heading: ' nama', name: 'nama' },
      { heading: 'JnsKel', name: 'jns_kel' },
      { heading: 'NoKK', name: 'no_kk' },
      { heading: 'IDARTBDT', name: 'idartbdt' },
      { heading: 'Sta_keberadaan_RT', name: 'sta_keberadaan_rt' },
      { heading: 'Tgl. Lahir', name: 'tgl_lahir' },
      { heading: "'=1+1", name: '1_1' },
      { heading: 'n\u200bi\u00adk\ufeff', name: 'nik' },
      { heading: 'penghasilan (Rp)', name: 'penghasilan_rp' },
    ])
    .run(({ assert }, { heading, name }) => {
      assert.equal(columnName(heading), name)
    })

  test('lets go of the file when reading stops early', async () => {
    const open = async () => (await readdir('/dev/fd')).length
    const before = await open()
    for (let i = 0; i < 5; i++) {
      const table = await openCsv(await file(`nama\n${'SITI UJI\n'.repeat(100_000)}`))
      if (i % 2 === 0) await table.rows.next()
      await table.close()
    }
    await eventually('the files are closed', open, (count) => count <= before)
  })
})
