import { join } from 'node:path'
import { defineJob } from '#services/jobs/definition'
import { writeWholeFile } from '#services/documents/whole_file'
import { findFile, openFile } from '#services/files'
import { NATIONAL, query, scope } from '#services/scope'
import { withWorkFolder } from '#services/work_folder'
import { GisError } from '../errors.js'
import type { CodeSystem } from '../match/match.js'
import { importShapes } from './import_shapes.js'
import { readLevel } from './targets.js'

/** What the form of the desk says, beside the file. */
export interface ShapeOrder {
  file: string
  level: string
  within: string | null
  system: CodeSystem | null
  swap: boolean
  source: string
  licence: string
}

/** Imports one file of boundaries under the id that is its subject; run again on a finished import it does nothing. */
export default defineJob({
  name: 'gis.import',
  async run({ job, actor, report }) {
    const of = scope.of(NATIONAL, actor)
    const order = job.payload as unknown as ShapeOrder
    const { stored, done } = await scope.run(of, async (tx) => ({
      stored: await findFile(tx, order.file),
      done: await query(tx, 'select 1 from shape_imports where id = ?', [job.subject]),
    }))
    if (done.length > 0) return
    if (!stored)
      throw new GisError('E_GIS_FILE', {
        id: 'Berkas yang diunggah tidak ditemukan lagi. Unggah ulang.',
        en: 'The uploaded file is no longer there. Upload it again.',
      })
    await report(0, 1)
    await withWorkFolder('gis', async (folder) => {
      const path = join(folder, 'batas')
      await writeWholeFile(path, await openFile(stored))
      const { source, licence, within, swap } = order
      const options = { level: readLevel(order.level), within, codeSystem: order.system, swapAxes: swap, source, licence }
      await importShapes(of, { ...options, id: job.subject!, path, name: stored.name })
    })
    await report(1, 1)
  },
})
