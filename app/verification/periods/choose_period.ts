import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { PeriodError } from './errors.js'
import { periodsOf, type FinalisationState, type RegencyPeriod } from './period_view.js'

/** Sealed, but the ministry has not accepted it yet: somebody still has to act, however many periods were opened since. */
export const WAITING: readonly FinalisationState[] = ['finalised', 'letter_generated', 'letter_uploaded']

/**
 * The period that an address or a command means.
 *
 * @param asked its id, or its name where no other period of the module bears it; the newest when absent
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`
 */
export async function choosePeriod(tx: Tx, module: VerificationModule, regency: string, asked?: string): Promise<RegencyPeriod> {
  const periods = await periodsOf(tx, module, regency)
  return asked === undefined ? newest(periods, module) : named(periods, module, asked)
}

/**
 * The period that an act on seal, letter or result means: the asked one, else the newest at a step where the act has its place, else
 * the newest. So a letter that still waits is not lost behind a period opened since.
 *
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`
 */
export async function periodAtStep(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  steps: readonly FinalisationState[],
  asked?: string,
): Promise<RegencyPeriod> {
  const periods = await periodsOf(tx, module, regency)
  if (asked !== undefined) return named(periods, module, asked)
  return periods.find(({ finalisation }) => steps.includes(finalisation.state)) ?? newest(periods, module)
}

/**
 * The period whose letter a page shows: the asked one, else the newest where it is sealed, else the newest that waits, else the newest.
 *
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`
 */
export async function periodOfLetter(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  asked?: string,
): Promise<RegencyPeriod> {
  const latest = await choosePeriod(tx, module, regency, asked)
  if (asked !== undefined || latest.finalisation.sealRoot) return latest
  return periodAtStep(tx, module, regency, WAITING)
}

/**
 * The period that a regency finalises: the asked one, else the newest; while that has not begun, the newest that still takes work or
 * finalising.
 *
 * @throws PeriodError `E_PERIOD_NONE`, `E_PERIOD_UNKNOWN`
 */
export async function periodAtWork(tx: Tx, module: VerificationModule, regency: string, asked?: string): Promise<RegencyPeriod> {
  const periods = await periodsOf(tx, module, regency)
  if (asked !== undefined) return named(periods, module, asked)
  const [latest] = periods
  if (latest && latest.phase !== 'upcoming') return latest
  return periods.find(isAtWork) ?? newest(periods, module)
}

/** Whether the regency can still finalise the period: its rows are open and its days are not over. */
export function isAtWork({ finalisation, phase }: RegencyPeriod): boolean {
  return finalisation.state === 'open' && (phase === 'open' || phase === 'closing')
}

function newest([latest]: readonly RegencyPeriod[], module: VerificationModule): RegencyPeriod {
  if (latest) return latest
  throw new PeriodError('E_PERIOD_NONE', {
    id: `Belum ada periode ${module.words.short} yang dibuka untuk wilayah ini. Periode dibuka oleh Pusdatin.`,
    en: `No period of ${module.words.short} has been opened for this region. Periods are opened by Pusdatin.`,
  })
}

/** @throws PeriodError `E_PERIOD_UNKNOWN` where no module has a period of that id */
export async function assertPeriod(tx: Tx, id: string): Promise<void> {
  const [found] = await query(tx, 'select 1 from periods where id::text = ?', [id])
  if (found) return
  throw new PeriodError('E_PERIOD_UNKNOWN', {
    id: `Tidak ada periode dengan id "${id}". Lihat id-nya dengan period:list.`,
    en: `There is no period with the id "${id}". See its id with period:list.`,
  })
}

function named(periods: readonly RegencyPeriod[], module: VerificationModule, asked: string): RegencyPeriod {
  const found = periods.filter(({ period }) => period.id === asked || period.name === asked)
  if (found.length === 1) return found[0]!
  const { short } = module.words
  const known = periods.map(({ period }) => `"${period.name}" (${period.id})`).join(', ')
  throw new PeriodError(
    'E_PERIOD_UNKNOWN',
    found.length > 1
      ? {
          id: `Lebih dari satu periode ${short} bernama "${asked}". Sebut id-nya: ${known}.`,
          en: `More than one period of ${short} is called "${asked}". Name its id: ${known}.`,
        }
      : {
          id: `Wilayah ini tidak mengikuti periode ${short} "${asked}". Yang ada: ${known || 'belum ada'}.`,
          en: `This region takes no part in the period "${asked}" of ${short}. There are: ${known || 'none yet'}.`,
        },
  )
}
