import { Refused } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }

export const reasonless = () =>
  new Refused('E_BSP_REASON', {
    id: `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} karakter.`,
    en: `Write why, at least ${REASON_LENGTH.min} characters.`,
  }).at('reason')

/** The centre has not loaded a quota: nothing can be counted against it. */
export const noQuota = () =>
  new Refused('E_BSP_NO_QUOTA', {
    id: 'Kuota BSP wilayah ini belum dimuat oleh Kementerian, sehingga pengganti belum dapat diterima.',
    en: 'The ministry has not loaded the quota of this region, so that no substitute can be accepted yet.',
  })

/** No place is left. */
export const full = (used: number, limit: number) =>
  new Refused(
    'E_BSP_QUOTA_FULL',
    {
      id: `Kuota penuh (${used}/${limit}). Tidak ada pengganti yang diterima.`,
      en: `The quota is full (${used}/${limit}). No substitute was accepted.`,
    },
    {},
    409,
  )

/** A batch does not fit; nothing of it is taken. */
export const short = (needed: number, free: number) =>
  new Refused(
    'E_BSP_QUOTA_SHORT',
    {
      id: `Pengganti yang dipilih butuh ${needed} tempat, sisa kuota ${free}. Tidak ada yang diterima.`,
      en: `The chosen substitutes need ${needed} places, ${free} are left. None was accepted.`,
    },
    {},
    409,
  )

/** Substitutes come in only for one family that went out. */
export const untied = (count: number) =>
  new Refused('E_BSP_NO_VACANCY', {
    id: `${count} pengganti belum diikat pada lowongan. Buka Penggantian KPM, pilih lowongannya, lalu ulangi.`,
    en: `${count} substitutes are tied to no vacancy. Open the replacements, choose a vacancy, then repeat.`,
  })

/** The family that goes out was put back, or its outcome changed. */
export const closed = (count = 1) =>
  new Refused(
    'E_BSP_VACANCY_CLOSED',
    count === 1
      ? {
          id: 'Lowongan ini tidak terbuka lagi: KPM-nya dipulihkan atau hasilnya berubah. Muat ulang daftar lowongan.',
          en: 'This vacancy is no longer open: its family was put back or its outcome changed. Load the list again.',
        }
      : {
          id: `${count} lowongan tidak terbuka lagi karena KPM-nya dipulihkan. Tarik penggantinya atau ikat pada lowongan lain.`,
          en: `${count} vacancies are no longer open, for their families were put back. Withdraw the substitutes or tie them elsewhere.`,
        },
    {},
    409,
  )

/** The family objected to its removal: its place stays empty until that is decided. */
export const held = (count = 1) =>
  new Refused(
    'E_BSP_VACANCY_HELD',
    count === 1
      ? {
          id: 'Lowongan ini ditahan karena KPM-nya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.',
          en: 'This vacancy is held, for its family objected. Decide on the objection first.',
        }
      : {
          id: `${count} lowongan ditahan karena KPM-nya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.`,
          en: `${count} vacancies are held, for their families objected. Decide on the objections first.`,
        },
    {},
    409,
  )

/** Somebody was faster; the sentence says who and when. */
export const filled = (by: string, at: string) =>
  new Refused(
    'E_BSP_VACANCY_TAKEN',
    {
      id: `Lowongan ini sudah diisi oleh ${by} pada ${at}. Pilih lowongan lain.`,
      en: `${by} filled this vacancy on ${at}. Choose another one.`,
    },
    {},
    409,
  )

/** The record is tied to another vacancy already. */
export const tied = () =>
  new Refused(
    'E_BSP_SUBSTITUTE_TIED',
    {
      id: 'Pengganti ini sudah diikat pada lowongan lain. Lepaskan dahulu ikatannya.',
      en: 'This substitute is tied to another vacancy. Untie it there first.',
    },
    {},
    409,
  )

export const severalFamilies = (count: number) =>
  new Refused(
    'E_BSP_SUBSTITUTE_SEVERAL',
    {
      id: `Anggota usulan ini tercatat pada ${count} keluarga BDT yang berbeda, sehingga tidak jelas keluarga mana yang diusulkan. Betulkan NIK atau No. KK pada usulan, lalu ikat kembali.`,
      en: `The members of this proposal stand in ${count} families of the register, so that it is not clear which is proposed. Correct NIK or family card, then tie it again.`,
    },
    {},
    409,
  )

export const unknownSubstitute = () =>
  new Refused(
    'E_BSP_SUBSTITUTE_UNKNOWN',
    {
      id: 'Usulan pengganti ini tidak ada, sudah ditolak, atau sudah ditarik. Muat ulang daftarnya.',
      en: 'There is no such substitute, or it was rejected or withdrawn. Load the list again.',
    },
    {},
    409,
  )

/** A family has to stand in the BDT first (Pedoman Umum BPNT). */
export const unregistered = () =>
  new Refused('E_BSP_NOT_IN_BDT', {
    id: 'Keluarga ini tidak ditemukan pada BDT wilayah ini. Keluarga yang belum terdaftar diusulkan melalui BDT dahulu.',
    en: 'This family is not in the register of this region. One that is not registered is proposed there first.',
  })

export const gone = () =>
  new Refused(
    'E_BSP_FAMILY_GONE',
    {
      id: 'Keluarga ini tidak lagi tercatat pada BDT (meninggal, pindah, atau dikeluarkan). Pilih keluarga lain.',
      en: 'This family is no longer in the register (died, moved or taken off). Choose another one.',
    },
    {},
    409,
  )

export const onPkh = () =>
  new Refused(
    'E_BSP_FAMILY_PKH',
    {
      id: 'Keluarga ini tercatat menerima PKH pada BDT, sehingga tidak dapat menerima BSP. Pilih keluarga lain.',
      en: 'By the register this family receives PKH and cannot receive food aid. Choose another one.',
    },
    {},
    409,
  )

export const receives = (kpm: string) =>
  new Refused(
    'E_BSP_FAMILY_RECEIVES',
    {
      id: `Keluarga ini sudah tercatat pada daftar KPM (${kpm}). Pilih keluarga lain.`,
      en: `This family is on the list already (${kpm}). Choose another one.`,
    },
    {},
    409,
  )

/** The village, or the reserve, has not so many places to give; of those that are empty some may be promised. */
export const notGiveable = (from: string, { places, free, empty }: { places: number; free: number; empty: number }) =>
  new Refused(
    'E_BSP_SHIFT_SHORT',
    empty > free
      ? {
          id: `${from} mempunyai ${empty} tempat kosong, tetapi ${empty - free} di antaranya menunggu pengganti yang sudah dipilih atau putusan sanggah. Paling banyak ${free} tempat dapat digeser, bukan ${places}.`,
          en: `${from} has ${empty} empty places, but ${empty - free} of them wait for a chosen substitute or for an objection. At most ${free} can be shifted, not ${places}.`,
        }
      : {
          id: `${from} hanya mempunyai ${free} tempat kosong, sehingga ${places} tempat tidak dapat digeser.`,
          en: `${from} has only ${free} empty places, so that ${places} cannot be shifted.`,
        },
    { places: { id: `Paling banyak ${free}.`, en: `At most ${free}.` } },
  )

export const elsewhere = () =>
  new Refused(
    'E_BSP_SHIFT_ELSEWHERE',
    {
      id: 'Kuota hanya dapat digeser antar-desa di dalam kabupaten/kota ini.',
      en: 'Places are shifted only between villages of this regency.',
    },
    {
      to: { id: 'Pilih desa di wilayah ini.', en: 'Choose a village of this region.' },
    },
  )

export const samePlace = () =>
  new Refused(
    'E_BSP_SHIFT_SAME',
    {
      id: 'Asal dan tujuan geseran sama. Pilih dua tempat yang berbeda.',
      en: 'From and to are the same. Choose two different places.',
    },
    { to: { id: 'Sama dengan asalnya.', en: 'The same as from.' } },
  )

export const noPlaces = () =>
  new Refused(
    'E_BSP_SHIFT_NUMBER',
    {
      id: 'Jumlah tempat yang digeser harus bilangan bulat mulai dari 1.',
      en: 'The number of places is a whole number from 1 on.',
    },
    {
      places: { id: 'Isi bilangan bulat.', en: 'Fill in a whole number.' },
    },
  )
