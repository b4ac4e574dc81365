import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { addDays, type CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import User from '#models/user'
import type { VerificationModule } from '#kernel/registry'
import { clock } from '#services/clock'
import { dataFolder } from '#services/database/addresses'
import type { Scan } from '#services/documents/scan'
import { fileContent, findFile } from '#services/files'
import { readJob } from '#services/jobs/dispatch'
import { runJob } from '#services/jobs/run_job'
import { findRegion, scopeRegions } from '#services/regions'
import { query, scope, SYSTEM, type Actor, type Scope } from '#services/scope'
import { finalise, generateLetter, uploadScan } from '#verification/finalise/index'
import { createImport, requestApply } from '#verification/imports/acts'
import { filesOf } from '#verification/imports/files'
import { inspectFile } from '#verification/imports/receive'
import { periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { acceptClean, decideUpdates } from '#verification/review/decide'
import { tableNames } from '#verification/store/columns'
import { simulate, type SimulatedFile, type SimulateRequest } from '../simulate.js'

/** What every step of the story works with. */
export interface Story {
  module: VerificationModule
  today: CalendarDate
  /** Households of Kota Magelang, of Gunungkidul, and of each other regency of the province. */
  sizes: { magelang: number; gunungkidul: number; others: number }
  tell: (line: string) => void
}

export const MAGELANG = '33.71'
export const GUNUNGKIDUL = '34.03'
export const PROVINCE = '33'
/** Both editions of the story hold the same invented people. */
export const POPULATION = 'demo'

/** The day on which both editions know them from; what differs between the two is what operators found since. */
export function visitedOn({ today }: Pick<Story, 'today'>): CalendarDate {
  return addDays(today, -400)
}

/** Who acts in a regency: its supervisor where there is an account, else a name. */
export interface Desk {
  regency: string
  scope: Scope
  actor: Actor
}

export async function deskOf(regency: string): Promise<Desk> {
  const user = await User.query().where({ role: 'supervisor_regency', region_code: regency }).first()
  const name = (await findRegion(regency))?.name ?? regency
  const actor: Actor = user
    ? { id: user.id, name: user.name, role: user.role }
    : { id: null, name: `Supervisor ${name}`, role: 'system' }
  return { regency, actor, scope: scope.of(await scopeRegions('supervisor_regency', regency), actor) }
}

/** Runs work as if today lay so many days back; jobs and letters carry the date of then. */
export async function daysAgo<T>(days: number, work: () => Promise<T>): Promise<T> {
  clock.shift(-days * 86_400_000)
  try {
    return await work()
  } finally {
    clock.shift(0)
  }
}

/** Works on two at a time, as the cores of a small machine allow; all of them on the same day of the story. */
export async function inPairs<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  const worker = async () => {
    for (const item of waiting) await work(item)
  }
  await Promise.all([worker(), worker()])
}

export function todayOfStory(): CalendarDate {
  return todayIn(MINISTRY_ZONE, clock.now())
}

/** Month and year of a day so many days from another, for names: `November 2026`. */
export function monthOf(date: CalendarDate, days: number): string {
  const [year, month] = addDays(date, days).split('-')
  const names = 'Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember'.split(' ')
  return `${names[Number(month) - 1]} ${year}`
}

/** Writes an operator's file into the folder of the demonstration; what his package needs is no act of the supervisor. */
export async function operatorFile(
  desk: Desk,
  story: Story,
  name: string,
  request: Pick<SimulateRequest, 'villages' | 'seed'> & Partial<SimulateRequest>,
): Promise<SimulatedFile> {
  const folder = join(dataFolder(), 'demo', desk.regency)
  await mkdir(folder, { recursive: true })
  const out = join(folder, `${name}.siks`)
  return simulate({ module: story.module.name, regency: desk.regency, errors: 0, out, actor: SYSTEM, ...request })
}

/** Imports files as the supervisor would: received, checked, applied. */
export async function importAll(desk: Desk, paths: readonly string[]): Promise<void> {
  const files = await Promise.all(paths.map((path) => inspectFile(path, basename(path))))
  const id = await createImport(desk.scope, { regency: desk.regency, source: 'browser', files })
  const received = await scope.run(desk.scope, (tx) => filesOf(tx, desk.regency, id))
  for (const file of received) {
    if (file.jobId) await runNow(desk, file.jobId)
    await runNow(desk, await scope.run(desk.scope, (tx) => requestApply(tx, desk.regency, file.id)))
  }
}

export async function periodOf(desk: Desk, { module }: Story): Promise<RegencyPeriod> {
  const period = await scope.run(desk.scope, (tx) => periodFor(tx, module, desk.regency))
  if (!period) throw new Error(`The story has no period for ${desk.regency}.`)
  return period
}

/** Accepts what nothing stands against. */
export async function acceptAll(desk: Desk, story: Story, village: string | null = null): Promise<void> {
  const period = await periodOf(desk, story)
  await scope.run(desk.scope, (tx) => acceptClean(tx, placeOf(period), village))
}

/** Takes out what blocks, with a reason, as a supervisor who runs out of time would. */
export async function withdrawBlocked(desk: Desk, story: Story): Promise<void> {
  const place = placeOf(await periodOf(desk, story))
  await scope.run(desk.scope, async (tx) => {
    const rows = await query<{ key: string }>(
      tx,
      `select key from ${tableNames(story.module.instrument).current}
       where period_id = ? and regency_code = ? and kind <> 'none' and blocking > 0 and state in ('received', 'accepted') order by key`,
      [place.periodId, place.regency],
    )
    if (rows.length === 0) return
    const reason = 'Belum dapat diperbaiki pada periode ini; diusulkan kembali pada periode berikutnya.'
    await decideUpdates(
      tx,
      place,
      rows.map(({ key }) => key),
      { take: 'withdraw', reason },
    )
  })
}

/** Finalises and waits for the seal. */
export async function sealPeriod(desk: Desk, story: Story): Promise<void> {
  const period = await periodOf(desk, story)
  await runNow(desk, await scope.run(desk.scope, (tx) => finalise(tx, period)))
}

/** The print of a paper serves as its scan, so that what a reading would find is known without a second of computing. */
export function printAsScan(code: string | null): Scan {
  return { kind: 'pdf', contentType: 'application/pdf', pages: 1, code }
}

/** Issues the letter; with `signed` its scan comes back too. */
export async function sendLetter(desk: Desk, story: Story, signed: boolean): Promise<void> {
  const period = await periodOf(desk, story)
  const { letter } = await scope.run(desk.scope, (tx) => generateLetter(tx, period))
  if (!signed) return
  const file = await scope.run(desk.scope, (tx) => findFile(tx, letter.fileId))
  const content = await fileContent(file!)
  const fresh = await periodOf(desk, story)
  await scope.run(desk.scope, (tx) => uploadScan(tx, fresh, { content, scan: printAsScan(letter.code) }, true))
}

/** Runs a job in this process; the story ends where it does not succeed. */
export async function runNow(desk: Desk, jobId: string): Promise<void> {
  await runJob(jobId, desk.regency, `story:${process.pid}`)
  const job = await readJob(desk.scope, jobId)
  if (job?.state !== 'done') throw new Error(`Job ${job?.name} of the story ended as ${job?.state}: ${job?.message ?? ''}`)
}
