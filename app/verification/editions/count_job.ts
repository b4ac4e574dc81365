import { registry } from '#kernel/registry'
import { defineJob } from '#services/jobs/definition'
import { scope } from '#services/scope'
import { countEdition, isCounted } from './counts.js'

/** Counts an edition of a regency, its subject, for the pages that look back on it. */
export default defineJob({
  name: 'editions.count',
  async run({ job, scope: of, report }) {
    const place = { module: registry.module(String(job.payload.module)), editionId: job.subject!, regency: job.regency }
    await report(0, null, { id: 'Menghitung data dasar', en: 'Counting the base data' })
    await scope.run(of, async (tx) => {
      if (!(await isCounted(tx, place))) await countEdition(tx, place)
    })
  },
})
