import { formatDate } from '#domain/calendar_date'
import { formatMoment } from '#domain/zone'
import type { VerificationModule } from '#kernel/registry'
import { assertPluginOn } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import { choosePeriod, periodAtWork } from './choose_period.js'
import { PeriodError } from './errors.js'
import type { RegencyPeriod } from './period_view.js'

/**
 * The period in which a regency may import and edit now. Call it where an act or a job begins: what runs already may finish.
 *
 * @param asked id or name of the period; the newest when absent
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`, `E_PERIOD_UPCOMING`, `E_PERIOD_CLOSED` or `E_PERIOD_FINALISED`
 * @throws PluginOff where the module is switched off
 */
export async function assertOpen(tx: Tx, module: VerificationModule, regency: string, asked?: string): Promise<RegencyPeriod> {
  await assertPluginOn(module.name, regency)
  const found = begun(await choosePeriod(tx, module, regency, asked))
  assertUnlocked(found)
  if (found.phase !== 'open') {
    const ended = found.closedAt
      ? `${found.period.name} ditutup oleh Pusdatin pada ${formatMoment(found.zone, found.closedAt)}`
      : `Hari terakhir import dan perubahan data ${found.period.name} adalah ${formatDate(found.closesOn)}`
    throw new PeriodError(
      'E_PERIOD_CLOSED',
      `${ended}; import dan perubahan data tidak dapat dilakukan lagi. Minta perpanjangan kepada Pusdatin bila masih diperlukan.`,
    )
  }
  return found
}

/**
 * The period that a regency may finalise now: in its time of work and some days after.
 *
 * @param asked id or name of the period; when absent the newest, or an earlier one at work while the newest has not begun
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`, `E_PERIOD_UPCOMING`, `E_PERIOD_OVER` or `E_PERIOD_FINALISED`
 * @throws PluginOff where the module is switched off
 */
export async function assertFinalisable(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  asked?: string,
): Promise<RegencyPeriod> {
  await assertPluginOn(module.name, regency)
  return notOver(await periodAtWork(tx, module, regency, asked))
}

/**
 * The period in which a regency may decide on updates now: as long as it may finalise, so that what stands against finalising can
 * still be solved after imports and edits have stopped.
 *
 * @param asked id or name of the period; the newest when absent
 * @throws PeriodError as `assertFinalisable`
 * @throws PluginOff where the module is switched off
 */
export async function assertDecidable(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  asked?: string,
): Promise<RegencyPeriod> {
  await assertPluginOn(module.name, regency)
  return notOver(await choosePeriod(tx, module, regency, asked))
}

function notOver(chosen: RegencyPeriod): RegencyPeriod {
  const found = begun(chosen)
  assertUnlocked(found)
  if (found.phase === 'closed') {
    throw new PeriodError(
      'E_PERIOD_OVER',
      `Masa finalisasi ${found.period.name} berakhir pada ${formatDate(found.finaliseUntil)}. Minta perpanjangan kepada Pusdatin.`,
    )
  }
  return found
}

function begun(found: RegencyPeriod): RegencyPeriod {
  if (found.phase !== 'upcoming') return found
  throw new PeriodError('E_PERIOD_UPCOMING', `${found.period.name} baru dimulai pada ${formatDate(found.period.opensOn)}.`)
}

function assertUnlocked({ finalisation, period }: RegencyPeriod): void {
  if (finalisation.state === 'open') return
  throw new PeriodError(
    'E_PERIOD_FINALISED',
    finalisation.state === 'finalising'
      ? `Finalisasi ${period.name} sedang berjalan. Tunggu sampai selesai.`
      : `${period.name} sudah difinalisasi, sehingga datanya tidak dapat diubah. Hanya Pusdatin yang dapat mengembalikannya.`,
  )
}
