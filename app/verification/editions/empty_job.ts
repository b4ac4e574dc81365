import { registry } from '#kernel/registry'
import { defineJob } from '#services/jobs/definition'
import { emptyEdition } from './empty.js'

/** Takes everything out of an edition that is not published, its subject. */
export default defineJob({
  name: 'editions.empty',
  async run({ job, actor, report }) {
    const says = { id: 'Mengosongkan edisi', en: 'Emptying the edition' }
    await emptyEdition(registry.module(String(job.payload.module)), job.subject!, actor, (done, total) =>
      report(done, total, says),
    )
  },
})
