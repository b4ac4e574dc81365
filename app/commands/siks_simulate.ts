import { resolve } from 'node:path'
import { flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { simulate, type SimulatedFile } from '#services/demo/simulate'
import { namedModule } from '#services/named_module'
import { namedRegency } from '#services/named_region'
import { CONSOLE } from '#services/scope'

export default class SiksSimulate extends ReportingCommand<SimulatedFile> {
  static commandName = 'siks:simulate'
  static override ranges = { share: { from: 0, to: 1, fractions: true as const } }
  static description = 'Write the .siks file an operator would hand in after visiting real households of the register'

  @flags.string({ description: 'Regency, Kemendagri code', required: true }) declare regency: string
  @flags.array({ description: 'Village, Kemendagri code; repeat for more', required: true }) declare village: string[]
  @flags.string({ description: 'Verification module', required: true }) declare module: string
  @flags.string({ description: 'Any number or text; the same seed makes the same decisions', default: '1' }) declare seed: string
  @flags.number({ description: 'Records with a mistake that blocks finalising', default: 0 }) declare errors: number
  @flags.number({ description: 'Share of the households visited, 0 to 1' }) declare share?: number
  @flags.number({ description: 'New households proposed' }) declare added?: number
  @flags.string({ description: 'Earlier export of the same computer to go on from' }) declare continue?: string
  @flags.string({ description: 'Export of another computer to contradict' }) declare clash?: string
  @flags.number({ description: 'How many of its records to contradict' }) declare clashes?: number
  @flags.string({ description: 'File to write', required: true }) declare out: string

  protected async perform() {
    return simulate({
      ...{
        module: namedModule(this.module).name,
        regency: await namedRegency(String(this.regency)),
        villages: this.village,
        seed: String(this.seed),
      },
      ...{ errors: this.errors, out: resolve(this.out), actor: CONSOLE },
      ...(this.share === undefined ? {} : { share: this.share }),
      ...(this.added === undefined ? {} : { added: this.added }),
      ...(this.continue ? { continueFrom: resolve(this.continue) } : {}),
      ...(this.clash ? { clashWith: resolve(this.clash) } : {}),
      ...(this.clashes === undefined ? {} : { clashes: this.clashes }),
    })
  }

  protected describe(made: SimulatedFile) {
    return [
      `${made.file}: ${made.records} rekaman, ekspor ke-${made.sequence} dari ${made.device}`,
      `  perbaikan ${made.repaired}, tetap ${made.unchanged}, keluar ${made.removed}, usulan baru ${made.added}, salah ${made.mistakes}, bentrok ${made.clashes}`,
    ]
  }
}
