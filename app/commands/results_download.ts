import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { args, flags } from '@adonisjs/core/ace'
import { recordActivity } from '#services/activity'
import { ReportingCommand } from '#services/console'
import { showSize } from '#services/format'
import { recordRead } from '#services/reads'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { FinaliseError, RESULT_STEPS, resultFiles, resultsAvailable, type ResultFile } from '#verification/finalise/index'
import { saveFile } from '#verification/finalise/take_file'
import { placeOf } from '#verification/periods/index'

interface Result {
  period: string
  seal_root: string | null
  files: { kind: ResultFile['kind']; name: string; path: string; size: number; sha256: string; records: number }[]
}

export default class ResultsDownload extends ReportingCommand<Result> {
  static commandName = 'results:download'
  static description = 'Save the result files of a finalised period; possible from the uploaded letter on'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'Folder to save into', required: true }) declare out: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest with results when absent' }) declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'finalise')
    await mkdir(this.out, { recursive: true })
    return onPeriod(acting, RESULT_STEPS, this.period, async (tx, period): Promise<Result> => {
      if (!resultsAvailable(period.finalisation.state)) {
        throw new FinaliseError('E_FINALISE_STATE', {
          id: 'Hasil dapat diunduh setelah surat bertanda tangan diunggah.',
          en: 'Results can be downloaded once the signed letter is uploaded.',
        })
      }
      const files = (await resultFiles(tx, placeOf(period))).filter(({ kind }) => kind !== 'annex')
      for (const { fileId, name } of files) await saveFile(tx, acting.regency, fileId, join(this.out, name))
      if (acting.actor.id) {
        const object = { type: `${acting.module.name}.result`, id: period.period.id }
        await recordRead(tx, { regency: acting.regency, action: 'download', purpose: 'verval', object })
      }
      await recordActivity(tx, {
        ...{ action: 'results.downloaded', regency: acting.regency, object: { type: 'period', id: period.period.id } },
        data: { module: acting.module.name, files: files.length },
      })
      return {
        ...{ period: period.period.name, seal_root: period.finalisation.sealRoot },
        files: files.map(({ fileId: _, ...file }) => ({ ...file, path: join(this.out, file.name) })),
      }
    })
  }

  protected describe({ period, files }: Result) {
    return [`Hasil ${period}:`, ...files.map(({ path, size, sha256 }) => `  ${path} (${showSize(size)}) ${sha256}`)]
  }
}
