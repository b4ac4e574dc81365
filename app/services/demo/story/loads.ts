import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { writeXlsx } from 'hucre/xlsx'
import { addDays } from '#domain/calendar_date'
import User from '#models/user'
import type { VerificationModule } from '#kernel/registry'
import { runAndWait } from '#services/jobs/run_and_wait'
import { unfinishedJobs } from '#services/jobs/dispatch'
import { requestApply, requestCheck } from '#services/loads/acts'
import type { LoadOptions } from '#services/loads/kind'
import { kindOf } from '#services/loads/kinds'
import { changeLoad, findLoad } from '#services/loads/loads'
import { takeFiles } from '#services/loads/take'
import { scopeRegions } from '#services/regions'
import { NATIONAL, scope, type Scope } from '#services/scope'
import { withWorkFolder } from '#services/work_folder'
import type { RecordDoc } from '#verification/instrument'
import { cellsOf, headingsOf, inventRecords } from '../population.js'
import { planOf } from '../seed_edition.js'
import { daysAgo, MAGELANG, monthOf, POPULATION, type Story } from './work.js'

/** Another town of the province, whose file came with faults. */
const WITH_FAULTS = '33.72'
const RECORDS = 40

type Sheet = string[][]

/**
 * The desk of base data: a draft of the next edition with one load that is finished and waits for its publishing, and one that was
 * checked and waits for a decision, with the faults that real files have.
 */
export async function loadsAtTheDesk(story: Story): Promise<void> {
  const officer = await officerScope()
  const name = `BDT ${monthOf(story.today, 30)} (rancangan)`
  const decree = { name, decree: '146/HUK (contoh)', decree_date: addDays(story.today, -3), code_system: 'kemendagri' }
  await daysAgo(2, async () => {
    const id = await broughtIn(officer, story, MAGELANG, decree, (sheets) => sheets)
    await runJob(() => scope.run(officer, (tx) => requestApply(tx, id)))
    const { editionId } = await scope.run(officer, (tx) => findLoad(tx, id))
    const comparing = await scope.run(officer, (tx) => unfinishedJobs(tx, NATIONAL, editionId!))
    for (const job of comparing) await runAndWait(job.id)
  })
  await daysAgo(1, async () => {
    const options = { ...decree, name: `${name}, perbaikan`, regencies: [WITH_FAULTS] }
    await broughtIn(officer, story, WITH_FAULTS, options, (sheets) => spoiled(story.module, sheets))
  })
}

/** Brings a workbook to the desk and has it checked; gives the load. */
async function broughtIn(
  officer: Scope,
  { module }: Story,
  regency: string,
  options: LoadOptions,
  change: (sheets: Record<string, Sheet>) => Record<string, Sheet>,
): Promise<string> {
  const kind = kindOf(`${module.name}.edition`)
  const plan = await planOf(module, { regency, records: RECORDS, seed: `${POPULATION}/meja`, dirt: 1 })
  const sheets = change(await sheetsOf(module, await Array.fromAsync(inventRecords(plan))))
  return withWorkFolder('demo', async (folder) => {
    const path = join(folder, 'data.xlsx')
    await writeFile(path, await writeXlsx({ sheets: Object.entries(sheets).map(([name, rows]) => ({ name, rows })) }))
    const id = await takeFiles(officer, kind, [{ name: `data dasar ${regency}.xlsx`, path }])
    await scope.run(officer, (tx) => changeLoad(tx, id, { options: JSON.stringify(options) }))
    await runJob(() => scope.run(officer, (tx) => requestCheck(tx, kind, id)))
    return id
  })
}

async function sheetsOf({ instrument }: VerificationModule, records: readonly RecordDoc[]): Promise<Record<string, Sheet>> {
  const sheets: Record<string, Sheet> = {}
  for (const group of [instrument.root, ...instrument.groups]) {
    const headings = headingsOf(instrument, group)
    sheets[group.label.id] = [headings, ...(await Array.fromAsync(cellsOf(instrument, group, headings, records)))]
  }
  return sheets
}

/** Faults of files that passed through a spreadsheet: digits that are gone, a code that lost its zero, a day that is none, a row twice. */
function spoiled({ instrument: { summary } }: VerificationModule, sheets: Record<string, Sheet>): Record<string, Sheet> {
  const put = (row: string[] | undefined, at: number, value: string) => {
    if (row && at >= 0) row[at] = value
  }
  for (const rows of Object.values(sheets)) {
    const [headings = []] = rows
    const at = (name: string) => headings.indexOf(name)
    put(rows[3], at(summary.people.nik), '3,32701E+15')
    put(rows[5], at(summary.people.birthDate), '31/02/1987')
    put(rows[7], at(summary.village), '33.72.1')
    if (at(summary.village) >= 0 && rows[9]) rows.push([...rows[9]])
  }
  return sheets
}

async function runJob(ask: () => Promise<string>): Promise<void> {
  const job = await runAndWait(await ask())
  if (job.state !== 'done') throw new Error(`The desk of the demonstration: ${job.message}`)
}

async function officerScope(): Promise<Scope> {
  const user = await User.query().where('role', 'pusdatin').orderBy('login').firstOrFail()
  const actor = { id: user.id, name: user.name, role: user.role }
  return scope.of(await scopeRegions(user.role, user.regionCode), actor)
}
