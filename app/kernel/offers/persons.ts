import { registry } from '#kernel/registry'
import { PURPOSES, recordRead } from '#services/reads'
import { decileLabel } from '#verification/lists/words'
import { lookUpNiks } from '#verification/persons/by_list'
import { subjectOf } from '#verification/persons/hits'
import { idLabelsOf } from '#verification/persons/id_labels'
import { nearnessOf } from '#verification/persons/likeness'
import { readsOfPerson, wholeReads } from '#verification/persons/read_log'
import { lookUpName, lookUpNumber } from '#verification/persons/search'
import { viewPerson } from '#verification/persons/view'
import type { Locale } from '#verification/message'

/**
 * One person in the registers of all modules: looking him up, his card, and the log of who read it. Whoever shows what these give writes
 * the read log (`log`), with the persons shown as its subjects, and prints numbers through the secret component alone.
 */
export const persons = {
  byNumber: lookUpNumber,
  byName: lookUpName,
  byNiks: lookUpNiks,
  /** What the likeness of a found name is called. */
  nearness: nearnessOf,
  view: viewPerson,
  /** Words for the band of a hit in the reader's language. */
  decile: (module: string, band: number, locale: Locale) => decileLabel(registry.module(module), band, locale),
  /** What the register of a hit calls its keys, in the reader's language. */
  ids: (module: string, locale: Locale) => idLabelsOf(registry.module(module), locale),
  purposes: PURPOSES,
  log: recordRead,
  subject: subjectOf,
  readsOf: readsOfPerson,
  wholeReads,
} as const

export type { PersonView } from '#verification/persons/view'
export type { LookUp } from '#verification/persons/search'
export type { PersonHit, PersonReference } from '#verification/persons/hits'
export type { PersonRead } from '#verification/persons/read_log'
