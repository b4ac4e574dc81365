import type { Outcome } from '#core/plugin'
import { text } from './instrument/declare.js'

/** What verification can say of a household (Permensos 28/2017; classes of the musdes list and the field visit). */
export const outcomes = [
  { code: 'repaired', label: text('Perbaikan', 'Repaired'), effect: 'replace', selectable: true, tone: 'blue' },
  { code: 'unchanged', label: text('Tetap', 'Unchanged'), effect: 'keep', selectable: true, tone: 'green' },
  { code: 'well_off', label: text('Mampu', 'No longer poor'), effect: 'deactivate', selectable: true, tone: 'orange' },
  { code: 'not_found', label: text('Tidak ditemukan', 'Not found'), effect: 'deactivate', selectable: true, tone: 'red' },
  { code: 'deceased', label: text('Meninggal seluruhnya', 'All deceased'), effect: 'deactivate', selectable: true, tone: 'red' },
  { code: 'duplicate', label: text('Ganda', 'Duplicate'), effect: 'deactivate', selectable: true, tone: 'red' },
  {
    code: 'part_of_other',
    label: text('Bagian dari rumah tangga lain', 'Part of another household'),
    effect: 'deactivate',
    selectable: true,
    tone: 'orange',
  },
  { code: 'refused', label: text('Menolak', 'Refused'), effect: 'keep', selectable: true, tone: 'orange' },
  {
    code: 'moved_within',
    label: text('Pindah dalam kabupaten/kota', 'Moved within the regency'),
    effect: 'keep',
    selectable: true,
    tone: 'purple',
  },
  {
    code: 'moved_out',
    label: text('Pindah ke luar kabupaten/kota', 'Moved out of the regency'),
    effect: 'deactivate',
    selectable: true,
    tone: 'purple',
  },
  { code: 'new', label: text('Usulan baru', 'New proposal'), effect: 'add', selectable: true, tone: 'green' },
  {
    code: 'cancelled',
    label: text('Dibatalkan operator', 'Cancelled by the operator'),
    effect: 'none',
    selectable: true,
    tone: 'grey',
  },
  { code: 'unverified', label: text('Belum diverifikasi', 'Not verified'), effect: 'keep', selectable: false, tone: 'grey' },
] as const satisfies readonly Outcome[]

export type OutcomeCode = (typeof outcomes)[number]['code']

/**
 * Outcomes that leave the household's values in the result, so that their faults matter. `unverified` is among them for the
 * count of inherited problems; of a refusal or a removal nothing is taken.
 */
export const STAYING: readonly OutcomeCode[] = ['repaired', 'unchanged', 'new', 'unverified']

/** Outcomes that must name the other household of which this one is a part or a copy. */
export const REFERRING: readonly OutcomeCode[] = ['duplicate', 'part_of_other']
