import { v7 as uuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { analyzeTables } from '#services/database/analyze'
import { NATIONAL, query, scope, type Actor, type Tx } from '#services/scope'
import { findEdition, regenciesOf } from '#verification/editions/find'
import { enterPublishing, putInForce } from '#verification/editions/publish'
import { tableNames } from '#verification/store/columns'
import { fillCurrent } from '#verification/store/current'
import { checkedDays, checkedUntil } from './checked_dates.js'
import { PeriodError } from './errors.js'

export interface OpenRequest {
  /** Id of the new period, chosen by work that may be run again: once such a period is open, opening it again changes nothing. */
  id?: string
  module: VerificationModule
  editionId: string
  name: string
  untilOn: CalendarDate
  /** Defaults to today. */
  opensOn?: CalendarDate
  finaliseDays: number
  actor: Actor
  onRegency?: (regency: string, done: number, total: number) => void | Promise<void>
}

export interface OpenedPeriod {
  id: string
  module: string
  edition: string
  name: string
  opens_on: CalendarDate
  until_on: CalendarDate
  finalise_days: number
  records: number
  persons: number
  regencies: { code: string; records: number; persons: number }[]
}

/**
 * Opens a period: publishes the edition, makes one finalisation per regency and fills lists and kept counts, each regency in a
 * transaction of its own. Interrupted, the same call goes on where it stopped.
 *
 * @throws PeriodError `E_PERIOD_DATE`, `E_PERIOD_RUNNING`; EditionError `E_EDITION_UNKNOWN`, `E_EDITION_INCOMPLETE`
 */
export async function openPeriod(request: OpenRequest): Promise<OpenedPeriod> {
  const national = scope.of(NATIONAL, request.actor)
  const regencies = await scope.run(national, (tx) => regenciesOf(tx, request.editionId))
  const codes = regencies.map(({ regency_code: code }) => code)
  const everywhere = scope.of([NATIONAL, ...codes], request.actor)
  const period = await scope.run(everywhere, (tx) => begin(tx, request, codes))
  if (period.state !== 'opening') {
    const known = regencies.map(({ regency_code: code, records, persons }) => ({ code, records, persons }))
    return opened(request, period, known)
  }
  const filled: OpenedPeriod['regencies'] = []
  for (const [index, code] of codes.entries()) {
    const place = { module: request.module, periodId: period.id, editionId: period.edition_id, regency: code }
    filled.push({ code, ...(await scope.run(scope.of(code, request.actor), (tx) => fillCurrent(tx, place))) })
    await request.onRegency?.(code, index + 1, codes.length)
  }
  const { current, people, recaps } = tableNames(request.module.instrument)
  await analyzeTables([current, people, recaps])
  await scope.run(national, async (tx) => {
    const finished = await query(tx, `update periods set state = 'open' where id = ? and state = 'opening' returning id`, [
      period.id,
    ])
    if (!finished.length) return
    await recordActivity(tx, {
      action: 'period.opened',
      regency: NATIONAL,
      object: { type: 'period', id: period.id },
      data: { module: request.module.name, period: period.name, regencies: codes.length },
    })
  })
  return opened(request, period, filled)
}

function opened(request: OpenRequest, period: PeriodRow, regencies: OpenedPeriod['regencies']): OpenedPeriod {
  return {
    ...{ id: period.id, module: request.module.name, edition: request.editionId, name: period.name },
    ...{ opens_on: period.opens_on, until_on: period.until_on, finalise_days: period.finalise_days },
    records: regencies.reduce((sum, { records }) => sum + records, 0),
    persons: regencies.reduce((sum, { persons }) => sum + persons, 0),
    regencies,
  }
}

interface PeriodRow {
  id: string
  edition_id: string
  name: string
  opens_on: string
  until_on: string
  finalise_days: number
  state: 'opening' | 'open' | 'closed'
}

/** For acts that prepare an opening. @throws PeriodError `E_PERIOD_RUNNING` while a period of the module is not closed */
export async function assertNoneRunning(tx: Tx, module: VerificationModule): Promise<void> {
  const unfinished = await unfinishedPeriod(tx, module)
  if (unfinished) refuseRunning(module, unfinished)
}

async function unfinishedPeriod(tx: Tx, module: VerificationModule): Promise<PeriodRow | undefined> {
  const [period] = await query<PeriodRow>(
    tx,
    `select * from periods where module = ? and state <> 'closed' order by created_at limit 1`,
    [module.name],
  )
  return period
}

function refuseRunning({ name: module }: VerificationModule, { name }: PeriodRow): never {
  throw new PeriodError('E_PERIOD_RUNNING', {
    id: `Periode "${name}" belum ditutup. Tutup dahulu dengan "period:close ${module}".`,
    en: `Period "${name}" is not closed. Close it first, with "period:close ${module}".`,
  })
}

async function begin(tx: Tx, request: OpenRequest, codes: readonly string[]): Promise<PeriodRow> {
  await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`period:${request.module.name}`])
  await enterPublishing(tx, request.module, request.editionId)
  const edition = await findEdition(tx, request.module, request.editionId)
  const [own] = request.id ? await query<PeriodRow>(tx, 'select * from periods where id = ?', [request.id]) : []
  if (own) return own
  const unfinished = await unfinishedPeriod(tx, request.module)
  if (unfinished?.state === 'opening' && unfinished.edition_id === edition.id) return unfinished
  if (unfinished) refuseRunning(request.module, unfinished)
  const opensOn = request.opensOn ?? todayIn(MINISTRY_ZONE, tx.now)
  const untilOn = checkedUntil(request.untilOn, opensOn)
  const finaliseDays = checkedDays(request.finaliseDays)
  await putInForce(tx, edition)
  const [period] = await query<PeriodRow>(
    tx,
    `insert into periods (id, module, edition_id, name, opens_on, until_on, finalise_days, state, created_by, created_at)
     values (:id, :module, :edition, :name, :opensOn, :untilOn, :finaliseDays, 'opening', :by, :now) returning *`,
    {
      ...{
        id: request.id ?? uuid(),
        module: request.module.name,
        edition: edition.id,
        name: request.name,
        opensOn,
        untilOn,
      },
      ...{ finaliseDays, by: request.actor.name, now: tx.now },
    },
  )
  await query(
    tx,
    `insert into finalisations (period_id, regency_code, module, updated_at, since)
     select :period, code, :module, :now, :now from unnest(cast(:codes as text[])) code`,
    { period: period!.id, module: request.module.name, now: tx.now, codes },
  )
  return period!
}
