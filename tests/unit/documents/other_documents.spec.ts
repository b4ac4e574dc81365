import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import iconv from 'iconv-lite'
import { openTable } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream } from '#services/documents/zip'

test.group('Documents that are no table', (group) => {
  let folder = ''
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-dokumen-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('{0} is told from a workbook that has no sheets')
    .with([
      ['word/document.xml', '<w:document xmlns:w="w"><w:body/></w:document>'],
      ['xl/workbook.bin', '\u0083\u0001'],
    ] as [string, string][])
    .run(async ({ assert }, [main, text]) => {
      const path = join(folder, 'lain.xlsx')
      const links = `<Relationships><Relationship Id="a" Type="x/officeDocument" Target="${main}"/></Relationships>`
      const entries = Object.entries({ '_rels/.rels': links, [main]: text })
      await writeWholeFile(path, zipStream(entries.map(([name, content]) => ({ name, content: Buffer.from(content) }))))
      await assert.rejects(() => openTable(path), /Berkas ini ZIP, tetapi bukan buku kerja XLSX/)
    })

  test('{0} under the name of a table is called what it is')
    .with([
      ['.siks hasil verval', 'SIKS1 0199\nage-encryption.org/v1\n\u0001\u0081'],
      ['paket data dasar (.siksdb)', 'SIKSDB1 0199\nage-encryption.org/v1\n\u0001\u0081'],
      ['gambar', '\u0089PNG\r\n\u001a\n\u0000'],
      ['arsip RAR, 7z atau TAR', 'Rar!\u001a\u0007\u0001\u0000'],
    ] as [string, string][])
    .run(async ({ assert }, [kind, bytes]) => {
      assert.equal(
        await told(Buffer.from(bytes, 'latin1')),
        `Berkas ini ${kind}, bukan tabel. Unggah tabelnya sebagai CSV atau XLSX.`,
      )
    })

  test('a text that begins like a program is a table', async ({ assert }) => {
    assert.deepEqual(await told('MZ;nama\r\n1;SITI\r\n'), [['1', 'SITI']])
  })

  test('a copy that broke off within a letter of UTF-16 is told so; a last row may leave its empty end out', async ({
    assert,
  }) => {
    const rows = '\uFEFFnama;nik\r\nSITI;3201014507859901'
    assert.deepEqual(await told(iconv.encode(rows, 'utf16le')), [['SITI', '3201014507859901']])
    assert.match(String(await told(iconv.encode(rows, 'utf16le').subarray(0, -1))), /^Berkas terpotong di tengah sebuah huruf/)
    const whole = ['SITI', '3201014507859901']
    for (const end of ['', '\r\n']) assert.deepEqual(await told(`${rows}\r\nBUDI${end}`), [whole, ['BUDI', '']])
  })

  test('a heading whose cells are merged over two rows is told once, with both rows: {0}')
    .with([
      ['idbdt;kode_desa;Isi;\r\n;;nama_krt;alamat'],
      ['Identitas;;nama_krt;alamat\r\nidbdt;kode_desa;;'],
      ['DAFTAR\r\nidbdt;kode_desa;Isi;\r\n;;nama_krt;alamat'],
    ])
    .run(async ({ assert }, [heading]) => {
      const at = heading!.startsWith('DAFTAR') ? '2 dan 3' : '1 dan 2'
      const said = await told(`${heading}\r\nK1;33.71.01.1003;SITI;JL UJI`)
      assert.match(String(said), new RegExp(`^Judul kolom terbagi atas baris ${at}\\. Gabungkan menjadi satu baris`))
    })

  test('a row without its key, of words or beyond the headings, is no second row of the heading', async ({ assert }) => {
    assert.deepEqual(await told('nik;nama;alamat\r\n;SITI;JL UJI\r\n3201014507859901;BUDI;JL UJI\r\n'), [
      ['', 'SITI', 'JL UJI'],
      ['3201014507859901', 'BUDI', 'JL UJI'],
    ])
  })

  /** The rows of such a file, a row that cannot be taken by its reason; or why it is refused. */
  async function told(content: string | Uint8Array): Promise<unknown> {
    const path = join(folder, 'tabel.csv')
    await writeFile(path, content)
    try {
      const rows = []
      for await (const { cells, problem } of (await openTable(path)).rows) rows.push(problem?.id ?? cells)
      return rows
    } catch (error) {
      return (error as Error).message
    }
  }
})
