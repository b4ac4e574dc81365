import { addDays, formatDate } from '#domain/calendar_date'
import User from '#models/user'
import { saveAnnouncement } from '#services/announcements/announcements'
import { publishDocument } from '#services/announcements/documents'
import { writeFeedback } from '#services/announcements/feedback'
import { judgeFile } from '#services/announcements/judge_file'
import { clock } from '#services/clock'
import { renderPdf } from '#services/documents/pdf'
import { writeRemark } from '#services/progress/remarks'
import { scopeRegions } from '#services/regions'
import { scope, type Actor, type Scope, type Tx } from '#services/scope'
import { daysAgo, MAGELANG, type Story } from './work.js'

/** What the desks of ministry and province have said and heard: announcements, documents, one feedback that waits, one remark not read. */
export async function desksAtWork({ today }: Story): Promise<void> {
  await as('pusdatin', 20, async (tx) => {
    await saveAnnouncement(tx, {
      ...{ title: 'Batas akhir import dan finalisasi periode ini', important: '1', valid_from: formatDate(addDays(today, -20)) },
      ...{ valid_until: formatDate(addDays(today, 30)) },
      body: 'Import ditutup pada hari terakhir periode. Finalisasi masih dapat dilakukan 14 hari sesudahnya.\nMinta perpanjangan sebelum hari terakhir bila masih ada desa yang belum menyerahkan berkas.',
    })
    await saveAnnouncement(tx, {
      ...{ title: 'Pemeliharaan sistem Sabtu malam', public: '1', valid_from: formatDate(addDays(today, -2)) },
      ...{ valid_until: formatDate(addDays(today, 10)) },
      body: 'Layanan tidak dapat diakses Sabtu pukul 22.00 sampai Minggu pukul 02.00 WIB.',
    })
    await saveAnnouncement(tx, {
      ...{ title: 'Bimbingan teknis Jawa Tengah', regions: '33', valid_from: formatDate(addDays(today, -5)) },
      ...{
        valid_until: formatDate(addDays(today, 20)),
        body: 'Bimbingan teknis verifikasi diadakan di Semarang. Undangan menyusul lewat provinsi.',
      },
    })
  })
  const circular = await judgeFile(await circularPdf())
  const cutoff = await judgeFile(Buffer.from('kode_wilayah;jumlah_kpm\r\n33.71;4210\r\n34.03;9120\r\n', 'utf8'))
  await as('pusdatin', 19, async (tx) => {
    await publishDocument(
      tx,
      {
        ...{ kind: 'circular', title: 'Surat Edaran Verifikasi dan Validasi', number: '001/SE/CONTOH' },
        ...{ issued_on: formatDate(addDays(today, -25)), valid_from: formatDate(addDays(today, -20)) },
      },
      { ...circular, name: 'surat-edaran.pdf' },
    )
    await publishDocument(
      tx,
      { kind: 'cutoff', title: 'Cut-off Rastra/BPNT 27 Desember 2017 (contoh)', valid_from: formatDate(addDays(today, -20)) },
      { ...cutoff, name: 'cut-off-2017.csv' },
    )
  })
  await as('supervisor.3371', 1, async (tx, user) => {
    await writeFeedback(
      tx,
      user,
      { category: 'wish', page: '/import/riwayat', body: 'Mohon riwayat import dapat disaring menurut kecamatan.' },
      null,
    )
  })
  await as('provinsi.33', 1, (tx) =>
    writeRemark(tx, MAGELANG, {
      body: 'Enam desa belum menyerahkan berkas. Mohon ditindaklanjuti sebelum hari terakhir periode.',
    }),
  )
}

async function as(login: string, days: number, work: (tx: Tx, user: User) => Promise<unknown>): Promise<void> {
  const user = await User.findByOrFail('login', login)
  const actor: Actor = { id: user.id, name: user.name, role: user.role }
  const own: Scope = scope.of(await scopeRegions(user.role, user.regionCode), actor)
  await daysAgo(days, () => scope.run(own, (tx) => work(tx, user)))
}

async function circularPdf(): Promise<Buffer> {
  const facts = { title: 'Surat Edaran (contoh)', author: 'Kementerian Sosial (contoh)', createdAt: clock.now() }
  const { content } = await renderPdf(facts, () => '', {
    defaultStyle: { font: 'Serif', fontSize: 11 },
    content: [
      { text: 'SURAT EDARAN (CONTOH)', bold: true, alignment: 'center', margin: [0, 0, 0, 12] },
      'Verifikasi dan validasi data terpadu kesejahteraan sosial dilaksanakan menurut jadwal periode. Isi surat ini karangan.',
    ],
  })
  return content
}
