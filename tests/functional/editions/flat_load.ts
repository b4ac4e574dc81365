import 'reflect-metadata'
import { Ignitor } from '@adonisjs/core'
import type { DataRow, DataTable } from '#services/documents/table'

/** Run as a program of its own, so that its memory can be capped: the dry run of a register far larger than the cap. */
const [records = '0', village = ''] = process.argv.slice(2)
const ROOT = new URL('../../../', import.meta.url)
const app = new Ignitor(ROOT, { importer: (path) => import(path.startsWith('.') ? new URL(path, ROOT).href : path) })
  .tap((application) => {
    application.booting(async () => {
      await import('#start/env')
    })
  })
  .createApp('console')

const ADDRESS = 'JALAN UJI COBA '.repeat(33)
const key = (at: number) => `K${String(at).padStart(8, '0')}`
let [bytes, peak] = [0, 0]

function table(headers: string[], rowsOf: (at: number) => string[][]): DataTable {
  async function* rows(): AsyncGenerator<DataRow, void> {
    let row = 1
    for (let at = 0; at < Number(records); at++) {
      for (const cells of rowsOf(at)) {
        bytes += cells.reduce((sum, cell) => sum + cell.length + 1, 1)
        if (++row % 1000 === 0) peak = Math.max(peak, process.memoryUsage.rss())
        yield { row, cells }
      }
    }
  }
  return { headers, rows: rows(), close: async () => undefined }
}

await app.init()
await app.boot()
await app.start(() => undefined)
const before = process.memoryUsage.rss()
const { registry } = await import('#kernel/registry')
const { SYSTEM } = await import('#services/scope')
const { loadEdition } = await import('#verification/editions/index')
const report = await loadEdition({
  ...{ module: registry.module('bdt'), editionId: null, dryRun: true, codeSystem: 'kemendagri', actor: SYSTEM },
  files: {
    households: () =>
      table(['idbdt', 'village_code', 'nama_krt', 'alamat'], (at) => [[key(at), village, `KEPALA ${at}`, ADDRESS]]),
    families: () => table(['idbdt', 'nuk', 'nokk'], () => []),
    members: () =>
      table(['idbdt', 'idartbdt', 'nuk', 'nama', 'nik', 'namagadis_ibukandung'], (at) =>
        ['01', '02'].map((person) => [key(at), key(at) + person, '1', `ORANG ${at}`, '', ADDRESS.slice(0, 200)]),
      ),
    businesses: () => table(['idbdt', 'idartbdt', 'lapangan_usaha'], () => []),
  },
})
process.stdout.write(
  JSON.stringify({ read: report.read, rejected: report.rejected, bytes, megabytes: Math.round((peak - before) / 1024 ** 2) }),
)
await app.terminate()
process.exit(0)
