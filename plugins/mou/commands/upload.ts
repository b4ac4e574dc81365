import { readFile } from 'node:fs/promises'
import { flags } from '@adonisjs/core/ace'
import { actingFor, Refused, ReportingCommand, scope } from '#core/plugin'
import { FIELD_NAMES } from '../fields.js'
import { draftOf } from '../services/drafts.js'
import { saveAndSend } from '../services/upload.js'

interface Result {
  regency: string
  round: number
  state: 'waiting'
}

export default class MouUpload extends ReportingCommand<Result> {
  static commandName = 'mou:upload'
  static description = 'Upload the signed request letter and MoU of a regency and send them to be examined'
  static override help = [`The facts: a JSON object with ${FIELD_NAMES.join(', ')}; dates as YYYY-MM-DD`]

  @flags.string({ description: 'Code of the regency, e.g. 33.71', required: true }) declare regency: string
  @flags.string({ description: 'The signed request letter (PDF, JPG or PNG)' }) declare request?: string
  @flags.string({ description: 'The signed MoU (PDF, JPG or PNG)' }) declare agreement?: string
  @flags.string({ description: 'JSON file with what is told about them; what it leaves out stays as it was' })
  declare facts?: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { regency } = this
    const of = await actingFor('mou', 'submit', regency, this.as)
    const contents = {
      ...(this.request ? { request: await readFile(this.request) } : {}),
      ...(this.agreement ? { agreement: await readFile(this.agreement) } : {}),
    }
    const told = this.facts ? readJson(await readFile(this.facts, 'utf8'), this.facts) : {}
    const { facts, version } = await scope.run(of, (tx) => draftOf(tx, regency))
    const { faults, round } = await saveAndSend(of, { regency, version, typed: { ...facts, ...told }, contents, send: true })
    if (round === null) throw new Refused('E_MOU_PAPER', 'Dokumen ditolak; yang lain sudah disimpan.', faults)
    return { regency, round, state: 'waiting' as const }
  }

  protected describe({ regency, round }: Result) {
    return [`Permohonan ${regency} putaran ${round} terkirim dan menunggu pemeriksaan DitJen PFM.`]
  }
}

function readJson(text: string, path: string): Record<string, unknown> {
  try {
    const read: unknown = JSON.parse(text)
    if (read !== null && typeof read === 'object') return { ...read }
  } catch {
    throw new Refused('E_MOU_FACTS', `Berkas ${path} bukan JSON.`)
  }
  throw new Refused('E_MOU_FACTS', `Berkas ${path} harus berisi satu objek JSON.`)
}
