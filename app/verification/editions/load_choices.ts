import type { VerificationModule } from '#kernel/registry'
import type { CodeVariant } from '../instrument.js'
import { EditionError } from './errors.js'
import { CODE_SYSTEMS, type CodeSystem } from './villages.js'

/** @throws EditionError `E_LOAD_CODE_SYSTEM` */
export function codeSystemOf(text: string): CodeSystem {
  const found = CODE_SYSTEMS.find((system) => system === text)
  if (found) return found
  throw new EditionError('E_LOAD_CODE_SYSTEM', {
    id: `Sistem kode "${text}" tidak dikenal. Sebutkan ${CODE_SYSTEMS.join(' atau ')}; tidak ada yang ditebak.`,
    en: `Code system "${text}" is not known. Name ${CODE_SYSTEMS.join(' or ')}; nothing is guessed.`,
  })
}

/** Code lists of the files, where they are not the module's own. @throws EditionError `E_LOAD_CODE_LIST` */
export function variantOf({ instrument }: VerificationModule, version: string | undefined): CodeVariant | undefined {
  if (!version || version === instrument.codeListVersion) return undefined
  const variant = instrument.variants?.find((candidate) => candidate.version === version)
  if (variant) return variant
  const known = [instrument.codeListVersion, ...(instrument.variants ?? []).map((candidate) => candidate.version)]
  throw new EditionError('E_LOAD_CODE_LIST', {
    id: `Daftar kode "${version}" tidak dikenal. Yang dikenal: ${known.join(', ')}.`,
    en: `Code list "${version}" is not known. Known are: ${known.join(', ')}.`,
  })
}
