import { registry } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { defineJob, JobCancelled } from '#services/jobs/definition'
import { dispatch } from '#services/jobs/dispatch'
import type { LoadOutcome } from '#services/loads/kind'
import { changeLoad, findLoad } from '#services/loads/loads'
import { NATIONAL, scope } from '#services/scope'
import { editionFromResults, type NextEdition } from './from_results.js'

/** Makes the edition of one load, its subject, out of the accepted results of a period. */
export default defineJob({
  name: 'editions.results',
  async run({ job, actor, report, cancelled }) {
    const national = scope.of(NATIONAL, actor)
    const load = await scope.run(national, (tx) => findLoad(tx, job.subject ?? ''))
    if (load.state !== 'applying' || load.jobId !== job.id) return
    const module = registry.module(String(job.payload.module))
    const { name = '', decree = '', decree_date: decreeDate = '', period: periodId = '', results = [] } = load.options
    const made = await editionFromResults({
      ...{ module, periodId, name, decree, decreeDate, results, actor, editionId: load.editionId },
      onPrepared: (edition) => scope.aside(national, (tx) => changeLoad(tx, load.id, { edition_id: edition })),
      onRegency: async (code, done, total) => {
        await report(done, total, { id: `Menyusun ${code}`, en: `Putting together ${code}` })
        if (await cancelled()) throw new JobCancelled()
      },
    })
    const outcome = outcomeOf(made)
    await scope.run(national, async (tx) => {
      await changeLoad(tx, load.id, {
        ...{ state: 'applied', report: JSON.stringify(outcome), applied_at: tx.now, applied_by_name: tx.actor.name },
        ...{ read_count: outcome.read, accepted_count: outcome.accepted },
      })
      await recordActivity(tx, {
        ...{ action: 'load.applied', regency: NATIONAL, object: { type: 'load', id: load.id } },
        data: { kind: load.kind, read: outcome.read, accepted: outcome.accepted, rejected: 0 },
      })
      const payload = { module: module.name, with: made.before }
      await dispatch(tx, { name: 'editions.compare', regency: NATIONAL, subject: made.id, payload })
    })
  },
  async ended(tx, job, reason) {
    const load = await findLoad(tx, job.subject ?? '', true)
    if (load.state !== 'applying' || load.jobId !== job.id) return
    await changeLoad(tx, load.id, { state: 'checked', reason, reason_code: job.error })
  },
})

function outcomeOf({ regencies }: NextEdition): LoadOutcome {
  const sum = (of: (regency: NextEdition['regencies'][number]) => number) =>
    regencies.reduce((total, regency) => total + of(regency), 0)
  const records = sum((regency) => regency.records)
  return {
    ...{ read: records, accepted: records, rejected: 0, parts: {}, mapped: [], rules: {}, refusedWhole: false, regencies },
    figures: {
      new_records: sum((regency) => regency.new_records),
      new_persons: sum((regency) => regency.new_persons),
      with_results: regencies.filter(({ results }) => results).length,
      inherited_problems: sum((regency) => regency.inherited_problems),
    },
  }
}
