import { args, flags } from '@adonisjs/core/ace'
import { namedModule } from '#services/named_module'
import { ReportingCommand } from '#services/console'
import { scope } from '#services/scope'
import { atEditionsDesk, findEdition, publishEdition, staleBefore, type Edition, type Stale } from '#verification/editions/index'

interface Published {
  edition: Edition
  published: boolean
  stale: Stale
}

export default class EditionPublish extends ReportingCommand<Published> {
  static commandName = 'edition:publish'
  static description = 'Put a loaded edition in force, or tell with --dry-run what would become stale'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @flags.string({ description: 'Id of the edition', required: true }) declare edition: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.boolean({ description: 'Only tell what becomes stale' }) declare dryRun: boolean

  protected async perform() {
    const module = namedModule(this.module)
    const { scope: of } = await atEditionsDesk(this.as)
    return scope.run(of, async (tx) => {
      const stale = await staleBefore(tx, module, this.edition)
      const edition = this.dryRun ? await findEdition(tx, module, this.edition) : await publishEdition(tx, module, this.edition)
      return { edition, published: !this.dryRun, stale }
    })
  }

  protected describe({ edition, published, stale }: Published) {
    return [
      published ? `Edisi "${edition.name}" berlaku.` : `Edisi "${edition.name}" belum diterbitkan.`,
      ...(stale.edition ? [`  menggantikan "${stale.edition.name}"`] : []),
      ...stale.periods.map(({ name, edition: held }) => `  periode "${name}" tetap memakai "${held}"`),
      ...stale.regencies.map(
        ({ code, name, packages, imports }) => `  ${code} ${name}: ${packages} paket beredar, ${imports} import berjalan`,
      ),
      ...stale.left.map(({ code, name }) => `  ${code} ${name} tidak ada dalam edisi baru`),
    ]
  }
}
