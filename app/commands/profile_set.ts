import { readFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { flags } from '@adonisjs/core/ace'
import { actInRegency } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { readImage } from '#services/documents/images'
import { storeFile } from '#services/files'
import { PROFILE_FIELDS } from '#services/profiles/fields'
import { missingForLetter, profileFor, ProfileRefused, saveProfile, type Profile } from '#services/profiles/profile'
import { scope, type Tx } from '#services/scope'

interface Result {
  regency: string
  version: number
  missing: string[]
}

type Part = 'institution' | 'signing'

export default class ProfileSet extends ReportingCommand<Result> {
  static commandName = 'profile:set'
  static description = 'Set Profil Instansi and Profil Pengesahan of a regency from a JSON file; fields that are not named stay'
  static override help = [
    'The file: {"institution": {"name": …}, "signing": {"name": …, "letterhead": "line\\nline"}, "logo": "logo.png"}',
  ]

  @flags.string({ description: 'Code of the regency', required: true }) declare regency: string
  @flags.string({ description: 'JSON file', required: true }) declare file: string
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const wanted = await readWanted(this.file)
    const refuse = (message: string) => new ProfileRefused('E_FORBIDDEN', message)
    const { scope: own } = await actInRegency('core.profile', this.regency, this.as, refuse)
    const saved = await scope.run(own, (tx) => set(tx, this.regency, wanted))
    const missing = missingForLetter(saved).map(({ field }) => field)
    return { regency: this.regency, version: saved.version, missing }
  }

  protected describe({ regency, version, missing }: Result) {
    return [
      `Profil ${regency} tersimpan (versi ${version}).`,
      missing.length ? `Belum terisi untuk Surat Pengesahan: ${missing.join(', ')}.` : 'Lengkap untuk Surat Pengesahan.',
    ]
  }
}

interface Wanted {
  parts: Record<Part, Record<string, string>>
  logo: Buffer | null
}

async function set(tx: Tx, regency: string, { parts, logo }: Wanted): Promise<Profile> {
  const current = await profileFor(tx, regency)
  const picture = logo && (await readImage(logo, 'logo'))
  const file = picture && {
    ...{ regency, kind: 'logo', name: `logo.${picture.extension}` },
    ...{ contentType: picture.contentType, content: picture.content },
  }
  return saveProfile(tx, {
    ...{ regency, version: current.version },
    institution: { ...current.institution, ...parts.institution },
    signing: { ...current.signing, ...parts.signing },
    ...(file && { logoFileId: (await storeFile(tx, file)).id }),
  })
}

async function readWanted(path: string): Promise<Wanted> {
  const told = await readFile(path, 'utf8').catch(() => refuse(`Berkas ${path} tidak dapat dibuka.`))
  const json = parse(told, path)
  for (const name of Object.keys(json)) {
    if (!['institution', 'signing', 'logo'].includes(name)) refuse(`"${name}" bukan bagian profil: institution, signing, logo.`)
  }
  const part = (name: Part) => {
    const given = json[name] ?? {}
    for (const [field, text] of Object.entries(given)) {
      if (!PROFILE_FIELDS[name].some((known) => known.name === field)) refuse(`Profil tidak memiliki isian ${name}.${field}.`)
      if (typeof text !== 'string') refuse(`Isian ${name}.${field} harus berupa teks.`)
    }
    return given as Record<string, string>
  }
  const logo = typeof json.logo === 'string' ? await readFile(resolve(dirname(path), json.logo)) : null
  return { parts: { institution: part('institution'), signing: part('signing') }, logo }
}

function parse(text: string, path: string): Record<string, unknown> & Partial<Record<Part, object>> {
  try {
    const json: unknown = JSON.parse(text)
    if (json !== null && typeof json === 'object') return { ...json }
  } catch {
    refuse(`Berkas ${path} bukan JSON.`)
  }
  return refuse(`Berkas ${path} harus berisi satu objek JSON.`)
}

function refuse(message: string): never {
  throw new ProfileRefused('E_PROFILE_FIELD', message)
}
