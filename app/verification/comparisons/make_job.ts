import { registry } from '#kernel/registry'
import { defineJob } from '#services/jobs/definition'
import { nationalScope } from '#services/regions'
import { query, scope } from '#services/scope'
import { fillFields } from './changed_fields.js'
import { fillMoves, fillRows } from './fill.js'
import { comparisonById } from './kept.js'

/**
 * Makes a comparison, its subject, and takes away the rows of an older one of the same two. It counts as made only at the end, and begins anew
 * where it was broken off. Between two decrees it looks into other regencies for what has moved there, and tells only the village.
 */
export default defineJob({
  name: 'comparisons.make',
  async run({ job, scope: own, actor, report }) {
    const of = { module: registry.module(String(job.payload.module)), regency: job.regency }
    const found = await scope.run(own, (tx) => comparisonById(tx, of.module.name, of.regency, job.subject!))
    if (!found || found.finishedAt) return
    await report(0, null, { id: 'Membandingkan', en: 'Comparing' })
    const { id, beforeEdition, afterEdition, afterPeriod } = found
    await scope.run(own, async (tx) => {
      await query(tx, 'delete from comparison_rows where regency_code = ? and comparison_id = ?', [of.regency, id])
      await fillRows(tx, of, found)
      const [rows] = await query<{ total: number }>(
        tx,
        'select cast(count(*) as int) as total from comparison_rows where regency_code = ? and comparison_id = ?',
        [of.regency, id],
      )
      await fillFields(tx, of, found, (done) => report(done, rows!.total))
    })
    // Only this looks into other regencies: where all of them are in sight, each look-up of a record costs a hundred times more.
    if (!afterPeriod) await scope.run(await nationalScope(actor), (tx) => fillMoves(tx, of, found))
    await scope.run(own, async (tx) => {
      await query(
        tx,
        `with old as (delete from comparisons where regency_code = :regency and module = :module and before_edition = :before
           and after_edition = :after and after_period is not distinct from cast(:period as uuid) and id <> cast(:id as uuid)
           and finished_at is not null returning id)
         delete from comparison_rows where regency_code = :regency and comparison_id in (select id from old)`,
        { ...of, module: of.module.name, before: beforeEdition, after: afterEdition, period: afterPeriod, id },
      )
      await query(tx, 'update comparisons set finished_at = ? where regency_code = ? and id = ?', [tx.now, of.regency, id])
    })
  },
})
