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

const GUIDE = 'Pedoman Umum BPNT; musyawarah desa/kelurahan'
const NON_PKH = 'Juknis SIKS-NG 2019 (BSP non PKH); formulir II.5'

const ground = (source: string, id: string, en: string, facts: readonly string[] = []) => ({
  ground: { text: text(id, en), source, facts },
})

/** Outcomes 1 to 12 of the food-aid list and those of the cycle itself. A family that refuses the aid goes out, unlike in the BDT. */
export const outcomes = [
  {
    ...one(1, 'unchanged', 'Layak/tetap', 'Eligible, unchanged'),
    ...ground(GUIDE, 'Musyawarah menyatakan keluarga ini tetap layak', 'The meeting said that the family stays eligible'),
    effect: 'keep',
    quota: 'keeps',
    tone: 'green',
  },
  {
    ...one(2, 'heir', 'Meninggal, ada ahli waris dalam keluarga (ganti pengurus)', 'Card holder died, heir in the family'),
    ...ground(
      GUIDE,
      'Pengurus meninggal dan kartunya diteruskan kepada anggota keluarga yang sama; tempat dalam kuota tidak berubah',
      'The card holder died and the card passes on within the family; the place in the quota stays',
    ),
    ...{ effect: 'replace', quota: 'keeps', tone: 'blue' },
  },
  {
    ...one(3, 'deceased', 'Meninggal, KPM tunggal', 'Deceased, lived alone'),
    ...ground(
      GUIDE,
      'Pengurus meninggal dan tidak ada anggota keluarga yang meneruskan',
      'The card holder died and there is nobody to go on',
    ),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'red',
  },
  {
    ...one(4, 'moved_within', 'Pindah dalam kabupaten/kota', 'Moved within the regency'),
    ...ground(
      GUIDE,
      'Keluarga ini pindah di dalam kabupaten/kota dan tetap menerima',
      'The family moved within the regency and stays',
    ),
    ...{ effect: 'keep', quota: 'keeps', tone: 'purple' },
  },
  {
    ...one(5, 'moved_out', 'Pindah ke luar kabupaten/kota', 'Moved out of the regency'),
    ...ground(GUIDE, 'Keluarga ini pindah ke luar kabupaten/kota', 'The family moved out of the regency'),
    ...{ effect: 'deactivate', quota: 'frees', tone: 'purple' },
  },
  {
    ...one(6, 'not_found', 'Tidak ditemukan', 'Not found'),
    ...ground(GUIDE, 'Keluarga ini tidak ditemukan pada alamatnya', 'The family was not found at its address'),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'red',
  },
  {
    ...one(7, 'well_off', 'Mampu', 'No longer poor'),
    ...ground(GUIDE, 'Musyawarah menyatakan keluarga ini mampu', 'The meeting said that the family is no longer poor', [
      'percentile',
    ]),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'orange',
  },
  {
    ...one(8, 'refused', 'Menolak', 'Refused the aid'),
    ...ground(GUIDE, 'Keluarga ini menolak bantuan', 'The family refused the aid'),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'orange',
  },
  {
    ...one(9, 'duplicate', 'Ganda', 'Duplicate'),
    ...ground(
      GUIDE,
      'Keluarga ini tercatat dua kali; yang lain dipertahankan',
      'The family stands twice; the other one is kept',
      ['kpm_kembaran'],
    ),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'red',
  },
  {
    ...one(10, 'pkh', 'Sudah PKH', 'Receives PKH'),
    ...ground(
      NON_PKH,
      'Daftar ini untuk keluarga tanpa PKH, dan keluarga ini peserta PKH',
      'The list is for families without PKH, and this one receives it',
      ['sta_pkh'],
    ),
    effect: 'deactivate',
    quota: 'frees',
    tone: 'orange',
  },
  {
    ...one(11, 'invalid', 'Data tidak valid (rekening gagal dibuka)', 'Invalid data, account could not be opened'),
    ...ground(
      GUIDE,
      'Rekening tidak dapat dibuka karena datanya tidak sah',
      'The account could not be opened as the data are invalid',
      ['sta_rekening'],
    ),
    ...{ effect: 'deactivate', quota: 'frees', tone: 'red' },
  },
  {
    ...one(12, 'new', 'Pengganti', 'Substitute'),
    ...ground(
      GUIDE,
      'Keluarga ini menggantikan satu KPM yang keluar, dipilih dari Basis Data Terpadu menurut peringkat kesejahteraan terendah',
      'The family takes the place of one that went out, chosen from the BDT by the lowest rank',
      ['kpm_diganti', 'percentile'],
    ),
    effect: 'add',
    quota: 'takes',
    tone: 'green',
  },
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
