import type { Locale } from '#verification/message'
import { nounsOf } from '#verification/nouns'
import type { OfflineModule } from '../module.js'

/** Blanks of the sentences that name a record or its people. */
export interface Nouns {
  one: string
  many: string
  Many: string
  people: string
}

const NEUTRAL: Record<Locale, { one: string; many: string; people: string }> = {
  id: { one: 'data', many: 'data', people: 'orang' },
  en: { one: 'record', many: 'records', people: 'persons' },
}

/** Nouns of the only module; where several lie in one package, those that hold for each of them. */
export function nounsIn(modules: readonly Pick<OfflineModule, 'words' | 'english'>[], locale: Locale): Nouns {
  const [module] = modules
  if (!module || modules.length > 1) return { ...NEUTRAL[locale], Many: headed(NEUTRAL[locale].many) }
  const { record, person } = nounsOf(module, locale)
  return { one: record.one, many: record.many, Many: headed(record.many), people: person.many }
}

function headed(noun: string): string {
  return noun.charAt(0).toUpperCase() + noun.slice(1)
}
