import { flags } from '@adonisjs/core/ace'
import { addDays } from '#domain/calendar_date'
import User from '#models/user'
import { registry } from '#kernel/registry'
import { namedModule } from '#services/named_module'
import { createUser } from '#services/accounts/manage'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { refuseInProduction } from '#services/demo/errors'
import { seedEdition } from '#services/demo/seed_edition'
import { DEMO_PASSWORD } from '#services/demo/accounts'
import { todayOfStory } from '#services/demo/story/index'
import { CONSOLE, NATIONAL, scope } from '#services/scope'
import { assertNoneRunning, openPeriod } from '#verification/periods/index'

interface Seeded {
  module: string
  regency: string
  edition: string
  period: string
  households: number
  persons: number
  inherited_problems: number
  login: string
}

const DAYS = 30

export default class DemoSeed extends ReportingCommand<Seeded> {
  static commandName = 'demo:seed'
  static override ranges = { households: { from: 1, to: 1_000_000 } }
  static description =
    'Invent the population of a regency, open a period on it and make its supervisor, for trials without the story'

  @flags.string({ description: 'Regency, Kemendagri code', required: true }) declare regency: string
  @flags.number({ description: 'Records', default: 1000 }) declare households: number
  @flags.string({ description: 'Any number or text; the same seed invents the same people', default: '1' }) declare seed: string
  @flags.string({ description: 'Verification module; the first one with invented data unless told' }) declare module?: string

  protected async perform() {
    refuseInProduction()
    const module = this.module ? namedModule(this.module) : registry.modules().find(({ sample }) => sample)!
    await scope.run(scope.of(NATIONAL, CONSOLE), (tx) => assertNoneRunning(tx, module))
    const [regency, today] = [String(this.regency), todayOfStory()]
    const report = await seedEdition({
      ...{ module, name: `Contoh ${regency} ${this.seed} ${Date.now()}`, decree: 'contoh', decreeDate: today },
      ...{ regencies: [{ code: regency, records: this.households }], seed: String(this.seed), dirt: 1, actor: CONSOLE },
    })
    const period = await openPeriod({
      ...{ module, editionId: report.edition, name: `Periode contoh ${regency}`, untilOn: addDays(today, DAYS) },
      ...{ finaliseDays: 14, actor: CONSOLE, onRegency: () => this.tell('daftar terisi') },
    })
    return {
      ...{
        module: module.name,
        regency,
        edition: report.edition,
        period: period.id,
        households: period.records,
        persons: period.persons,
      },
      ...{ inherited_problems: report.inherited.problems, login: await this.#account(regency) },
    }
  }

  protected describe({ module, households, persons, login }: Seeded) {
    const { record, person } = registry.module(module).words
    const made = `${showNumber(households)} ${record.many}, ${showNumber(persons)} ${person.many}`
    return [`${made}. Masuk sebagai ${login}, kata sandi ${DEMO_PASSWORD}.`]
  }

  async #account(regency: string): Promise<string> {
    const login = `supervisor.${regency.replace('.', '')}`
    if (await User.findBy('login', login)) return login
    const account = { login, role: 'supervisor_regency', region: regency, password: DEMO_PASSWORD }
    await scope.run(scope.of([NATIONAL, regency], CONSOLE), (tx) => createUser(tx, account))
    return login
  }
}
