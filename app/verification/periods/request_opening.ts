import { v7 as uuid } from 'uuid'
import type { CalendarDate } from '#domain/calendar_date'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { textOf } from '#services/jobs/definition'
import { dispatch } from '#services/jobs/dispatch'
import { assertPluginOn } from '#services/plugin_switches'
import { NATIONAL, query, type Tx } from '#services/scope'
import { findEdition } from '#verification/editions/find'
import type { Text } from '../instrument.js'
import { checkedDays, checkedUntil } from './checked_dates.js'
import { PeriodError } from './errors.js'
import { assertNoneRunning } from './open_period.js'

export const OPEN_JOB = 'periods.open'
const NAME_LENGTH = 80

export interface WantedPeriod {
  editionId: string
  name: string
  /** Today when absent. */
  opensOn?: CalendarDate
  untilOn: CalendarDate
  finaliseDays: number
}

/**
 * Asks for the opening of a period as background work; what can be refused at once is. Two officers who open at the same time get one
 * opening: the second is told that one is on its way.
 *
 * @returns id of the job, whose progress counts regencies
 * @throws PeriodError `E_PERIOD_DATE`, `E_PERIOD_RUNNING`, `E_REASON_MISSING`; EditionError `E_EDITION_UNKNOWN`; PluginOff
 */
export async function requestOpening(tx: Tx, module: VerificationModule, wanted: WantedPeriod): Promise<string> {
  await assertPluginOn(module.name, NATIONAL)
  const name = wanted.name.trim().slice(0, NAME_LENGTH)
  if (name === '') {
    throw new PeriodError('E_REASON_MISSING', {
      id: 'Beri nama periode ini, misalnya "Periode I 2019".',
      en: 'Give this period a name, for example "Periode I 2019".',
    }).at('name')
  }
  const opensOn = wanted.opensOn ?? todayIn(MINISTRY_ZONE, tx.now)
  const untilOn = checkedUntil(wanted.untilOn, opensOn)
  const finaliseDays = checkedDays(wanted.finaliseDays)
  const edition = await findEdition(tx, module, wanted.editionId)
  await query(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`period:${module.name}`])
  await assertNoneRunning(tx, module)
  if (await openingJob(tx, module)) {
    throw new PeriodError('E_PERIOD_RUNNING', {
      id: `Pembukaan periode ${module.words.short} sedang berjalan. Tunggu sampai selesai.`,
      en: `A period of ${module.words.short} is being opened. Wait until that has ended.`,
    })
  }
  return dispatch(tx, {
    ...{ name: OPEN_JOB, regency: NATIONAL, subject: `open:${module.name}` },
    payload: {
      ...{ module: module.name, period: uuid(), edition: edition.id, name },
      ...{ opens_on: opensOn, until_on: untilOn, finalise_days: finaliseDays },
    },
  })
}

/** The opening of a module's period that waits or runs; null when there is none. */
export async function openingJob(tx: Tx, module: VerificationModule): Promise<string | null> {
  const [row] = await query<{ id: string }>(
    tx,
    `select id from jobs where regency_code = ? and subject = ? and state in ('queued', 'running') order by created_at desc limit 1`,
    [NATIONAL, `open:${module.name}`],
  )
  return row?.id ?? null
}

/** The last opening that ended without a period, with its reason; null when the last one came to its end. */
export async function failedOpening(tx: Tx, module: VerificationModule): Promise<{ text: Text | null; at: Date } | null> {
  const [row] = await query<{ state: string; message: string | null; message_en: string | null; at: Date }>(
    tx,
    `select state, message, message_en, coalesce(finished_at, created_at) as at from jobs where regency_code = ? and subject = ? order by created_at desc limit 1`,
    [NATIONAL, `open:${module.name}`],
  )
  return row?.state === 'failed' ? { text: textOf(row), at: row.at } : null
}
