import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { scope, type Tx } from '#services/scope'
import { assertOpen, PeriodError, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { heedLock } from '#verification/review/act'
import { RegisterBusyError } from '#verification/review/errors'
import { viewRecord, type RecordView } from '#verification/review/record_view'
import type { Place } from '#verification/store/index'
import { shownPeriod } from './addresses.js'

/** A record of another regency does not exist; one of this regency may be edited only while its period is open. */
export function openRecord<T>(
  ctx: HttpContext,
  key: string,
  work: (tx: Tx, place: Place, view: RecordView) => Promise<T>,
): Promise<T> {
  return seenRecord(ctx, key, async (tx, { period }, view) =>
    work(tx, placeOf(await assertOpen(tx, ctx.module, ctx.regency!, period.id)), view),
  )
}

/** The same record as it stands, also once its period takes no edits any more. */
export function seenRecord<T>(
  ctx: HttpContext,
  key: string,
  work: (tx: Tx, period: RegencyPeriod, view: RecordView) => Promise<T>,
): Promise<T> {
  const see = async (tx: Tx) => {
    const period = await shownPeriod(tx, ctx)
    const view = period && (await viewRecord(tx, placeOf(period), key))
    if (!view) throw new NotFound()
    return work(tx, period, view)
  }
  return heedLock(() => scope.run(ctx.scope, see))
}

/** The same for a place of the open period that needs no record yet. */
export function openPlace<T>(ctx: HttpContext, work: (tx: Tx, place: Place) => Promise<T>): Promise<T> {
  const open = async (tx: Tx) => {
    const period = await shownPeriod(tx, ctx)
    if (!period) throw new NotFound()
    return work(tx, placeOf(await assertOpen(tx, ctx.module, ctx.regency!, period.period.id)))
  }
  return heedLock(() => scope.run(ctx.scope, open))
}

/** Why a form was not taken though nothing in it is wrong. */
export type NotTaken = RegisterBusyError | PeriodError

/** A job that holds the register, or a period that was closed meanwhile, is no fault of the form: the refusal comes back, to stand above what was typed. */
export async function takenOr<T>(work: () => Promise<T>): Promise<T | NotTaken> {
  try {
    return await work()
  } catch (error) {
    if (isNotTaken(error) && error.status === 409) return error
    throw error
  }
}

export function isNotTaken(found: unknown): found is NotTaken {
  return found instanceof RegisterBusyError || found instanceof PeriodError
}

/** Texts of the body alone; nothing else of it is looked at. */
export function postedTexts({ request }: HttpContext): Record<string, string> {
  const texts = Object.entries(request.body()).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
  return Object.fromEntries(texts.filter(([name]) => name !== '_csrf'))
}

/** Version that a form was filled from; 0 for what can be none. */
export function versionIn(posted: string | undefined): number {
  return /^[0-9]{1,9}$/.test(posted ?? '') ? Number(posted) : 0
}
