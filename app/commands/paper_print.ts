import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { writeWholeFile } from '#services/documents/whole_file'
import { recordRead } from '#services/reads'
import { scope } from '#services/scope'
import { actingOn } from '#verification/finalise/acting'
import { blankForm, makePaper, PAPERS, type PaperKind } from '#verification/paper/print'
import { choosePeriod } from '#verification/periods/index'

interface Result {
  path: string
  paper: string
  records: number
  bytes: number
  sha256: string
}

export default class PaperPrint extends ReportingCommand<Result> {
  static commandName = 'paper:print'
  static description = 'Print what is carried to a village as a PDF: prelist, visit list, filled forms, or the blank form'

  static choices = { paper: [...PAPERS, 'blank'] }

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'prelist, visits, forms or blank', default: 'prelist' }) declare paper: PaperKind | 'blank'
  @flags.string({ description: 'Code of the village; not needed for the blank form' }) declare village?: string
  @flags.string({ description: 'Only this SLS, by its name' }) declare sls?: string
  @flags.boolean({ description: 'Only what nobody has verified yet, and what went back' }) declare open: boolean

  @flags.boolean({ description: 'Each SLS of a list on pages of its own' }) declare apart: boolean
  @flags.string({ description: 'The PDF', required: true }) declare out: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    if (this.paper !== 'blank' && !this.village) {
      throw Object.assign(new Error('Pilihan --village wajib diisi.'), { code: 'E_MISSING_FLAG' })
    }
    const acting = await actingOn(this.module, this.regency, this.as, 'view')
    const { content, records } = await scope.run(acting.scope, async (tx) => {
      const period = await choosePeriod(tx, acting.module, this.regency, this.period)
      if (this.paper === 'blank') return { content: await blankForm(tx, period), records: 0 }
      await recordRead(tx, {
        ...{ regency: this.regency, action: 'export', purpose: 'verval' },
        object: { type: `${acting.module.name}.paper` },
      })
      return makePaper(tx, period, {
        paper: this.paper,
        village: this.village ?? '',
        locality: this.sls,
        open: this.open ?? false,
        apart: this.apart ?? false,
      })
    })
    const { bytes, sha256 } = await writeWholeFile(this.out, content)
    return { path: this.out, paper: this.paper, records, bytes, sha256 }
  }

  protected describe({ path, records }: Result) {
    return [`${path}: ${records} data.`]
  }
}
