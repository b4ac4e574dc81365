import { Refused } from '#core/plugin'

export const unknownTwins = () =>
  new Refused(
    'E_BSP_TWINS_UNKNOWN',
    {
      id: 'Pasangan ini tidak lagi ganda. Muat ulang daftar Data Ganda.',
      en: 'These two are no longer doubles. Load the list again.',
    },
    {},
    409,
  )

/** Somebody judged the pair since it was looked at; the sentence says what he decided, and why. */
export const judgedMeanwhile = ({ verdict, by, at, reason }: { verdict: string; by: string; at: string; reason: string }) =>
  new Refused(
    'E_BSP_TWINS_JUDGED',
    {
      id: `Pasangan ini sudah diputuskan ${SAID[verdict] ?? verdict} oleh ${by} pada ${at}: "${reason}". Putusan Anda tidak disimpan; periksa putusan itu, lalu putuskan lagi bila perlu.`,
      en: `${by} judged these two ${verdict} on ${at}: "${reason}". Your verdict was not kept; look at that one, then judge again if need be.`,
    },
    {},
    409,
  )

const SAID: Readonly<Record<string, string>> = { clean: 'clean', unclean: 'unclean', inactive: 'non aktif' }

export const noKept = () =>
  new Refused(
    'E_BSP_TWINS_KEPT',
    {
      id: 'Pilih KPM yang dipertahankan; yang lain menjadi nonaktif.',
      en: 'Choose the beneficiary that is kept; the other becomes inactive.',
    },
    { kept: { id: 'Pilih salah satu.', en: 'Choose one.' } },
  )
