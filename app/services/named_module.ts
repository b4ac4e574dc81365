import { registry, type VerificationModule } from '#kernel/registry'
import { ToldError } from '#services/told_error'

/** `E_MODULE_UNKNOWN`: a command names a verification module that is none of this installation; the sentence lists those that are. */
export class ModuleUnknown extends ToldError {
  readonly code = 'E_MODULE_UNKNOWN'

  constructor(typed: string) {
    const known = registry
      .modules()
      .map(({ name }) => name)
      .join(', ')
    super({
      id: `Modul verifikasi "${typed}" tidak terpasang. Yang terpasang: ${known || 'tidak ada'}.`,
      en: `Verification module "${typed}" is not installed. Installed: ${known || 'none'}.`,
    })
  }
}

/** The verification module that a command names; the first installed where it names none. @throws ModuleUnknown */
export function namedModule(typed: string | undefined): VerificationModule {
  const modules = registry.modules()
  const found = typed === undefined ? modules[0] : modules.find(({ name }) => name === typed)
  if (!found) throw new ModuleUnknown(typed ?? '')
  return found
}
