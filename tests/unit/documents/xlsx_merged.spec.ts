import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import { NS, rawWorkbook, rowsOf } from './workbooks.js'

const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
const row = (number: number, ...cells: readonly string[]) =>
  `<row r="${number}">${cells.map((text, at) => (text ? cell(`${'ABC'[at]}${number}`, text) : '')).join('')}</row>`
const merged = (...ranges: readonly string[]) =>
  `<mergeCells count="${ranges.length}">${ranges.map((range) => `<mergeCell ref="${range}"/>`).join('')}</mergeCells>`

test.group('Merged cells of a workbook', (group) => {
  let folder = ''
  group.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-merged-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  const rowsWith = async (rows: string, ...ranges: readonly string[]) => {
    const sheet = `<worksheet ${NS}><sheetData>${rows}</sheetData>${merged(...ranges)}</worksheet>`
    const read = await rowsOf(await rawWorkbook(folder, { 'xl/worksheets/sheet1.xml': sheet }))
    return read.map(({ row: number, spoilt = [] }) => [number, ...spoilt.map(({ column }) => column)])
  }

  test('have their value once: where the others belong to a row with content, they are told, never taken as empty', async ({
    assert,
  }) => {
    const rows = [
      row(1, 'Daftar keluarga'),
      row(2, 'desa', 'nama', 'nik'),
      row(3, 'SUKAMAJU', 'SITI', '3201014507859901'),
      row(4, '', 'BUDI', '3201014507859902'),
      row(5, '', 'TONO', '3201014507859903'),
      row(6, 'MEKAR', 'RINA', ''),
      row(7, 'MEKAR', 'DEDI', '3201014507859904'),
    ].join('')
    assert.deepEqual(await rowsWith(rows, 'A1:C1', 'B6:C6', 'A3:A5'), [[3], [4, 0], [5, 0], [6, 2], [7]])
    const path = await rawWorkbook(folder, {
      'xl/worksheets/sheet1.xml': `<x:worksheet xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><x:sheetData>${rows.replaceAll(/<(\/?)/g, '<$1x:')}</x:sheetData><x:mergeCells><x:mergeCell ref="A3:A5"/></x:mergeCells></x:worksheet>`,
    })
    const [, second] = await rowsOf(path)
    assert.deepEqual(second!.spoilt, [
      {
        column: 0,
        shown: '#GABUNGAN!',
        reason: {
          id: 'Kolom A berisi sel yang digabung, sehingga tidak berisi nilai sendiri. Pisahkan selnya (Unmerge Cells) dan isi setiap baris.',
          en: 'Column A holds a cell merged with another one, so that it has no value of its own. Unmerge it and fill in every row.',
        },
      },
    ])
  })

  test('of a record over two rows, or beside the table, hide nothing', async ({ assert }) => {
    const rows = [
      row(1, 'desa', 'nama'),
      row(2, 'SUKAMAJU', 'SITI'),
      '<row r="3"><c r="A3" s="1"/></row>',
      row(4, 'MEKAR', 'RINA'),
    ]
    assert.deepEqual(await rowsWith(rows.join(''), 'A2:A3', 'B2:B3', 'E2:F4', 'A9:B9'), [[2], [4]])
  })

  test('that lie over each other by the thousand are refused instead of being followed', async ({ assert }) => {
    const rows = [row(1, 'desa', 'nama'), row(2, 'SUKAMAJU', 'SITI'), row(3, 'MEKAR', 'RINA')].join('')
    const laid = Array.from({ length: 1000 }, (_, at) => `A2:B${1000 + at}`)
    await assert.rejects(() => rowsWith(rows, ...laid), /Terlalu banyak sel yang digabung/)
  })
})
