import type { Locale } from '#verification/message'
import { manualEn } from './manual_en.js'
import { manualId } from './manual_id.js'

export interface ManualPart {
  title: string
  steps: readonly string[]
}

export function manual(locale: Locale): readonly ManualPart[] {
  return locale === 'id' ? manualId : manualEn
}
