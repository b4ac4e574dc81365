import { maskSecret } from '#domain/mask'
import { isNumber } from './blind.js'
import type { ListFilters } from './filters.js'
import type { Dimension } from './recap.js'
import type { Choice } from './words.js'

export interface Chip {
  /** Parameter of the address that the chip stands for. */
  name: string
  label: string
  value: string
}

interface ChipWords {
  districts: readonly { code: string; name: string }[]
  villages: readonly { code: string; name: string }[]
  files: readonly { id: string; name: string }[]
  choices: (dimension: Dimension) => Choice[]
  t: (key: string) => string
}

/** The filters of a list as chips, each of which takes its filter out again. */
export function chipsOf(filters: ListFilters, { districts, villages, files, choices, t }: ChipWords): Chip[] {
  const named = (list: ChipWords['districts'], code: string) => list.find((region) => region.code === code)?.name ?? code
  const worded = (dimension: Dimension, value: string) =>
    choices(dimension).find((choice) => choice.value === value)?.label ?? value
  const hidden = filters.search !== undefined && isNumber(filters.search)
  const chips: [string, string, string | undefined][] = [
    ['kecamatan', t('verification.district'), filters.district && named(districts, filters.district)],
    ['desa', t('verification.village'), filters.village && named(villages, filters.village)],
    ['hasil', t('verification.outcome'), filters.outcome && worded('outcome', filters.outcome)],
    ['status', t('verification.state'), filters.state && worded('state', filters.state)],
    ['masalah', t('verification.problems'), filters.problem && worded('problem', filters.problem)],
    ['desil', t('verification.decile'), filters.decile === undefined ? undefined : worded('decile', String(filters.decile))],
    ['berkas', t('verification.file'), filters.file && (files.find(({ id }) => id === filters.file)?.name ?? filters.file)],
    ['tersentuh', t('lists.touched'), filters.touched && t('verification.yes')],
    hidden
      ? ['nomor', t('lists.number'), maskSecret('nik', filters.search!)]
      : ['cari', t('component.search.label'), filters.search],
  ]
  return chips.flatMap(([name, label, value]) => (value === undefined ? [] : [{ name, label, value }]))
}
