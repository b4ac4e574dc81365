import type { HttpContext } from '@adonisjs/core/http'
import { addressesOf, askedPeriod, shownPeriod, type Addresses } from '#controllers/verification/addresses'
import { registry, type VerificationModule } from '#kernel/registry'
import { sideBySide } from '#verification/duplicates/side_by_side'
import { villageCounts } from '#verification/finalise/counts'
import { isOnePerson } from '#verification/instrument'
import { isAtWork, periodFor, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { actOn } from '#verification/review/act'
import { decideUpdates } from '#verification/review/decide'
import { tell } from '#verification/news/tell'
import { judge } from '#verification/review/judge'
import { todayOf } from '#verification/review/today'
import { heldSql, objectionsTo } from '#verification/objections/index'
import {
  acceptedBeforeSql,
  readBase,
  readWorking,
  placedSql,
  RecordWriter,
  standingVillageSql,
  tableNames,
  type Cause,
  type Place,
  type RecordWrite,
} from '#verification/store/index'
import { isNumber } from '#verification/lists/blind'
import { readFilters, readPage, readSearch, searchParameters, type ListFilters } from '#verification/lists/filters'
import { listRecords } from '#verification/lists/list'
import { cursorParts } from '#verification/lists/sort'
import { applyMove, applyUndo, movedRows, previewMove, previewUndo } from '#verification/moves/index'
import { movingModules } from '#verification/moves/modules'
import { nounsOf } from '#verification/nouns'
import { countedPage } from '#services/counted_page'
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

/** What a form of a list asks, as it may stand in an address: a number that is searched for only in its hidden form. The same where it may. */
function searched(input: Readonly<Record<string, string | undefined>>): Readonly<Record<string, string | undefined>> {
  const { cari } = input
  if (typeof cari !== 'string' || !isNumber(cari)) return input
  const { cari: _, ...rest } = input
  return { ...rest, ...searchParameters(cari.trim()) }
}

/** One page of a module's list as its own pages show it: filters and cursor stand in the address under the same names. */
async function list(tx: Tx, place: Place, kind: ListFilters['kind'], input: Readonly<Record<string, unknown>>) {
  const filters = readFilters(place.module, kind, input)
  const page = readPage(input, cursorParts(filters))
  const tooShort = filters.search !== undefined && readSearch(filters.search).by === 'nothing'
  return { filters, page, tooShort, ...(await listRecords(tx, place, filters, page)) }
}

/**
 * One page of rows that are all at hand, as the address asks for it: 25, 50 or 100 of them, behind or before a place in the list.
 * `@!pager.counted({ page })` leads to the other pages.
 */
function paged<Row>(ctx: HttpContext, all: readonly Row[]) {
  const { rows, ...page } = countedPage(all, ctx.request.qs())
  return { rows, page }
}

/**
 * SQL by which a query on the edition, with `:period` bound, reads each record where it stands now: `join` goes after the table,
 * `village` is the village's code, `within` the condition that it is the bound one.
 */
function standing(place: Place, alias: string) {
  const { module } = place
  const village = standingVillageSql(module.instrument, alias)
  const cameHere = (code: string) =>
    `select key from record_places where period_id = :period and regency_code = :regency and module = '${module.name}' and village_code = ${code}`
  return {
    ...{ join: placedSql(place, alias), village },
    within: (code: string) =>
      `(${alias}.${module.instrument.summary.village} = ${code} or ${alias}.key = any (array(${cameHere(code)}))) and ${village} = ${code}`,
  }
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
  /** Two records opposite each other, answer by answer and person by person; opening them is logged. `@!compare` shows it. */
  sideBySide,
  /** Tells the modules that listen of an event of these records; `emits` declares it. What they would do waits on their pages. */
  tell,
  /** Records by village: in the edition, taken by outcome, left, and in the result. */
  counts: villageCounts,
  /** Moves records of every module between villages of a regency, in one transaction; `preview` does it and takes it back. */
  moves: { preview: previewMove, apply: applyMove, previewUndo, undo: applyUndo, rows: movedRows },
  standing,
  searched,
  list,
  paged,
  /** Verification modules that are on for the regency and ever had a period there, with their newest one. */
  modules: movingModules,
  /** What a module calls its records and their people, in the reader's language; papers take its `words`. */
  nouns: nounsOf<VerificationModule['words']>,
  /** Whether each record of the module is exactly one person, so that a count of its people says nothing beside it. */
  onePerson: ({ instrument }: Pick<VerificationModule, 'instrument'>) => isOnePerson(instrument),
  /** Names of the module's tables; `current` and `people` are the narrow rows that lists read. */
  tables: (place: Place) => tableNames(place.module.instrument),
  /** Addresses of the module's pages that lead to the same region and period again. */
  addresses: (ctx: HttpContext): Addresses => addressesOf(ctx),
  asked: askedPeriod,
  /** SQL condition that the place of a list row is held by an open objection to its removal. */
  heldSql,
  /** SQL condition that a working copy took what its outcome takes before its last write. */
  acceptedBeforeSql,
  /** Objections to one record of a module, newest first. */
  objections: objectionsTo,
  /** Writes the read log: who opens, downloads or searches persons of the register. */
  logRead: recordRead,
} as const
