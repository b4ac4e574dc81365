import type { DataAccess } from '#core/plugin'
import { formatDate } from '#core/domain'
import { standingOf } from './services/standing.js'

const HREF = '/mou'

/** Data goes out under an approved agreement that still runs; a renewal under examination does not end it (Permensos 10/2016). */
const gate: DataAccess = async (tx, regency) => {
  const { newest, state, until } = await standingOf(tx, regency)
  if (until) return { allowed: true, until }
  const refuse = (id: string, en: string) => ({ allowed: false as const, reason: { id, en }, href: HREF })
  switch (state) {
    case 'waiting':
      return refuse(
        'Surat Permohonan Data dan MoU sedang diperiksa DitJen PFM. Data tersedia setelah disetujui.',
        'The request letter and the MoU are being examined. Data is available once they are approved.',
      )
    case 'returned':
      return refuse(
        'Surat Permohonan Data atau MoU perlu diperbaiki. Lihat catatannya, lalu unggah kembali.',
        'The request letter or the MoU must be put right. See the notes and upload them again.',
      )
    case 'expired': {
      const date = formatDate(newest!.validUntil)
      return refuse(
        `MoU berakhir pada ${date}. Unggah MoU yang baru. Paket yang sudah terbit tetap dapat dikembalikan sampai periode ditutup.`,
        `The MoU ended on ${date}. Upload a new one. Packages already issued may come back until the period closes.`,
      )
    }
    default:
      return refuse(
        'Surat Permohonan Data dan MoU belum diunggah. Keduanya harus disetujui DitJen PFM sebelum data diberikan.',
        'The request letter and the MoU are not uploaded. Both must be approved before data is given out.',
      )
  }
}

export default gate
