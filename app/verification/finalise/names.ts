import type { VerificationModule } from '#kernel/registry'
import type { RowGroup } from '#verification/instrument'
import type { AreaCount } from './counts.js'

/** `Rumah tangga` becomes `rumah-tangga`: part of a file name on every system. */
export function slug(text: string): string {
  return (
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '') || 'lain'
  )
}

/** `hasil-bdt-33.71-rumah-tangga.csv` */
export function resultName(module: VerificationModule, regency: string, extension: string, group?: RowGroup): string {
  return `hasil-${slug(module.words.short)}-${regency}${group ? `-${slug(group.label.id)}` : ''}.${extension}`
}

/** `lampiran-bdt-33.71.01.1003-magersari.pdf` */
export function annexName(module: VerificationModule, village: Pick<AreaCount, 'code' | 'name'>): string {
  return `lampiran-${slug(module.words.short)}-${village.code}-${slug(village.name)}.pdf`
}
