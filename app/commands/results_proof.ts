import { writeFile } from 'node:fs/promises'
import { args, flags } from '@adonisjs/core/ace'
import { ReportingCommand } from '#services/console'
import { actingOn, onPeriod } from '#verification/finalise/acting'
import { RESULT_STEPS, sealProof } from '#verification/finalise/index'

interface Result {
  period: string
  letter: string
  seal_root: string | null
  village: string
  path: string
}

export default class ResultsProof extends ReportingCommand<Result> {
  static commandName = 'results:proof'
  static description = 'Save the proof that one record belongs to the sealed result; it is checked at /verifikasi/<code>'

  @args.string({ description: 'Verification module, by its name in plugin:list' }) declare module: string
  @args.string({ description: 'Key of the record' }) declare key: string
  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'File to write, JSON', required: true }) declare out: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string
  @flags.string({ description: 'Id or name of the period; the newest with results when absent' }) declare period?: string

  protected async perform() {
    const acting = await actingOn(this.module, this.regency, this.as, 'finalise')
    return onPeriod(acting, RESULT_STEPS, this.period, async (tx, period): Promise<Result> => {
      const proof = await sealProof(tx, period, this.key)
      await writeFile(this.out, JSON.stringify(proof), { mode: 0o600 })
      const { letter, period: name } = proof.about
      return { period: name, letter, seal_root: period.finalisation.sealRoot, village: proof.village, path: this.out }
    })
  }

  protected describe({ path, letter, village }: Result) {
    return [`Bukti segel ${path} untuk desa/kelurahan ${village}; periksa pada /verifikasi/${letter}.`]
  }
}
