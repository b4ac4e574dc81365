import { Refused } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }

export const reasonless = () =>
  new Refused('E_BSP_REASON', `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} huruf.`, { reason: 'Alasan belum diisi.' })

/** The centre has not loaded a quota: nothing can be counted against it. */
export const noQuota = () =>
  new Refused('E_BSP_NO_QUOTA', 'Kuota BSP wilayah ini belum dimuat oleh Kementerian, sehingga pengganti belum dapat diterima.')

/** No place is left. */
export const full = (used: number, limit: number) =>
  new Refused('E_BSP_QUOTA_FULL', `Kuota penuh (${used}/${limit}). Tidak ada pengganti yang diterima.`, {}, 409)

/** A batch does not fit; nothing of it is taken. */
export const short = (needed: number, free: number) =>
  new Refused(
    'E_BSP_QUOTA_SHORT',
    `Pengganti yang dipilih butuh ${needed} tempat, sisa kuota ${free}. Tidak ada yang diterima.`,
    {},
    409,
  )

/** Substitutes come in only for one family that went out. */
export const untied = (count: number) =>
  new Refused(
    'E_BSP_NO_VACANCY',
    `${count} pengganti belum diikat pada lowongan. Buka Penggantian KPM, pilih lowongannya, lalu ulangi.`,
  )

/** The family that goes out was put back, or its outcome changed. */
export const closed = (count = 1) =>
  new Refused(
    'E_BSP_VACANCY_CLOSED',
    count === 1
      ? 'Lowongan ini tidak terbuka lagi: KPM-nya dipulihkan atau hasilnya berubah. Muat ulang daftar lowongan.'
      : `${count} lowongan tidak terbuka lagi karena KPM-nya dipulihkan. Tarik penggantinya atau ikat pada lowongan lain.`,
    {},
    409,
  )

/** The family objected to its removal: its place stays empty until that is decided. */
export const held = (count = 1) =>
  new Refused(
    'E_BSP_VACANCY_HELD',
    count === 1
      ? 'Lowongan ini ditahan karena KPM-nya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.'
      : `${count} lowongan ditahan karena KPM-nya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.`,
    {},
    409,
  )

/** Somebody was faster; the sentence says who and when. */
export const filled = (by: string, at: string) =>
  new Refused('E_BSP_VACANCY_TAKEN', `Lowongan ini sudah diisi oleh ${by} pada ${at}. Pilih lowongan lain.`, {}, 409)

/** The record is tied to another vacancy already. */
export const tied = () =>
  new Refused('E_BSP_SUBSTITUTE_TIED', 'Pengganti ini sudah diikat pada lowongan lain. Lepaskan dahulu ikatannya.', {}, 409)

export const severalFamilies = (count: number) =>
  new Refused(
    'E_BSP_SUBSTITUTE_SEVERAL',
    `Anggota usulan ini tercatat pada ${count} keluarga BDT yang berbeda, sehingga tidak jelas keluarga mana yang diusulkan. Betulkan NIK atau No. KK pada usulan, lalu ikat kembali.`,
    {},
    409,
  )

export const unknownSubstitute = () =>
  new Refused(
    'E_BSP_SUBSTITUTE_UNKNOWN',
    'Usulan pengganti ini tidak ada, sudah ditolak, atau sudah ditarik. Muat ulang daftarnya.',
    {},
    409,
  )

/** A family has to stand in the BDT first (Pedoman Umum BPNT). */
export const unregistered = () =>
  new Refused(
    'E_BSP_NOT_IN_BDT',
    'Keluarga ini tidak ditemukan pada BDT wilayah ini. Keluarga yang belum terdaftar diusulkan melalui BDT dahulu.',
  )

export const gone = () =>
  new Refused(
    'E_BSP_FAMILY_GONE',
    'Keluarga ini tidak lagi tercatat pada BDT (meninggal, pindah, atau dikeluarkan). Pilih keluarga lain.',
    {},
    409,
  )

export const onPkh = () =>
  new Refused(
    'E_BSP_FAMILY_PKH',
    'Keluarga ini tercatat menerima PKH pada BDT, sehingga tidak dapat menerima BSP. Pilih keluarga lain.',
    {},
    409,
  )

export const receives = (kpm: string) =>
  new Refused('E_BSP_FAMILY_RECEIVES', `Keluarga ini sudah tercatat pada daftar KPM (${kpm}). Pilih keluarga lain.`, {}, 409)

/** The village, or the reserve, has not so many places to give; of those that are empty some may be promised. */
export const notGiveable = (from: string, { places, free, empty }: { places: number; free: number; empty: number }) =>
  new Refused(
    'E_BSP_SHIFT_SHORT',
    empty > free
      ? `${from} mempunyai ${empty} tempat kosong, tetapi ${empty - free} di antaranya menunggu pengganti yang sudah dipilih atau putusan sanggah. Paling banyak ${free} tempat dapat digeser, bukan ${places}.`
      : `${from} hanya mempunyai ${free} tempat kosong, sehingga ${places} tempat tidak dapat digeser.`,
    { places: `Paling banyak ${free}.` },
  )

export const elsewhere = () =>
  new Refused('E_BSP_SHIFT_ELSEWHERE', 'Kuota hanya dapat digeser antar-desa di dalam kabupaten/kota ini.', {
    to: 'Pilih desa di wilayah ini.',
  })

export const samePlace = () =>
  new Refused('E_BSP_SHIFT_SAME', 'Asal dan tujuan geseran sama. Pilih dua tempat yang berbeda.', { to: 'Sama dengan asalnya.' })

export const noPlaces = () =>
  new Refused('E_BSP_SHIFT_NUMBER', 'Jumlah tempat yang digeser harus bilangan bulat mulai dari 1.', {
    places: 'Isi bilangan bulat.',
  })

export const unknownTwins = () =>
  new Refused('E_BSP_TWINS_UNKNOWN', 'Pasangan ini tidak lagi ganda. Muat ulang daftar Data Ganda.', {}, 409)

/** Somebody judged the pair since it was looked at; the sentence says what he decided, and why. */
export const judgedMeanwhile = ({ verdict, by, at, reason }: { verdict: string; by: string; at: string; reason: string }) =>
  new Refused(
    'E_BSP_TWINS_JUDGED',
    `Pasangan ini sudah diputuskan ${SAID[verdict] ?? verdict} oleh ${by} pada ${at}: "${reason}". Putusan Anda tidak disimpan; periksa putusan itu, lalu putuskan lagi bila perlu.`,
    {},
    409,
  )

const SAID: Readonly<Record<string, string>> = { clean: 'clean', unclean: 'unclean', inactive: 'non aktif' }

export const noKept = () =>
  new Refused('E_BSP_TWINS_KEPT', 'Pilih KPM yang dipertahankan; yang lain menjadi nonaktif.', { kept: 'Pilih salah satu.' })
