import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import drive from '@adonisjs/drive/services/main'
import { defineJob, JobCancelled, type JobContext } from '#services/jobs/definition'
import { discardUnnamed } from '#services/files'
import { scope } from '#services/scope'
import { workFolder } from '#services/work_folder'
import type { Text } from '#verification/instrument'
import { periodById, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { makeAnnexes, makeArchive, makeHashList, makePapers } from './annexes.js'
import { villageCounts, type VillageCount } from './counts.js'
import { FinaliseError } from './errors.js'
import { finalisationOf } from './finalisation.js'
import { SEAL_JOB } from './finalise.js'
import { institutionOf } from './institution.js'
import { copyToDrive } from './keep_files.js'
import { occasionOf } from './occasion.js'
import { publishSeal } from './publish_seal.js'
import { reopenAfter } from './reopen.js'
import { makeResultFiles, type MadeFile } from './result_files.js'
import { sealResult } from './seal_result.js'

/** Passes over the records: sealing, result files, annexes. */
const PASSES = 3

/**
 * Seals the rows that finalising made immutable and makes every file once. Nothing of it is visible before the last transaction, which
 * stores leaves, roots, files and totals together; so a killed run leaves the period as it was and the next one starts anew.
 */
export default defineJob({
  name: SEAL_JOB,
  async run(context) {
    const { job } = context
    const period = await scope.run(context.scope, (tx) => periodById(tx, String(job.payload.period), job.regency))
    if (!period || !(await isDue(context, period))) return
    const work = workFolder()
    const folder = join(work, `${job.id}-${job.attempts}`)
    await removeFolders(work, job.id)
    await mkdir(folder, { recursive: true, mode: 0o700 })
    try {
      await seal(context, period, folder)
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  ended: reopenAfter,
})

/** Whether this job still is the one that the finalisation waits for. */
async function isDue({ job, scope: of }: JobContext, period: RegencyPeriod): Promise<boolean> {
  const row = await scope.run(of, (tx) => finalisationOf(tx, placeOf(period)))
  return row.state === 'finalising' && row.jobId === job.id
}

async function seal(context: JobContext, period: RegencyPeriod, folder: string) {
  const { job, scope: of } = context
  const place = placeOf(period)
  const villages = await scope.run(of, (tx) => villageCounts(tx, place))
  const expected = villages.reduce((sum, { result }) => sum + result, 0)
  const progress = (pass: number, message: Text) => async (records: number) => {
    if (await context.cancelled()) throw new JobCancelled()
    await context.report(pass * expected + records, PASSES * expected, message)
  }
  const sealed = await scope.run(of, (tx) =>
    sealResult(tx, place, folder, progress(0, { id: 'Menyegel data', en: 'Sealing the data' })),
  )
  if (sealed.records !== expected) {
    throw new FinaliseError('E_FINALISE_COUNTS', {
      id: `Rekapitulasi menyebut ${expected} data, sedangkan hasil berisi ${sealed.records}. Hubungi Pusdatin; tidak ada yang disegel.`,
      en: `The recap names ${expected} records, the result holds ${sealed.records}. Ask Pusdatin; nothing was sealed.`,
    })
  }
  const now = await scope.run(of, async (tx) => tx.now)
  const files: MadeFile[] = []
  const told = progress(1, { id: 'Membuat berkas hasil', en: 'Making the result files' })
  const manifest = {
    ...{ module: place.module.name, edition: place.editionId, period: place.periodId, regency: place.regency },
    ...{ code_system: 'kemendagri' as const, finalisation: job.id, seal_root: hex(sealed.root), finalised_at: now.toISOString() },
  }
  const request = { module: place.module, regency: place.regency, folder, sealed, manifest, districtOf: districtOf(villages) }
  const expectedFiles = 1 + 2 * (place.module.instrument.groups.length + 1)
  for await (const file of makeResultFiles(request)) {
    files.push(file)
    await told(Math.floor((expected * files.length) / expectedFiles))
  }
  const print = {
    ...{ place, scope: of, folder, sealed, villages, now, finalised: period.today },
    ...{ institution: await scope.run(of, (tx) => institutionOf(tx, place.regency)), occasion: await occasionOf(period) },
  }
  const annexes: MadeFile[] = []
  for await (const file of makeAnnexes({
    ...print,
    progress: progress(2, { id: 'Membuat lampiran per desa/kelurahan', en: 'Making the annexes by village' }),
  }))
    annexes.push(file)
  const papers = await makePapers(print)
  const hashes = await makeHashList(print, [...files, ...papers, ...annexes])
  const archive = await makeArchive(print, [...papers, ...annexes, hashes])
  await store(context, period, { sealed, files: [...files, ...papers, ...annexes, hashes, archive], now })
}

type Sealed = Parameters<typeof publishSeal>[2]

async function store(
  context: JobContext,
  period: RegencyPeriod,
  { files, ...made }: Omit<Sealed, 'kept'> & { files: MadeFile[] },
) {
  const { job, scope: of } = context
  const home = `results/${job.regency}/${job.id}`
  const folder = `${home}-${job.attempts}`
  try {
    const kept = await copyToDrive(files, folder)
    const published = await scope.run(of, (tx) => publishSeal(tx, period, { ...made, kept }, job.id))
    if (!published) return await drive.use().deleteAll(folder)
  } catch (error) {
    await discardUnnamed(
      of,
      files.map(({ name }) => `${folder}/${name}`),
    )
    throw error
  }
  for (let attempt = 1; attempt < job.attempts; attempt++) await drive.use().deleteAll(`${home}-${attempt}`)
}

function districtOf(villages: readonly VillageCount[]): (village: string) => string {
  const names = new Map(villages.map(({ code, district, districtName }) => [code, `${district} ${districtName}`]))
  return (village) => names.get(village) ?? village
}

async function removeFolders(work: string, job: string) {
  for (const name of await readdir(work))
    if (name.startsWith(`${job}-`)) await rm(join(work, name), { recursive: true, force: true })
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}
