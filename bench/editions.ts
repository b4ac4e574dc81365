import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import db from '@adonisjs/lucid/services/db'
import { v7 as uuid } from 'uuid'
import { cellsOf, headingsOf, inventRecords } from '#services/demo/population'
import { planOf } from '#services/demo/seed_edition'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWholeFile } from '#services/documents/whole_file'
import { CONSOLE } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { loadEdition, prepareEdition } from '#verification/editions/index'
import type { Place } from '#verification/store/index'
import { REGENCY } from './support/dataset.js'
import { editionFloor, type BenchFile } from './support/edition_floor.js'
import { median, timed, type Verdict } from './support/measure.js'
import { runWatched } from './support/processes.js'

const RECORDS = 30_000
const ROUNDS = 3
const ROWS_A_SECOND = 40_000
/** 300 MB in MiB. */
const MEMORY = 300e6 / 2 ** 20

/** An edition loaded from CSV files with every rule, against the staged COPY floor of the same files; its memory as a command. */
export async function benchEditions({ module }: Place): Promise<Verdict[]> {
  const folder = mkdtempSync(join(tmpdir(), 'siks-bench-'))
  try {
    const files = await filesOf(module, folder)
    const [floors, loads]: [number[], number[]] = [[], []]
    let members = 0
    for (let round = 1; round <= ROUNDS; round++) {
      floors.push(await editionFloor(module.instrument, files))
      const id = await prepared(module)
      const paths = Object.fromEntries(files.map(({ group, path }) => [group.name, path]))
      loads.push(
        await timed(async () => {
          const report = await loadEdition({ module, editionId: id, files: paths, codeSystem: 'kemendagri', actor: CONSOLE })
          members = report.files[module.instrument.summary.people.group]!.read
        }),
      )
      await dropEdition(module, id)
      console.log(`${members} members: floor ${floors.at(-1)!.toFixed(0)} ms, load ${loads.at(-1)!.toFixed(0)} ms`)
    }
    const id = await prepared(module)
    const named = files.flatMap(({ group, path }) => [`--${group.name}`, path])
    const { memory } = await runWatched(
      'edition:load',
      module.name,
      '--edition',
      id,
      ...named,
      '--code-system',
      'kemendagri',
      '--json',
    )
    await dropEdition(module, id)
    const [floor, load] = [median(floors), median(loads)]
    console.log(`edition: ${(load / floor).toFixed(2)} floors, ${((members / load) * 1000).toFixed(0)} members a second`)
    return [
      {
        what: 'edition, 1,000 members',
        measured: (load / members) * 1000,
        allowed: 1e6 / ROWS_A_SECOND,
        unit: 'ms',
        how: '40,000 a second',
      },
      { what: 'memory of edition:load', measured: memory, allowed: MEMORY, unit: 'MiB', how: 'under 300 MB' },
    ]
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function filesOf(module: VerificationModule, folder: string): Promise<BenchFile[]> {
  const { instrument } = module
  const plan = await planOf(module, { regency: REGENCY, records: RECORDS, seed: 'bench/edition', dirt: 0.2 })
  const files: BenchFile[] = []
  for (const group of [instrument.root, ...instrument.groups]) {
    const headings = headingsOf(instrument, group)
    const path = join(folder, `${group.name}.csv`)
    const columns = headings.map((header) => ({ header, type: 'text' as const }))
    await writeWholeFile(path, writeCsv(columns, cellsOf(instrument, group, headings, inventRecords(plan))))
    files.push({ group, path, headings })
  }
  return files
}

async function prepared(module: VerificationModule): Promise<string> {
  const request = {
    module,
    name: `Bench ${uuid()}`,
    decree: '8/HUK/2019',
    decreeDate: '2019-01-10',
    regencies: [REGENCY],
    actor: CONSOLE,
  }
  return (await prepareEdition(request)).id
}

/** Takes an edition of the bench away with its partitions; the product never does. */
async function dropEdition({ name, instrument }: VerificationModule, id: string): Promise<void> {
  const suffix = id.replaceAll('-', '').slice(-12)
  for (const group of [instrument.root, ...instrument.groups]) {
    await db.connection('owner').rawQuery(`drop table ${name}_${group.name}_${suffix}`)
  }
  for (const table of ['edition_changes', 'edition_regencies'])
    await db.connection('owner').from(table).where('edition_id', id).delete()
  await db.connection('owner').from('loads').where('edition_id', id).update({ edition_id: null })
  await db.connection('owner').from('editions').where('id', id).delete()
}
