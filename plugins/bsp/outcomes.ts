import type { Outcome } from '#core/plugin'
import { text } from './instrument/declare.js'

/**
 * What an accepted outcome does to the place that a family has in the quota: it is kept, it comes free for one substitute, or, by a
 * substitute, it is taken. Repairs of data never touch it.
 */
export type QuotaEffect = 'keeps' | 'frees' | 'takes' | 'none'

export interface BenefitOutcome extends Outcome {
  /** Number on the list of the programme, 1 to 12; what only the cycle needs has none. */
  number: number | null
  quota: QuotaEffect
}

/** Outcomes 1 to 12 of the food-aid list and those of the cycle itself. A family that refuses the aid goes out, unlike in the BDT. */
export const outcomes = [
  { ...one(1, 'unchanged', 'Layak/tetap', 'Eligible, unchanged'), effect: 'keep', quota: 'keeps', tone: 'green' },
  {
    ...one(2, 'heir', 'Meninggal, ada ahli waris dalam keluarga (ganti pengurus)', 'Card holder died, heir in the family'),
    ...{ effect: 'replace', quota: 'keeps', tone: 'blue' },
  },
  { ...one(3, 'deceased', 'Meninggal, KPM tunggal', 'Deceased, lived alone'), effect: 'deactivate', quota: 'frees', tone: 'red' },
  {
    ...one(4, 'moved_within', 'Pindah dalam kabupaten/kota', 'Moved within the regency'),
    ...{ effect: 'keep', quota: 'keeps', tone: 'purple' },
  },
  {
    ...one(5, 'moved_out', 'Pindah ke luar kabupaten/kota', 'Moved out of the regency'),
    ...{ effect: 'deactivate', quota: 'frees', tone: 'purple' },
  },
  { ...one(6, 'not_found', 'Tidak ditemukan', 'Not found'), effect: 'deactivate', quota: 'frees', tone: 'red' },
  { ...one(7, 'well_off', 'Mampu', 'No longer poor'), effect: 'deactivate', quota: 'frees', tone: 'orange' },
  { ...one(8, 'refused', 'Menolak', 'Refused the aid'), effect: 'deactivate', quota: 'frees', tone: 'orange' },
  { ...one(9, 'duplicate', 'Ganda', 'Duplicate'), effect: 'deactivate', quota: 'frees', tone: 'red' },
  { ...one(10, 'pkh', 'Sudah PKH', 'Receives PKH'), effect: 'deactivate', quota: 'frees', tone: 'orange' },
  {
    ...one(11, 'invalid', 'Data tidak valid (rekening gagal dibuka)', 'Invalid data, account could not be opened'),
    ...{ effect: 'deactivate', quota: 'frees', tone: 'red' },
  },
  { ...one(12, 'new', 'Pengganti', 'Substitute'), effect: 'add', quota: 'takes', tone: 'green' },
  { ...one(null, 'repaired', 'Perbaikan data', 'Data repaired'), effect: 'replace', quota: 'keeps', tone: 'blue' },
  { ...one(null, 'cancelled', 'Dibatalkan operator', 'Cancelled by the operator'), effect: 'none', quota: 'none', tone: 'grey' },
  {
    ...one(null, 'unverified', 'Belum diverifikasi', 'Not verified'),
    ...{ effect: 'keep', quota: 'keeps', tone: 'grey', selectable: false },
  },
] as const satisfies readonly BenefitOutcome[]

export type OutcomeCode = (typeof outcomes)[number]['code']

function one<const C extends string, const N extends number | null>(number: N, code: C, id: string, en: string) {
  return { number, code, label: text(id, en), selectable: true as boolean }
}

/** Outcomes by what they do to the quota. */
export function outcomesThat(effect: QuotaEffect): OutcomeCode[] {
  return outcomes.filter(({ quota }) => quota === effect).map(({ code }) => code)
}

/** Outcomes after which the family stays on the list with its values, so that their faults matter. */
export const STAYING: readonly OutcomeCode[] = ['unchanged', 'heir', 'moved_within', 'repaired', 'new', 'unverified']
