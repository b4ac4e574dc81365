import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import yauzl from 'yauzl'
import { openTable } from '#services/documents/table'
import { writeWholeFile } from '#services/documents/whole_file'
import { WithoutComments } from '#services/documents/xlsx/xml'
import { zipStream } from '#services/documents/zip'

const TEXT = '<a>satu</a><!-- <a>dua</a> -- > <!--><b x="<"/><!----><c>tiga</c>'
const KEPT = '<a>satu</a><b x="<"/><c>tiga</c>'

/** The parts of a workbook, the sheet's with other rows. */
async function withRows(path: string, rows: string): Promise<{ name: string; content: Buffer }[]> {
  const zip = await yauzl.openPromise(path, { autoClose: false })
  const parts: { name: string; content: Buffer }[] = []
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = []
    for await (const chunk of (await zip.openReadStreamPromise(entry)) as AsyncIterable<Buffer>) chunks.push(chunk)
    const content = Buffer.concat(chunks)
    const isSheet = entry.fileName.includes('worksheets/sheet')
    const text = content.toString().replace(/<sheetData>[^]*<\/sheetData>/, `<sheetData>${rows}</sheetData>`)
    parts.push({ name: entry.fileName, content: isSheet ? Buffer.from(text) : content })
  }
  zip.close()
  return parts
}

test.group('Comments of XML', () => {
  test('are left out, cut anywhere and in any number of pieces', ({ assert }) => {
    for (let size = 1; size <= TEXT.length; size++) {
      const comments = new WithoutComments()
      let kept = ''
      for (let at = 0; at < TEXT.length; at += size) kept += comments.take(TEXT.slice(at, at + size))
      assert.equal(kept, KEPT, `pieces of ${size}`)
    }
  })

  test('are no rows and no cells of a workbook, however long they are', async ({ assert }) => {
    const cell = (ref: string, text: string) => `<c r="${ref}" t="inlineStr"><is><t>${text}</t></is></c>`
    const row = (at: number, ...texts: string[]) =>
      `<row r="${at}">${texts.map((text, index) => cell(`${'AB'[index]}${at}`, text)).join('')}</row>`
    const hidden = `<!--${row(3, 'DUA', 'JL')}<!-- ${'x'.repeat(700_000)}-->`
    const last = `<row r="5">${cell('A5', 'EMPAT')}<!--${cell('B5', 'LAMA')}-->${cell('B5', 'BARU')}</row>`
    const rows = `<!-- dibuat program -->${row(1, 'nama', 'alamat')}${row(2, 'SATU', 'JL')}${hidden}${row(4, 'TIGA', 'JL')}${last}`
    const folder = await mkdtemp(join(tmpdir(), 'siks-komentar-'))
    try {
      const [plain, path] = [join(folder, 'plain.xlsx'), join(folder, 'daftar.xlsx')]
      await writeFile(plain, await writeXlsx({ sheets: [{ name: 'Data', rows: [['x']] }] }))
      await writeWholeFile(path, zipStream(await withRows(plain, rows)))
      const table = await openTable(path)
      const read = []
      for await (const { row: at, cells } of table.rows) read.push([at, ...cells])
      assert.deepEqual(read, [
        [2, 'SATU', 'JL'],
        [4, 'TIGA', 'JL'],
        [5, 'EMPAT', 'BARU'],
      ])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
