import { codes } from './declare.js'

/** Why a participant goes out, after PP 101/2012 as changed by PP 76/2015: died, twice on the list, or no longer poor. */
export const LEAVING_REASONS = codes(
  [1, 'Meninggal', 'Deceased'],
  [2, 'Terdaftar ganda', 'On the list twice'],
  [3, 'Tidak lagi fakir miskin/tidak mampu', 'No longer poor'],
  [4, 'Dibayar pemberi kerja (PPU)', 'Paid by an employer'],
  [5, 'Peserta mandiri (PBPU/BP)', 'Pays the premium himself'],
  [6, 'Pindah ke luar kabupaten/kota', 'Moved out of the regency'],
  [7, 'Tidak ditemukan', 'Not found'],
)

/** Why a person comes in. */
export const JOINING_REASONS = codes(
  [1, 'Bayi baru lahir dari peserta PBI', 'Newborn of a participant'],
  [2, 'Pekerja PHK, belum bekerja lagi setelah 6 bulan', 'Laid off, without work after six months'],
  [3, 'Pensiunan miskin', 'Retired and poor'],
  [4, 'Keluarga pekerja yang meninggal', 'Family of a worker who died'],
  [5, 'Korban bencana', 'Victim of a disaster'],
  [6, 'PMKS atau warga binaan', 'In need of social care, or prisoner'],
  [7, 'Fakir miskin/tidak mampu dalam data terpadu yang belum tercakup', 'Poor in the register, not covered yet'],
)

/** Who pays the premium, as BPJS Kesehatan names it. */
export const SEGMENTS = codes(
  [1, 'PBI APBN', 'Paid by the state (PBI-JK)'],
  [2, 'PBI APBD', 'Paid by the region'],
  [3, 'PPU (pekerja penerima upah)', 'Paid by an employer'],
  [4, 'PBPU (mandiri)', 'Pays himself'],
  [5, 'BP (bukan pekerja)', 'No worker, pays himself'],
)

export const STATE_PAYS = 1
/** Somebody else than state or region pays the premium. */
export const OTHERS_PAY = [3, 4, 5] as const

export const MEMBERSHIPS = codes(
  [1, 'Aktif', 'Active'],
  [2, 'Nonaktif', 'Inactive'],
  [3, 'Meninggal menurut BPJS', 'Deceased according to BPJS'],
)

export const NEWBORN = 1
export const TWICE = 2
/** Letters of the card number on the KIS card. */
export const CARD_DIGITS = 13

export const MEMBER = { active: 1, inactive: 2, dead: 3 } as const
