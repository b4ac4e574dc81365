import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { writeXlsx } from 'hucre/xlsx'
import { openTable } from '#services/documents/table'

test.group('Workbooks that are none', (group) => {
  let folder = ''
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-xls-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  test('a file locked with a password, an old .xls and half a file are named for what they are', async ({ assert }) => {
    const xls = join(folder, 'lama.xls')
    await writeFile(xls, Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]))
    await assert.rejects(() => openTable(xls), /berkas Excel|\.xls/)
    const whole = join(folder, 'utuh.xlsx')
    await writeFile(whole, await writeXlsx({ sheets: [{ name: 'A', rows: [['nik'], ['1']] }] }))
    const half = join(folder, 'separuh.xlsx')
    const bytes = await readFile(whole)
    await writeFile(half, bytes.subarray(0, bytes.length / 2))
    await assert.rejects(() => openTable(half), /^Berkas XLSX rusak atau belum terkirim utuh\. Unggah ulang/)
  })
})
