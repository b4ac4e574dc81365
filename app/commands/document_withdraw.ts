import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { withdrawDocument } from '#services/announcements/documents'
import { noRight } from '#services/announcements/errors'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'

interface Result {
  id: string
  state: 'withdrawn'
}

export default class DocumentWithdraw extends ReportingCommand<Result> {
  static commandName = 'document:withdraw'
  static description = 'Take a document from every page; row and file stay'

  @args.string({ description: 'Id of the document' }) declare id: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform(): Promise<Result> {
    const { scope: own } = await actAtDesk('core.announcements', this.as, noRight)
    await scope.run(own, (tx) => withdrawDocument(tx, this.id))
    return { id: this.id, state: 'withdrawn' }
  }

  protected describe({ id }: Result) {
    return [`Dokumen ${id} ditarik.`]
  }
}
