import { registry } from '#kernel/registry'
import { defineJob } from '#services/jobs/definition'
import { nationalScope } from '#services/regions'
import { query, scope, type Tx } from '#services/scope'
import { analyzeEdition } from './insert_rows.js'
import { compareEditions } from './compare.js'

/** Compares a loaded edition, its subject, with the one it is to follow: the one named, else the one in force. */
export default defineJob({
  name: 'editions.compare',
  async run({ job, actor, report }) {
    const module = registry.module(String(job.payload.module))
    const everywhere = await nationalScope(actor)
    const named = job.payload.with
    const before = await scope.run(everywhere, (tx) => inForce(tx, module.name, job.subject!, named ? String(named) : null))
    if (!before) return
    await report(0, null, { id: 'Menghitung perbandingan', en: 'Counting the comparison' })
    await analyzeEdition(module, job.subject!)
    await scope.run(everywhere, (tx) => compareEditions(tx, module, job.subject!, before))
  },
})

async function inForce(tx: Tx, module: string, edition: string, named: string | null): Promise<string | null> {
  const [found] = await query<{ id: string }>(
    tx,
    `select id from editions where module = :module and id <> :edition and case when cast(:named as text) is null then state = 'published'
       else id::text = :named end limit 1`,
    { module, edition, named },
  )
  return found?.id ?? null
}
