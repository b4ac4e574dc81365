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
    const { name } = found.period
    const at = found.closedAt ? formatMoment(found.zone, found.closedAt) : null
    const day = formatDate(found.closesOn)
    const ended = {
      id: at ? `${name} ditutup oleh Pusdatin pada ${at}` : `Hari terakhir import dan perubahan data ${name} adalah ${day}`,
      en: at ? `${name} was closed by Pusdatin on ${at}` : `The last day for imports and changes of data in ${name} was ${day}`,
    }
    throw new PeriodError('E_PERIOD_CLOSED', {
      id: `${ended.id}; import dan perubahan data tidak dapat dilakukan lagi. Minta perpanjangan kepada Pusdatin bila masih diperlukan.`,
      en: `${ended.en}; nothing can be imported or changed any more. Ask Pusdatin for an extension if it is still needed.`,
    })
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
    const [name, day] = [found.period.name, formatDate(found.finaliseUntil)]
    throw new PeriodError('E_PERIOD_OVER', {
      id: `Masa finalisasi ${name} berakhir pada ${day}. Minta perpanjangan kepada Pusdatin.`,
      en: `The time for finalising ${name} ended on ${day}. Ask Pusdatin for an extension.`,
    })
  }
  return found
}

function begun(found: RegencyPeriod): RegencyPeriod {
  if (found.phase !== 'upcoming') return found
  const { name, opensOn } = found.period
  throw new PeriodError('E_PERIOD_UPCOMING', {
    id: `${name} baru dimulai pada ${formatDate(opensOn)}.`,
    en: `${name} begins on ${formatDate(opensOn)}.`,
  })
}

function assertUnlocked({ finalisation, period }: RegencyPeriod): void {
  if (finalisation.state === 'open') return
  throw new PeriodError(
    'E_PERIOD_FINALISED',
    finalisation.state === 'finalising'
      ? {
          id: `Finalisasi ${period.name} sedang berjalan, sehingga datanya tidak dapat diubah. Bila sudah selesai, hanya Pusdatin yang dapat mengembalikannya.`,
          en: `${period.name} is being finalised, so its data cannot be changed. Once that has ended, only Pusdatin can return it.`,
        }
      : {
          id: `${period.name} sudah difinalisasi, sehingga datanya tidak dapat diubah. Hanya Pusdatin yang dapat mengembalikannya.`,
          en: `${period.name} has been finalised, so its data cannot be changed. Only Pusdatin can return it.`,
        },
  )
}
