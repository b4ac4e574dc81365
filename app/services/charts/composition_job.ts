import { defineJob } from '#services/jobs/definition'
import { scope } from '#services/scope'
import { periodById, placeOf } from '#verification/periods/index'
import { countComposition } from './composition.js'

/** Counts the composition of a regency's households in a period, its subject. */
export default defineJob({
  name: 'charts.composition',
  async run({ job, scope: of, report }) {
    await report(0, null, { id: 'Menghitung susunan', en: 'Counting the composition' })
    await scope.run(of, async (tx) => {
      const period = await periodById(tx, job.subject!, job.regency)
      if (period) await countComposition(tx, placeOf(period), period.today)
    })
  },
})
