import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
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
})
