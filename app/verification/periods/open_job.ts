import { registry } from '#kernel/registry'
import { defineJob } from '#services/jobs/definition'
import { OPEN_JOB } from './request_opening.js'
import { openPeriod } from './open_period.js'

/** Opens the period that `requestOpening` wrote down. Killed and run again it goes on where it stopped, or finds nothing to do. */
export default defineJob({
  name: OPEN_JOB,
  async run({ job, actor, report }) {
    const { module, period, edition, name, opens_on: opensOn, until_on: untilOn, finalise_days: days } = job.payload
    await openPeriod({
      ...{ id: String(period), module: registry.module(String(module)), editionId: String(edition), name: String(name) },
      ...{ opensOn: String(opensOn), untilOn: String(untilOn), finaliseDays: Number(days), actor },
      onRegency: (regency, done, total) => report(done, total, { id: `Menyiapkan ${regency}`, en: `Preparing ${regency}` }),
    })
  },
})
