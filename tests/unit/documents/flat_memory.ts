import { join } from 'node:path'
import type { Column, Row } from '#services/documents/cells'
import { openCsv } from '#services/documents/csv_reader'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { writeWholeFile } from '#services/documents/whole_file'

/** Run as a program of its own, so that its memory can be capped: writes and reads files far larger than the cap. */
const folder = process.argv.at(-1)!
const columns: Column[] = Array.from({ length: 12 }, (_, i) => ({ header: `kolom_${i}`, type: i % 4 === 3 ? 'number' : 'text' }))

let peak = 0
const sample = () => {
  peak = Math.max(peak, process.memoryUsage.rss())
}

function* rows(count: number): Generator<Row> {
  for (let i = 1; i <= count; i++) {
    if (i % 5000 === 0) sample()
    yield columns.map(({ type }, c) => (type === 'number' ? i : `RUTA ${i} kolom ${c} & SEKITARNYA`))
  }
}

const csv = join(folder, 'besar.csv')
const written = await writeWholeFile(csv, writeCsv(columns, rows(200_000)))
let [read, lastCsv] = [0, '']
for await (const { cells } of (await openCsv(csv)).rows) {
  read++
  if (read % 5000 === 0) sample()
  lastCsv = cells[0]!
}
const xlsx = await writeWholeFile(join(folder, 'besar.xlsx'), writeWorkbook({ name: 'Hasil', columns }, rows(50_000)))
process.stdout.write(
  JSON.stringify({ csv: written.bytes, read, lastCsv, xlsx: xlsx.bytes, megabytes: Math.round(peak / 1024 ** 2) }),
)
