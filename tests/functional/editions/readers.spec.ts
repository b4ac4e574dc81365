import { test } from '@japa/runner'
import { v7 as uuid } from 'uuid'
import type { DataRow, DataTable } from '#services/documents/table'
import { query, scope, SYSTEM } from '#services/scope'
import { loadEdition, prepareEdition, publishEdition } from '#verification/editions/index'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { atDesk } from './desk_support.js'
import { bdt } from './support.js'

/** The long run loads a million households beside the readers. */
const RECORDS = process.env.SIKS_TEST_LONG ? 1_000_000 : 1_500
const FIRST = 40
const READERS = 50

function table(headers: string[], count: number, rowOf: (at: number) => string[]): () => DataTable {
  return () => {
    async function* rows(): AsyncGenerator<DataRow, void> {
      for (let at = 0; at < count; at++) yield { row: at + 2, cells: rowOf(at) }
    }
    return { headers, rows: rows(), close: async () => undefined }
  }
}

/** A register whose every address names its edition. */
async function loaded({ code, villages }: TestRegency, mark: string, count: number): Promise<string> {
  const request = {
    module: bdt(),
    name: `Edisi ${uuid()}`,
    decree: mark,
    decreeDate: '2019-01-10',
    regencies: [code],
    actor: SYSTEM,
  }
  const { id } = await prepareEdition(request)
  const key = (at: number) => `R${String(at).padStart(8, '0')}`
  const files = {
    households: table(['idbdt', 'village_code', 'nama_krt', 'alamat'], count, (at) => [key(at), villages[at % 2]!, 'UJI', mark]),
    families: table(['idbdt', 'nuk', 'nokk'], 0, () => []),
    members: table(['idbdt', 'idartbdt', 'nuk', 'nama', 'nik'], count, (at) => [key(at), `${key(at)}01`, '1', 'UJI', '']),
    businesses: table(['idbdt', 'idartbdt', 'lapangan_usaha'], 0, () => []),
  }
  await loadEdition({ module: bdt(), editionId: id, files, codeSystem: 'kemendagri', actor: SYSTEM })
  return id
}

/** SQL of a value that all rows share, or of two that they do not: no sorting, so that fifty readers of a million rows need not queue for minutes. */
const eachOf = (column: string) => `concat_ws('+', min(${column}), nullif(max(${column}), min(${column})))`

test.group('Readers while an edition is loaded and published', () => {
  test(`${READERS} readers see the old edition or the new one, whole, and never a mixture`, async ({ assert }) => {
    const regency = await regencyForTest()
    const old = await loaded(regency, 'LAMA', FIRST)
    await atDesk((tx) => publishEdition(tx, bdt(), old))
    const seen = new Map<string, number>()
    let [reading, during] = [true, 0]
    const reader = async () => {
      while (reading) {
        const [row] = await scope.run(scope.of(regency.code, SYSTEM), (tx) =>
          query<{ editions: string; addresses: string; rows: number }>(
            tx,
            `select ${eachOf('e.decree')} as editions, ${eachOf('h.alamat')} as addresses, count(*)::int as rows
             from editions e join bdt_households h on h.edition_id = e.id and h.regency_code = ?
             where e.module = 'bdt' and e.state = 'published'`,
            [regency.code],
          ),
        )
        const told = `${row!.editions} ${row!.addresses} ${row!.rows}`
        seen.set(told, (seen.get(told) ?? 0) + 1)
        during++
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    const readers = Promise.all(Array.from({ length: READERS }, reader)).finally(() => (reading = false))
    // What ends a reader ends the test, by its own error.
    readers.catch(() => undefined)
    const fresh = await loaded(regency, 'BARU', RECORDS)
    const allRead = async () => {
      const from = during
      while (reading && during < from + 2 * READERS) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    await allRead()
    const before = during
    await atDesk((tx) => publishEdition(tx, bdt(), fresh))
    await allRead()
    reading = false
    await readers
    assert.sameMembers([...seen.keys()], [`LAMA LAMA ${FIRST}`, `BARU BARU ${RECORDS}`])
    assert.isAbove(before, READERS)
  }).timeout(process.env.SIKS_TEST_LONG ? 3_600_000 : 300_000)
})
