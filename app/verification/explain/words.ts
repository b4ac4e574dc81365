import type { Standing } from './standing.js'

/** Words of the papers, which are Indonesian whatever language the screen has. */
export const STANDINGS: Readonly<Record<Standing, string>> = {
  kept: 'tetap pada daftar dengan isian data dasar',
  changed: 'tetap pada daftar dengan data yang diperbaiki',
  added: 'masuk daftar sebagai usulan yang diterima',
  removed: 'keluar dari daftar',
  proposed: 'diusulkan masuk daftar dan belum diputuskan',
  proposed_removal: 'diusulkan keluar dari daftar dan belum diputuskan',
  proposed_change: 'diusulkan untuk diperbaiki dan belum diputuskan',
  refused: 'tidak diubah karena usulannya tidak diterima',
}

export const CAUSES: Readonly<Record<string, string>> = {
  import: 'Berkas operator diterapkan',
  edit: 'Diubah di aplikasi daring',
  decision: 'Diputuskan',
  merge: 'Digabungkan',
  move: 'Dipindahkan',
  undo: 'Diurungkan',
}

export const STATES: Readonly<Record<string, string>> = {
  received: 'masuk',
  accepted: 'diterima',
  returned: 'dikembalikan',
  rejected: 'ditolak',
  withdrawn: 'ditarik',
}

export const VERDICTS = { block: 'menghalangi', waived: 'dikecualikan', warn: 'peringatan' } as const
