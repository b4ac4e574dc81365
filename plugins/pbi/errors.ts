import { Refused, type Text } from '#core/plugin'
import { LEAST_REASON } from '#core/domain'

/** Letters of a reason, at least and at most. */
export const REASON_LENGTH = { min: LEAST_REASON, max: 500 }

export const reasonless = () =>
  new Refused('E_PBI_REASON', {
    id: `Tulis alasannya, paling sedikit ${REASON_LENGTH.min} karakter.`,
    en: `Write why, at least ${REASON_LENGTH.min} characters.`,
  }).at('reason')

export const noPeriod = () =>
  new Refused('E_PBI_NO_PERIOD', {
    id: 'Belum ada periode PBI yang dibuka untuk wilayah ini.',
    en: 'No period of the premium list was opened for this region.',
  })

/** The centre has not loaded a quota: nothing can be counted against it. */
export const noQuota = () =>
  new Refused('E_PBI_NO_QUOTA', {
    id: 'Kuota usulan PBI wilayah ini belum dimuat oleh Kementerian, sehingga usulan masuk belum dapat diterima.',
    en: 'The ministry has not loaded the quota of this region, so that nobody can be accepted to come in yet.',
  })

/** No place is left. */
export const full = (used: number, limit: number) =>
  new Refused(
    'E_PBI_QUOTA_FULL',
    {
      id: `Kuota penuh (${used}/${limit}). Tidak ada usulan masuk yang diterima.`,
      en: `The quota is full (${used}/${limit}). Nobody was accepted.`,
    },
    {},
    409,
  )

/** A batch does not fit; nothing of it is taken. */
export const short = (needed: number, free: number) =>
  new Refused(
    'E_PBI_QUOTA_SHORT',
    {
      id: `Usulan masuk yang dipilih butuh ${needed}, sisa ${free}. Tidak ada yang diterima.`,
      en: `Those chosen need ${needed} places, ${free} are left. Nobody was accepted.`,
    },
    {},
    409,
  )

/** Substitutes come in for one participant who goes out. */
export const unpaired = (count: number) =>
  new Refused('E_PBI_NO_PAIR', {
    id: `${count} pengganti belum dipasangkan dengan peserta yang digantikan. Pasangkan pada Penggantian Peserta, lalu ulangi.`,
    en: `${count} substitutes are paired with nobody. Pair them on the page of replacements, then repeat.`,
  })

/** The participant who goes out was put back, is not accepted yet, or its outcome changed. */
export const pairClosed = (count = 1) =>
  new Refused(
    'E_PBI_PAIR_CLOSED',
    count === 1
      ? {
          id: 'Peserta yang digantikan belum diterima sebagai Usul ganti, atau telah dipulihkan. Muat ulang Penggantian Peserta.',
          en: 'Who is replaced was not accepted to go out, or was put back. Load the replacements again.',
        }
      : {
          id: `${count} peserta yang digantikan belum diterima sebagai Usul ganti, atau telah dipulihkan. Periksa Penggantian Peserta.`,
          en: `${count} who are replaced were not accepted to go out, or were put back. Look at the replacements.`,
        },
    {},
    409,
  )

/** The participant objected to going out: his place stays empty until that is decided. */
export const pairHeld = (count = 1) =>
  new Refused(
    'E_PBI_PAIR_HELD',
    count === 1
      ? {
          id: 'Tempat ini ditahan karena pesertanya menyanggah. Putuskan sanggahnya dahulu pada halaman Sanggah.',
          en: 'This place is held, for its participant objected. Decide on the objection first.',
        }
      : {
          id: `${count} peserta yang digantikan menyanggah, sehingga tempatnya ditahan. Putuskan sanggahnya dahulu pada halaman Sanggah.`,
          en: `${count} who are replaced objected, so that their places are held. Decide on the objections first.`,
        },
    {},
    409,
  )

/** What is free, an open objection keeps for who objected: granted, he has his place again. */
export const placesHeld = (free: number, held: number) =>
  new Refused(
    'E_PBI_QUOTA_HELD',
    {
      id: `Kuota tersisa ${free}, tetapi ${held} tempat ditahan karena pesertanya menyanggah. Tidak ada yang diterima. Putuskan sanggahnya dahulu pada halaman Sanggah.`,
      en: `${free} places are left, but ${held} are held for participants who objected. Nobody was accepted. Decide on the objections first.`,
    },
    {},
    409,
  )

/** Two come in for one who goes out. */
export const pairDoubled = () =>
  new Refused(
    'E_PBI_PAIR_DOUBLED',
    {
      id: 'Peserta yang digantikan sudah mempunyai pengganti lain yang diterima. Pilih peserta lain.',
      en: 'Another substitute was accepted for that participant. Choose another one.',
    },
    {},
    409,
  )

/** Somebody was faster; the sentence says who and when. */
export const pairTaken = (by: string, at: string) =>
  new Refused(
    'E_PBI_PAIR_TAKEN',
    {
      id: `Peserta ini sudah dipasangkan oleh ${by} pada ${at}. Pilih peserta lain.`,
      en: `${by} paired this participant on ${at}. Choose another one.`,
    },
    {},
    409,
  )

export const unknownSubstitute = () =>
  new Refused(
    'E_PBI_SUBSTITUTE_UNKNOWN',
    {
      id: 'Usulan pengganti ini tidak ada, sudah dipasangkan, sudah ditolak, atau sudah ditarik. Muat ulang daftarnya.',
      en: 'There is no such substitute, or it was paired, rejected or withdrawn. Load the list again.',
    },
    {},
    409,
  )

/** A person has to stand in the register first. */
export const unregistered = () =>
  new Refused('E_PBI_NOT_IN_BDT', {
    id: 'Orang ini tidak ditemukan pada BDT wilayah ini. Orang yang belum terdaftar diusulkan melalui BDT dahulu.',
    en: 'This person is not in the register of this region. One who is not registered is proposed there first.',
  })

export const nobodyLeft = () =>
  new Refused('E_PBI_NOBODY_LEFT', {
    id: 'Tidak ada orang pada BDT wilayah ini yang dapat menjadi pengganti. Usulkan melalui BDT dahulu.',
    en: 'Nobody in the register of this region can be a substitute. Propose somebody there first.',
  })

export const personGone = () =>
  new Refused(
    'E_PBI_PERSON_GONE',
    {
      id: 'Orang ini tidak lagi tercatat pada BDT (meninggal, pindah, atau dikeluarkan), atau NIK-nya tidak sah. Pilih orang lain.',
      en: 'This person is no longer in the register (died, moved or taken off), or the NIK is not valid. Choose somebody else.',
    },
    {},
    409,
  )

export const listed = () =>
  new Refused(
    'E_PBI_LISTED',
    {
      id: 'Orang ini sudah tercatat pada daftar peserta PBI. Pilih orang lain.',
      en: 'This person is on the list already. Choose somebody else.',
    },
    {},
    409,
  )

export const unknownMother = () =>
  new Refused(
    'E_PBI_MOTHER',
    {
      id: 'Tidak ada peserta PBI perempuan dengan ID atau nomor kartu itu di wilayah ini. Periksa kartu KIS ibunya.',
      en: 'No woman on the list of this region has that identifier or card. Look at the card of the mother.',
    },
    { mother: { id: 'Peserta tidak ditemukan.', en: 'No such participant.' } },
  )

export const badNewborn = (problems: Readonly<Record<string, Text>>) =>
  new Refused(
    'E_PBI_NEWBORN',
    {
      id: 'Data bayi belum lengkap atau keliru. Periksa isian yang ditandai.',
      en: 'What was told of the child is not complete or not right. Look at the marked answers.',
    },
    problems,
  )

export const noBpjsFile = () =>
  new Refused('E_PBI_NO_BPJS', {
    id: 'Data BPJS Kesehatan wilayah ini belum dimuat oleh Kementerian, sehingga belum dapat dipadankan.',
    en: 'The ministry has not loaded the file of BPJS for this region, so that nothing can be compared yet.',
  })
