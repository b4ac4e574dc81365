import { readFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { v7 as uuid } from 'uuid'
import { atResetsDesk } from '#services/accounts/desk'
import { enterRequest } from '#services/accounts/resets/submit'
import { ReportingCommand } from '#services/console'

interface Result {
  receipt: string
}

export default class ResetEnter extends ReportingCommand<Result> {
  static commandName = 'reset:enter'
  static description = 'Enter a letter that came by mail'

  @args.string({ description: 'User name of the account' }) declare login: string
  @flags.string({ description: 'reset, unlock or both', required: true }) declare wish: string
  @flags.string({ description: 'Who sent it', required: true }) declare sender: string
  @flags.string({ description: 'Telephone of the sender', required: true }) declare phone: string
  @flags.string({ description: 'Number of the letter', required: true }) declare number: string
  @flags.string({ description: 'Date of the letter, YYYY-MM-DD', required: true }) declare date: string
  @flags.string({ description: 'Official who signed', required: true }) declare official: string
  @flags.string({ description: 'Position of the official', required: true }) declare position: string
  @flags.string({ description: 'Scan of the letter: PDF, JPEG or PNG', required: true }) declare scan: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { login, wish, sender, phone, number, date, official, position } = this
    const typed = { login, wish, sender, senderPhone: phone, letterNumber: number, letterDate: date }
    const submission = {
      ...{ typed: { ...typed, officialName: official, officialPosition: position }, formId: uuid() },
      scan: await readFile(this.scan),
    }
    return { receipt: await enterRequest(await atResetsDesk(this.as), submission) }
  }

  protected describe({ receipt }: Result) {
    return [`Permohonan dicatat dengan nomor tanda terima ${receipt}.`]
  }
}
