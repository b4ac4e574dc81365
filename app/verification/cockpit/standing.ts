import type { VillageProgress } from './villages.js'

/** What of a village somebody has to see to; a village may have several. */
export const CARES = ['no_package', 'no_file', 'waiting', 'late', 'returned', 'problems', 'no_minutes'] as const
export type Care = (typeof CARES)[number]

const HOLDS: Record<Care, (village: VillageProgress) => boolean> = {
  no_package: ({ records, packages, files }) => records > 0 && packages === 0 && files === 0,
  no_file: ({ packages, files }) => packages > 0 && files === 0,
  waiting: ({ waiting }) => waiting > 0,
  late: ({ forecast: { verdict } }) => verdict === 'late' || verdict === 'over',
  returned: ({ returned, addedReturned }) => returned + addedReturned > 0,
  problems: ({ blocking, addedBlocking, conflicts, addedConflicts }) => blocking + addedBlocking + conflicts + addedConflicts > 0,
  no_minutes: ({ records, added, minutes }) => records + added > 0 && minutes === null,
}

export function caresOf(village: VillageProgress): Care[] {
  return CARES.filter((care) => HOLDS[care](village))
}

export interface CockpitFilters {
  district?: string
  care?: Care
  /** `-sisa` puts the village with most missing first; else by code. */
  sort?: '-sisa'
}

type Input = Readonly<Record<string, unknown>>

/** Reads an address; what is not understood is left out. */
export function readCockpitFilters(input: Input): CockpitFilters {
  const care = CARES.find((known) => known === input.perlu)
  return {
    ...(typeof input.kecamatan === 'string' && input.kecamatan !== '' ? { district: input.kecamatan } : {}),
    ...(care ? { care } : {}),
    ...(input.urut === '-sisa' ? { sort: '-sisa' as const } : {}),
  }
}

/** The villages that a page or file shows, in its order. */
export function shownVillages(villages: readonly VillageProgress[], { district, care, sort }: CockpitFilters): VillageProgress[] {
  const shown = villages.filter(
    (village) => (!district || village.district.code === district) && (!care || caresOf(village).includes(care)),
  )
  return sort === '-sisa'
    ? shown.sort((a, b) => b.records - b.touched - (a.records - a.touched) || (a.code < b.code ? -1 : 1))
    : shown
}
