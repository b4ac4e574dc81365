import type { HttpContext } from '@adonisjs/core/http'
import { addressesOf, askedPeriod, shownPeriod, type Addresses } from '#controllers/verification/addresses'
import { registry } from '#kernel/registry'
import { villageCounts } from '#verification/finalise/counts'
import { isAtWork, periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { actOn } from '#verification/review/act'
import { decideUpdates } from '#verification/review/decide'
import { tell } from '#verification/news/tell'
import { judge } from '#verification/review/judge'
import { todayOf } from '#verification/review/today'
import { heldSql, objectionsTo } from '#verification/objections/index'
import {
  readBase,
  readWorking,
  RecordWriter,
  tableNames,
  type Cause,
  type Place,
  type RecordWrite,
} from '#verification/store/index'
import { recordRead } from '#services/reads'
import type { Scope, Tx } from '#services/scope'

/** The newest period of a module for a regency, with where its records live; null where it never had one. */
async function period(tx: Tx, module: string, regency: string): Promise<{ period: RegencyPeriod; place: Place } | null> {
  const found = await periodFor(tx, registry.module(module), regency)
  return found && { period: found, place: placeOf(found) }
}

/** The period that a page of the module shows: the one its address names, else the newest; null where there is none. */
async function shown(tx: Tx, ctx: HttpContext): Promise<{ period: RegencyPeriod; place: Place; decidable: boolean } | null> {
  const found = await shownPeriod(tx, ctx)
  return found && { period: found, place: placeOf(found), decidable: isAtWork(found) }
}

/**
 * Runs an act on the records of a regency's period, in one transaction and alone in the register.
 *
 * @param asked id or name of the period; the newest when absent
 * @throws PeriodError, RegisterBusyError as the pages of the cycle do
 */
function act<T>(of: Scope, module: string, regency: string, work: (tx: Tx, place: Place) => Promise<T>, asked?: string) {
  return actOn(of, registry.module(module), regency, work, asked)
}

/** Working copies as they shall be, each judged by the rules of the module; history, lists and kept counts change with them. */
async function write(tx: Tx, place: Place, cause: Cause, writes: readonly Omit<RecordWrite, 'problems'>[]): Promise<void> {
  const bases = await readBase(
    tx,
    place,
    writes.map(({ key }) => key),
  )
  const today = await todayOf(tx, place.regency)
  const writer = new RecordWriter(tx, place, cause)
  await writer.write(
    writes.map((record) => ({
      ...record,
      problems: judge(place.module, { ...record, base: bases.get(record.key) ?? null }, today),
    })),
  )
  await writer.finish()
}

/** The records of a verification module, for what it does beside the pages of the cycle. */
export const records = {
  period,
  shown,
  act,
  write,
  /** Accepts, returns, rejects or withdraws updates by their keys, all or none. */
  decide: decideUpdates,
  working: readWorking,
  base: readBase,
  /** Tells the modules that listen of an event of these records; `emits` declares it. What they would do waits on their pages. */
  tell,
  /** Records by village: in the edition, taken by outcome, left, and in the result. */
  counts: villageCounts,
  /** Names of the module's tables; `current` and `people` are the narrow rows that lists read. */
  tables: (place: Place) => tableNames(place.module.instrument),
  /** Addresses of the module's pages that lead to the same region and period again. */
  addresses: (ctx: HttpContext): Addresses => addressesOf(ctx),
  asked: askedPeriod,
  /** SQL condition that the place of a list row is held by an open objection to its removal. */
  heldSql,
  /** Objections to one record of a module, newest first. */
  objections: objectionsTo,
  /** Writes the read log: who opens, downloads or searches persons of the register. */
  logRead: recordRead,
} as const
