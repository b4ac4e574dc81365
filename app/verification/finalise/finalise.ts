import { recordActivity } from '#services/activity'
import { dispatch } from '#services/jobs/dispatch'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { recapDifferences, recountRecaps, type Place } from '#verification/store/index'
import { blockers, runningWork, sealSubject } from './blockers.js'
import { countsToken, villageCounts } from './counts.js'
import { FinalisationBlocked, FinaliseError } from './errors.js'
import { finalisationOf, type Finalisation } from './finalisation.js'
import { takeStep } from './steps.js'

/** How long finalising waits for writers that are in the middle of their work. */
const LOCK_MS = 3000
const LOCK_NOT_AVAILABLE = '55P03'

export const SEAL_JOB = 'verification.seal'

/**
 * Closes the period for the regency: no row can be written from here on, and a job seals what stands. Kept counts that differ from
 * their rows are counted anew first. A second call while that job runs gives the same job.
 *
 * @param period from `assertFinalisable`
 * @param limit most problems of a kind that a refusal names
 * @param seen token of the counts that the person looked at
 * @returns id of the job
 * @throws FinaliseError `E_FINALISE_BUSY` while somebody writes, `E_FINALISE_STATE` when it is sealed already, `E_FINALISE_CHANGED`
 *   when the counts are no longer those that he looked at
 * @throws FinalisationBlocked with what must be decided first
 */
export async function finalise(tx: Tx, period: RegencyPeriod, limit?: number, seen?: string): Promise<string> {
  const place = placeOf(period)
  const row = await lock(tx, place)
  if (row.state === 'finalising' && row.jobId) return row.jobId
  if (row.state !== 'open') {
    throw new FinaliseError('E_FINALISE_STATE', {
      id: `${period.period.name} sudah difinalisasi untuk wilayah ini.`,
      en: `${period.period.name} is finalised for this region.`,
    })
  }
  if (seen !== undefined && seen !== countsToken(await villageCounts(tx, place))) throw changedSince(period)
  const found = await blockers(tx, place, limit)
  if (found.total > 0) throw new FinalisationBlocked(found.problems, found.total)
  const drift = await recapDifferences(tx, place)
  if (drift.length > 0) await recountRecaps(tx, place)
  const jobId = await dispatch(tx, {
    ...{ name: SEAL_JOB, regency: place.regency, subject: sealSubject(place) },
    payload: { module: place.module.name, period: place.periodId },
  })
  await takeStep(tx, place, { state: 'finalising', step: 'finalising', changes: { job_id: jobId, returned_reason: null } })
  await recordActivity(tx, {
    ...{ action: 'finalisation.started', regency: place.regency, object: { type: 'period', id: place.periodId } },
    data: { module: place.module.name, ...(drift.length > 0 ? { recounted: drift.length } : {}) },
  })
  return jobId
}

function changedSince({ period }: RegencyPeriod): FinaliseError {
  return new FinaliseError('E_FINALISE_CHANGED', {
    id: `Angka ${period.name} berubah sejak halaman Anda dibuka, sehingga tidak ada yang difinalisasi. Periksa angka yang baru, lalu finalisasi kembali.`,
    en: `The figures of ${period.name} changed since you opened the page, so that nothing was finalised. Look at the new figures, then finalise.`,
  })
}

/** Takes the row FOR UPDATE. Writers hold it FOR SHARE, so that it is ours only when none is left. */
async function lock(tx: Tx, place: Place): Promise<Finalisation> {
  try {
    return await tx.trx.transaction(async (inner) => {
      await inner.rawQuery(`set local lock_timeout = ${LOCK_MS}`)
      const found = await finalisationOf({ ...tx, trx: inner }, place, true)
      await inner.rawQuery('set local lock_timeout = 0')
      return found
    })
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== LOCK_NOT_AVAILABLE) throw error
    await query(tx, 'set local lock_timeout = 0')
    const [work] = await runningWork(tx, place, 1)
    throw new FinaliseError(
      'E_FINALISE_BUSY',
      work?.file
        ? {
            id: `Import ${work.file} sedang berjalan. Tunggu sampai selesai, lalu ulangi finalisasi.`,
            en: `The import of ${work.file} is running. Wait until it ends, then finalise again.`,
          }
        : {
            id: 'Data wilayah ini sedang disimpan oleh pengguna atau pekerjaan lain. Ulangi finalisasi beberapa saat lagi.',
            en: 'Somebody, or other work, is saving data of this region. Finalise again in a moment.',
          },
    )
  }
}
