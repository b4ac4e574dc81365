import type { CodeVariant, Variable } from '#core/plugin'
import { assetVariables } from './assets.js'
import { programmeVariables } from './programmes.js'

/** Lines whose yes is 3, for files that write 1 = Ya, 2 = Tidak on every line. */
function evenLines(variables: readonly Variable[]): Record<string, Record<number, number>> {
  const even = variables.filter((variable) => variable.yesNo?.yes === 3)
  return Object.fromEntries(even.map(({ name }) => [name, { 1: 3, 2: 4 }]))
}

/**
 * Known code lists of other applications whose meaning is certain. Lists whose order was never published (the 1/2/3 of
 * ada_akta_nikah in a code dump of 2019) are not translated: their codes stay as they came and are flagged.
 */
export const variants: readonly CodeVariant[] = [
  {
    version: 'bdt-kertas-2019',
    label: { id: 'Formulir kertas dengan 5 kode hasil verivali', en: 'paper form with 5 visit results' },
    groups: { households: { hasil_verivali: { 5: 6 } } },
  },
  {
    version: 'bdt-ya1-tidak2',
    label: { id: 'Ya = 1 dan Tidak = 2 pada semua baris Blok V', en: 'yes = 1 and no = 2 on all lines of Block V' },
    groups: { households: { ...evenLines(assetVariables), ...evenLines(programmeVariables) } },
  },
]
