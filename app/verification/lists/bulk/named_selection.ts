import type { VerificationModule } from '#kernel/registry'
import { ReviewError } from '../../review/errors.js'
import { readFilters, type ListFilters } from '../filters.js'
import type { BulkSelection } from './tally.js'

/** Filters of a list by name, beside the parameters in which its address has them. */
const PARAMETERS = {
  ...{ district: 'kecamatan', village: 'desa', outcome: 'hasil', state: 'status', problem: 'masalah' },
  ...{ decile: 'desil', file: 'berkas', search: 'cari' },
} as const satisfies Partial<Record<keyof ListFilters, string>>

const LISTS = ['existing', 'repair', 'new', 'all'] as const

/** Records chosen in words: some by their keys, or all that a list with these filters holds. */
export interface NamedSelection extends Partial<Record<keyof typeof PARAMETERS, string>> {
  keys?: readonly string[] | undefined
  /** `existing` when absent. */
  list?: string | undefined
  /** The whole list is meant, without any filter. */
  whole?: boolean
}

/**
 * Reads a selection that is given by names. What is not understood is refused, since without it more records would be meant.
 * @throws ReviewError `E_FILTER_UNKNOWN`, `E_SELECTION_EMPTY`
 */
export function namedSelection(
  module: VerificationModule,
  { keys, list: wanted = 'existing', whole = false, ...named }: NamedSelection,
): { list: ListFilters['kind']; selection: BulkSelection } {
  const list = LISTS.find((known) => known === wanted)
  if (!list) throw unknown('list', wanted)
  const given = Object.entries(named) as [keyof typeof PARAMETERS, string][]
  if (keys?.length) {
    if (given.length > 0 || whole)
      throw new ReviewError('E_FILTER_UNKNOWN', {
        id: 'Pilih data dengan kuncinya atau dengan saringan, tidak keduanya.',
        en: 'Choose records by their keys or by a filter, not both.',
      })
    return { list, selection: { keys: [...new Set(keys)].sort() } }
  }
  const matching = readFilters(module, list, Object.fromEntries(given.map(([name, value]) => [PARAMETERS[name], value])))
  const strange = given.find(([name]) => matching[name] === undefined)
  if (strange) throw unknown(...strange)
  if (given.length === 0 && !whole) {
    throw new ReviewError('E_SELECTION_EMPTY', {
      id: 'Belum ada data yang dipilih. Sebutkan kunci, saringan, atau seluruh daftar.',
      en: 'No record is chosen. Name keys, a filter, or the whole list.',
    })
  }
  return { list, selection: { matching } }
}

function unknown(name: string, value: string): ReviewError {
  return new ReviewError('E_FILTER_UNKNOWN', {
    id: `Saringan ${name} "${value}" tidak dikenal. Periksa ejaannya; tidak ada yang diubah.`,
    en: `The filter ${name} "${value}" is not known. Check its spelling; nothing was changed.`,
  })
}
