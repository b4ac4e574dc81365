import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWholeFile } from '#services/documents/whole_file'
import { CONSOLE, query, scope, type Tx } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { listOf } from './support/list.js'
import { runWatched } from './support/processes.js'
import { timed, type Verdict } from './support/measure.js'

const LIST = 'pbi'
const ROWS = 500_000
const SECONDS = 60
const MEMORY = 300
const HEADINGS = ['kode_kab', 'noka', 'nik', 'nama', 'tgl_lahir', 'segmen', 'status']

/** A file of BPJS of half a million members, loaded by the command and compared with a list of 100,000 participants. */
export async function benchMatching(register: Place): Promise<Verdict[]> {
  const place = await listOf(LIST, register.regency)
  const folder = mkdtempSync(join(tmpdir(), 'siks-bench-'))
  try {
    const path = join(folder, 'bpjs.csv')
    const columns = HEADINGS.map((header) => ({ header, type: 'text' as const }))
    await writeWholeFile(path, writeCsv(columns, members(place)))
    let memory = 0
    const time = await timed(async () => {
      const ran = await runWatched('list:load', `${LIST}.bpjs`, path, '--code-system', 'kemendagri', '--json')
      memory = ran.memory
      console.log(ran.output.trim())
    })
    return [
      {
        what: 'BPJS, 500,000 rows',
        measured: time / 1000,
        allowed: SECONDS,
        unit: 's',
        how: 'read, checked, stored and compared',
      },
      { what: 'memory of it', measured: memory, allowed: MEMORY, unit: 'MiB', how: 'the command' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** The participants as they are declared, every tenth otherwise, then strangers. */
async function* members(place: Place): AsyncGenerator<(string | number)[]> {
  const of = scope.of(place.regency, CONSOLE)
  let [written, last] = [0, '']
  for (;;) {
    const rows = await scope.run(of, (tx) => page(tx, place, last))
    if (rows.length === 0) break
    for (const { key, number, nik, name, birth } of rows) {
      last = key
      written++
      yield [
        place.regency,
        number ?? strange(written),
        nik ?? '',
        written % 10 === 0 ? 'NAMA LAIN' : name,
        birth,
        written % 50 === 0 ? 4 : 1,
        1,
      ]
    }
  }
  for (; written < ROWS; written++) yield [place.regency, strange(written), '', `ORANG LAIN ${written}`, '1980-01-01', 3, 1]
}

const strange = (serial: number) => `001${String(serial).padStart(10, '0')}`

function page(tx: Tx, { module, editionId, periodId, regency }: Place, last: string) {
  const { base, people } = tableNames(module.instrument)
  return query<{ key: string; number: string | null; nik: string | null; name: string; birth: string }>(
    tx,
    `select p.record_key as key, case when length(b.no_bpjs) = 13 then b.no_bpjs end as number, p.nik, p.name, cast(p.birth_date as text) as birth
     from ${people} p join ${base} b on b.edition_id = :edition and b.regency_code = :regency and b.key = p.record_key
     where p.period_id = :period and p.regency_code = :regency and p.record_key > :last order by p.record_key limit 5000`,
    { edition: editionId, period: periodId, regency, last },
  )
}
