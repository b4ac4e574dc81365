import sharp from 'sharp'
import type User from '#models/user'
import { saveAnnouncement } from '#services/announcements/announcements'
import { publishDocument } from '#services/announcements/documents'
import { writeFeedback } from '#services/announcements/feedback'
import { readImage } from '#services/documents/images'
import { writeRemark } from '#services/progress/remarks'
import { nationalScope } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'

/** What ministry, province and supervisor said about one regency, by their ids; the feedback with a picture. */
export async function wordsAbout(
  regency: string,
  supervisor: User,
): Promise<Record<'announcement' | 'document' | 'feedback' | 'remark', string>> {
  const own = scope.of(regency, { id: supervisor.id, name: supervisor.name, role: supervisor.role })
  const png = await sharp({ create: { width: 40, height: 40, channels: 3, background: 'white' } })
    .png()
    .toBuffer()
  const picture = await readImage(png, 'screenshot')
  const { id: feedback } = await scope.run(own, (tx) => writeFeedback(tx, supervisor, { category: 'wish', body: 'Uji' }, picture))
  return scope.run(await nationalScope(SYSTEM), async (tx) => {
    const meant = { title: 'Uji', valid_from: '2020-01-01', regions: regency }
    const file = { content: Buffer.from('a;b\n1;2\n'), contentType: 'text/csv', extension: 'csv' as const, name: 'uji.csv' }
    return {
      feedback,
      announcement: await saveAnnouncement(tx, { ...meant, body: 'Uji' }),
      document: await publishDocument(tx, { ...meant, kind: 'cutoff', personal: '1' }, file),
      remark: await writeRemark(tx, regency, { body: 'Uji' }),
    }
  })
}
