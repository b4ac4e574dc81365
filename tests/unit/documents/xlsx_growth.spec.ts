import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { test } from '@japa/runner'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream } from '#services/documents/zip'
import { workFolder } from '#services/work_folder'
import { NS, rawWorkbook, rowsOf, sheetOf } from './workbooks.js'

let folder = ''
const raw = (parts: Record<string, string>) => rawWorkbook(folder, parts)

test.group('A workbook that grows (S23)', (group) => {
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-bomb-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  const MB = 1024 * 1024
  /** Memory beside what lay there before, while the work runs. */
  async function grown(work: () => Promise<unknown>): Promise<number> {
    const before = process.memoryUsage.rss()
    let peak = before
    const timer = setInterval(() => (peak = Math.max(peak, process.memoryUsage.rss())), 20)
    await work()
    clearInterval(timer)
    return (peak - before) / MB
  }

  async function refused(path: string): Promise<string> {
    try {
      await rowsOf(path)
      return ''
    } catch (error) {
      return (error as Error).message
    }
  }

  /** A ZIP of empty parts, as its records say. */
  function emptyParts(count: number): Buffer {
    const records: Buffer[] = []
    for (let at = 0; at < count; at++) {
      const name = Buffer.from(`xl/${at}.xml`)
      const record = Buffer.alloc(46)
      record.write('PK\x01\x02', 'latin1')
      record.writeUInt16LE(name.length, 28)
      records.push(record, name)
    }
    const directory = Buffer.concat(records)
    const [local, end] = [Buffer.alloc(30), Buffer.alloc(22)]
    local.write('PK\x03\x04', 'latin1')
    end.write('PK\x05\x06', 'latin1')
    for (const at of [8, 10]) end.writeUInt16LE(count, at)
    end.writeUInt32LE(directory.length, 12)
    end.writeUInt32LE(local.length, 16)
    return Buffer.concat([local, directory, end])
  }

  let packed: Promise<Buffer> | undefined

  /** Packing the blanks takes longer than refusing them, so that they are packed once. */
  async function blanks(): Promise<string> {
    packed ??= packBlanks()
    const path = join(folder, 'kosong.xlsx')
    await writeFile(path, await packed)
    return path
  }

  async function packBlanks(): Promise<Buffer> {
    const path = join(folder, 'dibuat.xlsx')
    const workbook = `<workbook ${NS} xmlns:r="x"><sheets><sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>`
    const links = `<Relationships><Relationship Id="rId1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`
    async function* sheet() {
      yield Buffer.from(`<worksheet ${NS}><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row>`)
      for (let at = 0; at < 300; at++) yield Buffer.alloc(MB, ' ')
      yield Buffer.from('</sheetData></worksheet>')
    }
    const content = (text: string) => Buffer.from(text)
    await writeWholeFile(
      path,
      zipStream([
        { name: 'xl/workbook.xml', content: content(workbook) },
        { name: 'xl/_rels/workbook.xml.rels', content: content(links) },
        { name: 'xl/worksheets/sheet1.xml', content: sheet() },
      ]),
    )
    return readFile(path)
  }

  test('300 MiB of blanks in a small file are refused while reading, in little memory, and leave nothing behind', async ({
    assert,
  }) => {
    const path = await blanks()
    const left = (await readdir(workFolder())).length
    const begun = performance.now()
    let reason = ''
    const megabytes = await grown(async () => (reason = await refused(path)))
    assert.match(reason, /jauh lebih besar dari ukurannya/)
    assert.isBelow(performance.now() - begun, 60_000)
    assert.isBelow(megabytes, 200)
    assert.equal((await readdir(workFolder())).length, left)
  })

  test('a header that claims 1 KiB for it is not believed', async ({ assert }) => {
    const path = await blanks()
    const bytes = await readFile(path)
    // The central directory tells of the sheet last; its unpacked size stands 24 bytes into the record.
    const record = bytes.lastIndexOf(Buffer.from('PK\x01\x02', 'latin1'))
    bytes.writeUInt32LE(1024, record + 24)
    await writeFile(path, bytes)
    assert.match(await refused(path), /rusak|jauh lebih besar/)
  })

  test('20,000 empty parts are refused before one is opened', async ({ assert }) => {
    const path = join(folder, 'banyak.xlsx')
    await writeFile(path, emptyParts(20_000))
    assert.match(await refused(path), /berisi 20000 bagian/)
  })

  test('an honest workbook of 50,000 rows whose styles pack 1:110 is read to its end', async ({ assert }) => {
    const xfs = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'.repeat(20_000)
    const styles = `<styleSheet ${NS}><cellXfs>${xfs}</cellXfs></styleSheet>`
    assert.isAbove(styles.length / deflateRawSync(styles).length, 110)
    const rows = Array.from(
      { length: 50_000 },
      (_, at) => `<row r="${at + 2}"><c r="A${at + 2}" t="inlineStr"><is><t>UJI ${at}</t></is></c></row>`,
    )
    const path = await raw({
      'xl/styles.xml': styles,
      'xl/worksheets/sheet1.xml': sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>nama</t></is></c></row>${rows.join('')}`),
    })
    const read = await rowsOf(path)
    assert.lengthOf(read, 50_000)
    assert.deepEqual(read.at(-1)!.cells, ['UJI 49999'])
  })
})
