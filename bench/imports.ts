import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { simulate } from '#services/demo/simulate'
import { CONSOLE, scope } from '#services/scope'
import { readExport } from '#verification/issues/read_export'
import { tableNames, type Place } from '#verification/store/index'
import { LOGIN } from './support/dataset.js'
import { median, type Verdict } from './support/measure.js'
import { runWatched } from './support/processes.js'
import { stagingFloor } from './support/staging.js'

const SMALL = 10_000
const LARGE = 50_000
const ROUNDS = 3

/** Check and apply of one file, every rule and a per-row report, against the staging floor and against itself five times larger. */
export async function benchImports(place: Place): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bench-'))
  try {
    let villages = await untouchedVillages(place)
    const next = async (wanted: number, name: string) => {
      const [taken, rest] = take(villages, wanted)
      villages = rest
      return fileOf(place, taken, folder, name)
    }
    const [floors, small]: [number[], Imported[]] = [[], []]
    for (let round = 1; round <= ROUNDS; round++) {
      const file = await next(SMALL, `small${round}`)
      floors.push(await stagingFloor(place, file.records))
      small.push(await importFile(place, file.path))
      console.log(`${file.records.length} households: floor ${floors.at(-1)!.toFixed(0)} ms, ${told(small.at(-1)!)}`)
    }
    const large = await importFile(place, (await next(LARGE, 'large')).path)
    console.log(`${large.records} households: ${told(large)}`)
    const [floor, one] = [median(floors), median(small.map(({ check, apply }) => check + apply))]
    const per = median(small.map(perRecord))
    const memory = Math.max(...[...small, large].map((imported) => imported.memory))
    return [
      { what: 'import of 10,000', measured: one, allowed: 5 * floor, unit: 'ms', how: '5 checked staging floors' },
      { what: 'import of 50,000', measured: (5 * perRecord(large)) / per, allowed: 5.5, unit: 'x', how: '5.5 times 10,000' },
      { what: 'memory of an import', measured: memory, allowed: 512, unit: 'MiB', how: 'no process over 512 MiB' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

interface Imported {
  check: number
  apply: number
  records: number
  memory: number
}

const perRecord = ({ check, apply, records }: Imported) => (check + apply) / records
const told = ({ check, apply, memory }: Imported) => `check ${check} ms, apply ${apply} ms, ${memory.toFixed(0)} MiB`

/** Villages nothing has come in for yet. */
async function untouchedVillages(place: Place): Promise<{ code: string; records: number }[]> {
  const { recaps } = tableNames(place.module.instrument)
  const { rows } = await db.connection('owner').rawQuery(
    `select village_code as code, sum(records)::int as records from ${recaps} where period_id = ? and regency_code = ?
       group by 1 having coalesce(sum(records) filter (where state <> 'untouched'), 0) = 0 order by 1`,
    [place.periodId, place.regency],
  )
  return rows
}

/** As many villages as the wanted number of households allows, and those that are left. */
function take(villages: readonly { code: string; records: number }[], wanted: number) {
  let sum = 0
  const end = villages.findIndex(({ records }) => (sum += records) > wanted)
  if (end < 1)
    throw new Error('The data set has too few untouched households left. Delete the data folder of the bench and run again.')
  return [villages.slice(0, end), villages.slice(end)] as const
}

async function fileOf(place: Place, villages: readonly { code: string }[], folder: string, name: string) {
  const path = join(folder, `${name}.siks`)
  const { code } = villages[0]!
  await simulate({
    ...{
      module: place.module.name,
      regency: place.regency,
      villages: villages.map((village) => village.code),
      seed: `${name}/${code}`,
    },
    ...{ errors: 100, share: 1, added: 0, out: path, actor: CONSOLE },
  })
  const { records } = await readExport(scope.of(place.regency, CONSOLE), path)
  return { path, records: [...records.values()] }
}

/** Runs the very command a supervisor runs, in a process of its own, and reads how long its two jobs took. */
async function importFile(place: Place, path: string): Promise<Imported> {
  const { output, memory } = await runWatched('siks:import', path, '--as', LOGIN, '--yes', '--json')
  const answer = JSON.parse(output) as { read: number; files: { id: string }[] }
  const { rows } = await db
    .connection('owner')
    .rawQuery(
      `select name, (extract(epoch from finished_at - started_at) * 1000)::int as took from jobs where regency_code = ? and subject = ? order by created_at`,
      [place.regency, answer.files[0]!.id],
    )
  const took = (name: string) => Number(rows.find((row: { name: string }) => row.name.endsWith(name))?.took ?? 0)
  return { check: took('check'), apply: took('apply'), records: answer.read, memory }
}
