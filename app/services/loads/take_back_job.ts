import { defineJob } from '#services/jobs/definition'
import { scope } from '#services/scope'
import { kindOf } from './kinds.js'
import { changeLoad, findLoad } from './loads.js'
import { takeBack } from './take_back.js'

/** Takes one load back, its subject. */
export default defineJob({
  name: 'loads.take_back',
  async run({ job, actor, report, scope: of }) {
    const { id, kind } = await scope.run(of, (tx) => findLoad(tx, job.subject ?? ''))
    await report(0, null, { id: 'Menarik kembali muatan', en: 'Taking the load back' })
    await takeBack(kindOf(kind), id, job.id, actor)
  },
  async ended(tx, job, reason) {
    const load = await findLoad(tx, job.subject ?? '', true)
    if (load.jobId !== job.id || load.state !== 'taking_back') return
    await changeLoad(tx, load.id, { state: 'applied', reason, reason_code: job.error, taken_back_reason: null })
  },
})
