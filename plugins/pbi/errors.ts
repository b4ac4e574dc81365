import { Refused } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }

export const reasonless = () =>
  new Refused('E_PBI_REASON', `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} huruf.`, { reason: 'Alasan belum diisi.' })

export const noPeriod = () => new Refused('E_PBI_NO_PERIOD', 'Belum ada periode PBI yang dibuka untuk wilayah ini.')

/** The centre has not loaded a quota: nothing can be counted against it. */
export const noQuota = () =>
  new Refused(
    'E_PBI_NO_QUOTA',
    'Kuota usulan PBI wilayah ini belum dimuat oleh Kementerian, sehingga usulan masuk belum dapat diterima.',
  )

/** No place is left. */
export const full = (used: number, limit: number) =>
  new Refused('E_PBI_QUOTA_FULL', `Kuota penuh (${used}/${limit}). Tidak ada usulan masuk yang diterima.`, {}, 409)

/** A batch does not fit; nothing of it is taken. */
export const short = (needed: number, free: number) =>
  new Refused('E_PBI_QUOTA_SHORT', `Usulan masuk yang dipilih butuh ${needed}, sisa ${free}. Tidak ada yang diterima.`, {}, 409)

/** Substitutes come in for one participant who goes out. */
export const unpaired = (count: number) =>
  new Refused(
    'E_PBI_NO_PAIR',
    `${count} pengganti belum dipasangkan dengan peserta yang digantikan. Pasangkan pada Penggantian Peserta, lalu ulangi.`,
  )

/** The participant who goes out was put back, is not accepted yet, or its outcome changed. */
export const pairClosed = (count = 1) =>
  new Refused(
    'E_PBI_PAIR_CLOSED',
    count === 1
      ? 'Peserta yang digantikan belum diterima sebagai Usul ganti, atau telah dipulihkan. Muat ulang Penggantian Peserta.'
      : `${count} peserta yang digantikan belum diterima sebagai Usul ganti, atau telah dipulihkan. Periksa Penggantian Peserta.`,
    {},
    409,
  )

/** The participant objected to going out: his place stays empty until that is decided. */
export const pairHeld = (count = 1) =>
  new Refused(
    'E_PBI_PAIR_HELD',
    count === 1
      ? 'Tempat ini ditahan karena pesertanya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.'
      : `${count} peserta yang digantikan menyanggah, sehingga tempatnya ditahan. Putuskan sanggahnya dahulu pada halaman Sanggah.`,
    {},
    409,
  )

/** What is free, an open objection keeps for who objected: granted, he has his place again. */
export const placesHeld = (free: number, held: number) =>
  new Refused(
    'E_PBI_QUOTA_HELD',
    `Kuota tersisa ${free}, tetapi ${held} tempat ditahan karena pesertanya menyanggah. Tidak ada yang diterima. ` +
      'Putuskan sanggahnya dahulu pada halaman Sanggah.',
    {},
    409,
  )

/** Two come in for one who goes out. */
export const pairDoubled = () =>
  new Refused(
    'E_PBI_PAIR_DOUBLED',
    'Peserta yang digantikan sudah mempunyai pengganti lain yang diterima. Pilih peserta lain.',
    {},
    409,
  )

/** Somebody was faster; the sentence says who and when. */
export const pairTaken = (by: string, at: string) =>
  new Refused('E_PBI_PAIR_TAKEN', `Peserta ini sudah dipasangkan oleh ${by} pada ${at}. Pilih peserta lain.`, {}, 409)

export const unknownSubstitute = () =>
  new Refused(
    'E_PBI_SUBSTITUTE_UNKNOWN',
    'Usulan pengganti ini tidak ada, sudah dipasangkan, sudah ditolak, atau sudah ditarik. Muat ulang daftarnya.',
    {},
    409,
  )

/** A person has to stand in the register first. */
export const unregistered = () =>
  new Refused(
    'E_PBI_NOT_IN_BDT',
    'Orang ini tidak ditemukan pada BDT wilayah ini. Orang yang belum terdaftar diusulkan melalui BDT dahulu.',
  )

export const nobodyLeft = () =>
  new Refused(
    'E_PBI_NOBODY_LEFT',
    'Tidak ada orang pada BDT wilayah ini yang dapat menjadi pengganti. Usulkan melalui BDT dahulu.',
  )

export const personGone = () =>
  new Refused(
    'E_PBI_PERSON_GONE',
    'Orang ini tidak lagi tercatat pada BDT (meninggal, pindah, atau dikeluarkan), atau NIK-nya tidak sah. Pilih orang lain.',
    {},
    409,
  )

export const listed = () =>
  new Refused('E_PBI_LISTED', 'Orang ini sudah tercatat pada daftar peserta PBI. Pilih orang lain.', {}, 409)

export const unknownMother = () =>
  new Refused(
    'E_PBI_MOTHER',
    'Tidak ada peserta PBI perempuan dengan ID atau nomor kartu itu di wilayah ini. Periksa kartu KIS ibunya.',
    { mother: 'Peserta tidak ditemukan.' },
  )

export const badNewborn = (problems: Readonly<Record<string, string>>) =>
  new Refused('E_PBI_NEWBORN', 'Data bayi belum lengkap atau keliru. Periksa isian yang ditandai.', problems)

export const noBpjsFile = () =>
  new Refused('E_PBI_NO_BPJS', 'Data BPJS Kesehatan wilayah ini belum dimuat oleh Kementerian, sehingga belum dapat dipadankan.')
