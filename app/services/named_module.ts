import { registry, type VerificationModule } from '#kernel/registry'

/** `E_MODULE_UNKNOWN`: a command names a verification module that is none of this installation; the sentence lists those that are. */
export class ModuleUnknown extends Error {
  readonly code = 'E_MODULE_UNKNOWN'

  constructor(typed: string) {
    const known = registry.modules().map(({ name }) => name)
    super(`Modul verifikasi "${typed}" tidak terpasang. Yang terpasang: ${known.join(', ') || 'tidak ada'}.`)
  }
}

/** The verification module that a command names; the first installed where it names none. @throws ModuleUnknown */
export function namedModule(typed: string | undefined): VerificationModule {
  const modules = registry.modules()
  const found = typed === undefined ? modules[0] : modules.find(({ name }) => name === typed)
  if (!found) throw new ModuleUnknown(typed ?? '')
  return found
}
