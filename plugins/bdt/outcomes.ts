import type { Outcome } from '#core/plugin'
import { text } from './instrument/declare.js'

const MUSDES = 'Permensos 28/2017; daftar musyawarah desa/kelurahan'
const FIELD = 'Permensos 28/2017; hasil kunjungan lapangan'

const ground = (source: string, id: string, en: string, facts: readonly string[] = []) => ({
  ground: { text: text(id, en), source, facts },
})

/** What verification can say of a household (Permensos 28/2017; classes of the musdes list and the field visit). */
export const outcomes = [
  {
    code: 'repaired',
    label: text('Perbaikan', 'Repaired'),
    effect: 'replace',
    selectable: true,
    tone: 'blue',
    ...ground(
      FIELD,
      'Petugas menemukan rumah tangga ini dan memperbaiki isiannya',
      'The household was found and its answers were put right',
    ),
  },
  {
    code: 'unchanged',
    label: text('Tetap', 'Unchanged'),
    effect: 'keep',
    selectable: true,
    tone: 'green',
    ...ground(
      FIELD,
      'Petugas menemukan rumah tangga ini dan isiannya sesuai dengan data dasar',
      'The household was found and its answers agree with the base data',
    ),
  },
  {
    code: 'well_off',
    label: text('Mampu', 'No longer poor'),
    effect: 'deactivate',
    selectable: true,
    tone: 'orange',
    ...ground(
      MUSDES,
      'Musyawarah menyatakan rumah tangga ini mampu, sehingga tidak lagi termasuk daftar',
      'The meeting said that the household is no longer poor, so that it leaves the list',
    ),
  },
  {
    code: 'not_found',
    label: text('Tidak ditemukan', 'Not found'),
    effect: 'deactivate',
    selectable: true,
    tone: 'red',
    ...ground(FIELD, 'Rumah tangga ini tidak ditemukan pada alamatnya', 'The household was not found at its address', [
      'alasan_tidak_ditemukan',
    ]),
  },
  {
    code: 'deceased',
    label: text('Meninggal seluruhnya', 'All deceased'),
    effect: 'deactivate',
    selectable: true,
    tone: 'red',
    ...ground(FIELD, 'Seluruh anggota rumah tangga ini meninggal', 'All members of the household have died'),
  },
  {
    code: 'duplicate',
    label: text('Ganda', 'Duplicate'),
    effect: 'deactivate',
    selectable: true,
    tone: 'red',
    ...ground(
      FIELD,
      'Rumah tangga ini tercatat dua kali; yang lain dipertahankan',
      'The household stands twice; the other one is kept',
      ['data_idbdt_double_dengan'],
    ),
  },
  {
    code: 'part_of_other',
    label: text('Bagian dari rumah tangga lain', 'Part of another household'),
    effect: 'deactivate',
    selectable: true,
    tone: 'orange',
    ...ground(
      FIELD,
      'Rumah tangga ini bagian dari rumah tangga lain yang sudah tercatat',
      'The household is a part of another one that is registered',
      ['data_idbdt_double_dengan'],
    ),
  },
  {
    code: 'refused',
    label: text('Menolak', 'Refused'),
    effect: 'keep',
    selectable: true,
    tone: 'orange',
    ...ground(
      FIELD,
      'Rumah tangga ini menolak didata; isian data dasar tetap berlaku',
      'The household refused; the base data stand',
    ),
  },
  {
    code: 'moved_within',
    label: text('Pindah dalam kabupaten/kota', 'Moved within the regency'),
    effect: 'keep',
    selectable: true,
    tone: 'purple',
    ...ground(
      FIELD,
      'Rumah tangga ini pindah di dalam kabupaten/kota; pemindahannya diproses tersendiri',
      'The household moved within the regency; the move is handled on its own',
    ),
  },
  {
    code: 'moved_out',
    label: text('Pindah ke luar kabupaten/kota', 'Moved out of the regency'),
    effect: 'deactivate',
    selectable: true,
    tone: 'purple',
    ...ground(
      FIELD,
      'Rumah tangga ini pindah ke luar kabupaten/kota dan diusulkan di tempat barunya',
      'The household moved out of the regency and is proposed there',
    ),
  },
  {
    code: 'new',
    label: text('Usulan baru', 'New proposal'),
    effect: 'add',
    selectable: true,
    tone: 'green',
    ...ground(
      MUSDES,
      'Musyawarah mengusulkan rumah tangga ini sebagai rumah tangga miskin yang belum terdaftar',
      'The meeting proposed the household as poor and not yet registered',
    ),
  },
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
