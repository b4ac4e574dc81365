import type { Outcome } from '#core/plugin'
import { text } from './instrument/declare.js'

const LAW = 'PP 76/2015'

const ground = (reason: 'alasan_keluar' | 'alasan_masuk', id: string, en: string) => ({
  ground: { text: text(id, en), source: LAW, facts: [reason] },
})

/** What an accepted outcome does to the balance of the proposal: the person stays, a place comes free, or one is taken. */
export type BalanceEffect = 'stays' | 'out' | 'in' | 'none'

export interface PremiumOutcome extends Outcome {
  balance: BalanceEffect
}

/**
 * The changes that the law knows (PP 76/2015): taking off, replacing one by another, adding; beside them a membership that is put back
 * and the data of those who stay. A replacement is two records: who goes out, and who comes in for exactly him.
 */
export const outcomes = [
  { ...one('unchanged', 'Aktif/tetap', 'Active, unchanged'), effect: 'keep', balance: 'stays', tone: 'green' },
  { ...one('repaired', 'Perbaikan data', 'Data repaired'), effect: 'replace', balance: 'stays', tone: 'blue' },
  {
    ...one('removed', 'Usul hapus', 'To be taken off'),
    ...ground(
      'alasan_keluar',
      'Peserta diusulkan dihapus karena alasan yang tercatat pada usulannya',
      'The participant is to be taken off for the reason that stands in the proposal',
    ),
    effect: 'deactivate',
    balance: 'out',
    tone: 'red',
  },
  {
    ...one('replaced', 'Usul ganti (keluar)', 'To be replaced (out)'),
    ...ground(
      'alasan_keluar',
      'Peserta keluar dan tempatnya diisi oleh satu orang lain',
      'The participant goes out and one other person takes the place',
    ),
    effect: 'deactivate',
    balance: 'out',
    tone: 'orange',
  },
  {
    ...one('substitute', 'Usul ganti (masuk)', 'Replaces another (in)'),
    ...ground(
      'alasan_masuk',
      'Orang ini mengisi tempat seorang peserta yang keluar',
      'The person takes the place of one who goes out',
    ),
    effect: 'add',
    balance: 'in',
    tone: 'green',
  },
  {
    ...one('new', 'Usul tambah', 'To be added'),
    ...ground(
      'alasan_masuk',
      'Orang ini diusulkan sebagai peserta baru di dalam kuota usulan',
      'The person is proposed within the quota',
    ),
    effect: 'add',
    balance: 'in',
    tone: 'green',
  },
  {
    ...one('reactivated', 'Usul reaktivasi', 'To be put back'),
    ...ground('alasan_masuk', 'Kepesertaan orang ini diusulkan aktif kembali', 'The membership is proposed to be active again'),
    effect: 'add',
    balance: 'in',
    tone: 'purple',
  },
  { ...one('cancelled', 'Dibatalkan operator', 'Cancelled by the operator'), effect: 'none', balance: 'none', tone: 'grey' },
  {
    ...one('unverified', 'Belum diverifikasi', 'Not verified'),
    ...{ effect: 'keep', balance: 'stays', tone: 'grey', selectable: false },
  },
] as const satisfies readonly PremiumOutcome[]

export type OutcomeCode = (typeof outcomes)[number]['code']

function one<const C extends string>(code: C, id: string, en: string) {
  return { code, label: text(id, en), selectable: true as boolean }
}

/** Outcomes by what they do to the balance. */
export function outcomesThat(effect: BalanceEffect): OutcomeCode[] {
  return outcomes.filter(({ balance }) => balance === effect).map(({ code }) => code)
}

/** Outcomes after which the person stands on the list, so that faults matter. */
export const STAYING: readonly OutcomeCode[] = [...outcomesThat('stays'), ...outcomesThat('in')]
export const LEAVING: readonly OutcomeCode[] = outcomesThat('out')
