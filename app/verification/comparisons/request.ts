import { v7 as uuid } from 'uuid'
import { dispatch, unfinishedJobs } from '#services/jobs/dispatch'
import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { ComparisonError } from './errors.js'
import { comparisonsOf } from './kept.js'
import { sidesOf } from './sides.js'

/** What is compared: an edition with another one, or with a period. */
export interface ComparisonRequest {
  before: string
  /** Id of an edition or of a period. */
  after: string
}

/**
 * Asks for a comparison as a job, unless one is being made or the two never change and were compared already. One whose job failed is made anew.
 *
 * @throws ComparisonError `E_COMPARISON_SIDES`
 */
export async function requestComparison(
  tx: Tx,
  module: VerificationModule,
  regency: string,
  { before, after }: ComparisonRequest,
): Promise<string> {
  const { editions, periods } = await sidesOf(tx, module, regency)
  const edition = editions.find(({ id }) => id === before)
  const period = periods.find(({ id }) => id === after)
  const other = editions.find(({ id }) => id === (period ? period.edition : after))
  if (!edition || !other || (!period && edition.id === other.id)) {
    throw new ComparisonError('E_COMPARISON_SIDES', {
      id: 'Pilih satu SK sebagai pembanding, lalu SK lain atau satu periode yang memuat wilayah ini.',
      en: 'Choose a decree to compare with, then another decree or a period that holds this region.',
    }).at('after')
  }
  await query(tx, 'select pg_advisory_xact_lock(720043, hashtext(?))', [`${regency} ${module.name} ${before} ${after}`])
  const frozen = !period || period.state === 'accepted'
  const same = (await comparisonsOf(tx, module.name, regency)).filter(
    (one) => one.beforeEdition === before && one.afterEdition === other.id && one.afterPeriod === (period?.id ?? null),
  )
  const known = same.find(({ finishedAt }) => finishedAt !== null)
  if (known && frozen) return known.id
  for (const { id, finishedAt } of same) {
    if (finishedAt === null && (await unfinishedJobs(tx, regency, id)).length > 0) return id
  }
  const id = uuid()
  const jobId = await dispatch(tx, {
    ...{ name: 'comparisons.make', regency, subject: id },
    payload: { module: module.name, comparison: id },
  })
  await tx.trx.table('comparisons').insert({
    ...{ id, regency_code: regency, module: module.name, before_edition: edition.id, after_edition: other.id },
    ...{ after_period: period?.id ?? null, job_id: jobId, made_by_name: tx.actor.name, made_at: tx.now },
  })
  return id
}
