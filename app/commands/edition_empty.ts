import { args, flags } from '@adonisjs/core/ace'
import { runAndWait } from '#services/jobs/run_and_wait'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { atEditionsDesk, EditionError, findEdition, requestEmpty, type Edition } from '#verification/editions/index'

export default class EditionEmpty extends ReportingCommand<Edition> {
  static commandName = 'edition:empty'
  static description = 'Take everything out of an edition that is not published, because the wrong file was loaded'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id of the edition', required: true }) declare edition: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const module = namedModule(this.module)
    const { scope: of } = await atEditionsDesk(this.as)
    const job = await runAndWait(await scope.run(of, (tx) => requestEmpty(tx, module, this.edition, this.reason)))
    if (job.state !== 'done')
      throw new EditionError('E_EDITION_EMPTY', job.message ?? 'Pengosongan tidak selesai. Ulangi perintah ini.')
    return scope.run(of, (tx) => findEdition(tx, module, this.edition))
  }

  protected describe({ name }: Edition) {
    return [`Edisi "${name}" dikosongkan dan dapat dimuat kembali.`]
  }
}
