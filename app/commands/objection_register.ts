import { readFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { v7 as uuid } from 'uuid'
import { formatDate } from '#domain/calendar_date'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { namedModule } from '#services/named_module'
import { actingOnObjections } from '#verification/objections/acting'
import { objectedPeriod } from '#verification/objections/find'
import { registerObjection } from '#verification/objections/index'
import { toldObjection, type ToldObjection } from '#verification/objections/told'

export default class ObjectionRegister extends ReportingCommand<ToldObjection> {
  static commandName = 'objection:register'
  static description =
    'Register an objection to what a period says of a record; gives its receipt number and the day of the answer'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @args.string({ description: 'Key of the record' }) declare key: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'person or village', default: 'person' }) declare objector: string
  @flags.string({ description: 'Name of who objects', required: true }) declare name: string
  @flags.string({ description: 'Relation to the family, or office in the village' }) declare role?: string
  @flags.string({ description: 'Telephone' }) declare phone?: string
  @flags.string({ description: 'Day of the objection, DD-MM-YYYY or YYYY-MM-DD', required: true }) declare date: string
  @flags.string({ description: 'Why', required: true }) declare reason: string
  @flags.string({ description: 'removal, refusal, listing or data; what the record allows when it is one' })
  declare about?: string
  @flags.string({ description: 'Scan of the objection: PDF, JPG or PNG' }) declare scan?: string
  @flags.string({ description: 'Id or name of the period; the newest when absent' }) declare period?: string
  @flags.string({ description: 'Names the act: given twice it is one objection (UUID)' }) declare once?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const acting = await actingOnObjections(this.regency, this.as)
    const module = namedModule(this.module)
    acting.assertMay(module.name)
    const scan = this.scan ? await readFile(this.scan) : null
    const typed = {
      ...{ about: this.about, objector: this.objector, objector_name: this.name, objector_role: this.role, phone: this.phone },
      ...{ objected_on: this.date, reason: this.reason },
    }
    return scope.run(acting.scope, async (tx) => {
      const period = await objectedPeriod(tx, module, this.regency, this.period)
      return toldObjection(await registerObjection(tx, period, { key: this.key, typed, scan, formId: this.once ?? uuid() }))
    })
  }

  protected describe({ receipt, due_on: due }: ToldObjection) {
    return [`Sanggah dicatat: ${receipt}, dijawab paling lambat ${formatDate(due)}.`]
  }
}
