import type { CodeVariant, Variable } from '#core/plugin'
import { assetVariables } from './assets.js'
import { programmeVariables } from './programmes.js'

const BLOCK_V: readonly Variable[] = [...assetVariables, ...programmeVariables]

/** Every line of Block V, for files that write the same two codes on all of them: what is the line's own code already stays. */
function sameOnAllLines(codes: { yes: number; no: number }): Record<string, Record<number, number>> {
  return Object.fromEntries(
    BLOCK_V.flatMap(({ name, yesNo }) => {
      const pairs = yesNo ? [[codes.yes, yesNo.yes] as const, [codes.no, yesNo.no] as const] : []
      const translated = pairs.filter(([from, to]) => from !== to)
      return translated.length > 0 ? [[name, Object.fromEntries(translated)]] : []
    }),
  )
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
    groups: { households: sameOnAllLines({ yes: 1, no: 2 }) },
  },
  {
    version: 'bdt-ya1-tidak0',
    label: { id: 'Ya = 1 dan Tidak = 0 pada semua baris Blok V', en: 'yes = 1 and no = 0 on all lines of Block V' },
    groups: { households: sameOnAllLines({ yes: 1, no: 0 }) },
  },
]
