import { args, flags } from '@adonisjs/core/ace'
import { MINISTRY_ZONE } from '#domain/zone'
import { actAtDesk } from '#services/acting'
import { noRight } from '#services/announcements/errors'
import { answerFeedback, receiptOf } from '#services/announcements/feedback'
import { ReportingCommand } from '#services/console'
import { showMoment } from '#services/format'
import { scope } from '#services/scope'

interface Result {
  id: string
  receipt: string
}

export default class FeedbackAnswer extends ReportingCommand<Result> {
  static commandName = 'feedback:answer'
  static description = 'Answer what a user wrote; he is told'

  @args.string({ description: 'Id of the feedback' }) declare id: string
  @flags.string({ description: 'The answer', required: true }) declare text: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope: own } = await actAtDesk('core.announcements', this.as, noRight)
    const answered = await scope.run(own, (tx) =>
      answerFeedback(tx, this.id, { answer: this.text }, (at) => showMoment(MINISTRY_ZONE, at)),
    )
    return { id: answered.id, receipt: receiptOf(answered) }
  }

  protected describe({ receipt }: Result) {
    return [`Masukan ${receipt} dijawab.`]
  }
}
