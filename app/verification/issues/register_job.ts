import { join } from 'node:path'
import { v5 as uuid5 } from 'uuid'
import { registry } from '#kernel/registry'
import type { Row } from '#services/documents/cells'
import { writeCsv } from '#services/documents/csv_writer'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { zipStream, type ZipEntry } from '#services/documents/zip'
import { defineJob, JobCancelled, type Job } from '#services/jobs/definition'
import { discardContent, storeFile } from '#services/files'
import { childrenOf } from '#services/regions'
import { scope, type Scope, type Tx } from '#services/scope'
import { withWorkFolder } from '#services/work_folder'
import { activePeople } from '../engine.js'
import type { RowGroup } from '../instrument.js'
import { slug } from '../finalise/names.js'
import { codeColumns, rowsOf, wordColumns } from '../finalise/result_files.js'
import { LineFile, spooledRecords } from '../finalise/spool.js'
import { periodById, placeOf } from '../periods/index.js'
import type { Place } from '../store/index.js'
import { baseRecords } from './package_content.js'
import { tellRegister } from './ready.js'
import { REGISTER_FORMATS, REGISTER_JOB, REGISTER_KIND, registerFiles, type RegisterFormat } from './register_files.js'

/**
 * Writes the edition's values of a regency, for each kecamatan a ZIP of CSV with codes and a ZIP of XLSX with answers in words. Each file
 * is stored when it is whole; a second run goes on with those that are missing.
 */
export default defineJob({
  name: REGISTER_JOB,
  async run({ job, scope: of, report, cancelled }) {
    const found = await scope.run(of, async (tx) => {
      const period = await periodById(tx, String(job.payload.period), job.regency)
      if (!period) return null
      return { place: placeOf(period), kept: await keptFiles(tx, job) }
    })
    if (!found) return
    const { place, kept } = found
    const districts = await childrenOf(job.regency)
    for (const [at, district] of districts.entries()) {
      if (await cancelled()) throw new JobCancelled()
      await report(at, districts.length, { id: `Kec. ${district.name}`, en: `District ${district.name}` })
      const missing = REGISTER_FORMATS.filter((format) => !kept.has(fileOf(job, district.code, format)))
      if (missing.length === 0) continue
      await withWorkFolder('register', async (folder) => {
        const spool = await spoolDistrict(of, place, district.code, folder)
        if (spool.records === 0) return
        for (const format of missing) {
          const id = fileOf(job, district.code, format)
          await scope.run(of, async (tx) => {
            await storeFile(tx, {
              ...{ id, regency: job.regency, kind: REGISTER_KIND, contentType: 'application/zip' },
              name: `data-dasar-${slug(place.module.words.short)}-${district.code}-${slug(district.name)}-${format}.zip`,
              content: zipStream(entries(place, spool.path, format)),
            })
            await tx.trx.table('register_files').insert({
              ...{ id, regency_code: job.regency, job_id: job.id, module: place.module.name, period_id: place.periodId },
              ...{ district_code: district.code, format, records: spool.records, persons: spool.persons },
              ...{ created_by: tx.actor.name, created_at: tx.now },
            })
          })
        }
      })
    }
    await scope.run(of, (tx) => tellRegister(tx, job))
    await report(districts.length, districts.length)
  },
  modules: async (_tx, job) => [registry.module(String(job.payload.module)).name],
  async ended(tx, job) {
    const kept = await keptFiles(tx, job)
    for (const { code } of await childrenOf(job.regency)) {
      for (const format of REGISTER_FORMATS) {
        const id = fileOf(job, code, format)
        if (!kept.has(id)) await discardContent({ id, regency: job.regency, kind: REGISTER_KIND })
      }
    }
  },
})

/** Id of a file of the job, the same in every run. */
function fileOf(job: Job, district: string, format: RegisterFormat): string {
  return uuid5(`${district}/${format}`, job.id)
}

async function keptFiles(tx: Tx, { id, regency }: Job): Promise<ReadonlySet<string>> {
  return new Set((await registerFiles(tx, regency, id)).map(({ fileId }) => fileId))
}

/** The district's households in a file of lines of this machine, from which every group of rows is written. */
async function spoolDistrict(of: Scope, place: Place, district: string, folder: string) {
  const path = join(folder, 'records')
  const file = await LineFile.create(path)
  const { tx, end } = await scope.snapshot(of)
  let [records, persons] = [0, 0]
  try {
    const villages = (await childrenOf(district)).map(({ code }) => code)
    for await (const docs of baseRecords(tx, place, { villages, parts: null })) {
      for (const doc of docs) {
        await file.add(JSON.stringify({ village: '', key: doc.key, outcome: '', doc }))
        persons += activePeople(place.module.instrument, doc).length
      }
      records += docs.length
    }
    return { path, records, persons }
  } finally {
    await file.close()
    await end()
  }
}

function* entries({ module }: Place, spool: string, format: RegisterFormat): Generator<ZipEntry> {
  const { instrument } = module
  for (const group of [instrument.root, ...instrument.groups]) {
    const name = `${slug(group.label.id)}.${format}`
    yield { name, content: format === 'csv' ? codes(module, group, spool) : words(module, group, spool) }
  }
}

type Module = Place['module']

function codes(module: Module, group: RowGroup, spool: string): AsyncIterable<Uint8Array> {
  const columns = codeColumns(module.instrument, group).filter(({ name }) => name !== 'outcome')
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of spooledRecords(spool)) {
      for (const cells of rowsOf(module.instrument, group, record)) yield columns.map(({ name }) => cells[name])
    }
  }
  return writeCsv(columns, rows())
}

/** Without the outcome, which the register has not. */
function words(module: Module, group: RowGroup, spool: string): AsyncIterable<Uint8Array> {
  const columns = wordColumns(module, group).slice(group === module.instrument.root ? 1 : 0)
  async function* rows(): AsyncGenerator<Row> {
    for await (const record of spooledRecords(spool)) {
      for (const cells of rowsOf(module.instrument, group, record)) yield columns.map((column) => column.cell(cells))
    }
  }
  return writeWorkbook({ name: group.label.id, columns }, rows())
}
