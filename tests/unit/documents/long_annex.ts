import { annexPdf } from '#services/documents/annex_pdf'
import { sampleLetter } from './samples.js'

/** Run as a program of its own, so that its memory can be capped and nothing else uses its processor time. */
const ROWS = 20_000

const { occasion, seal, createdAt } = await sampleLetter()
const rows = Array.from({ length: ROWS }, (_, i) => [
  `3371011003${String(i).padStart(6, '0')}`,
  `MA'RUF UJI ${i} BIN ABDUL RAHMAN`,
  '3371014507859901',
  `JALAN MERDEKA NOMOR ${i} RT 01 RW 02 DUSUN KRAJAN`,
])
const annex = (shown: string[][]) => ({
  ...{ institution: 'DINAS SOSIAL', occasion, seal: seal!, createdAt, finalised: '2026-11-24', unit: 'rumah tangga' },
  ...{ district: 'Magelang Selatan (33.71.01)', village: 'Magersari (33.71.01.1003)', minutes: '' },
  sections: [
    {
      title: 'Daftar rumah tangga',
      columns: [
        { header: 'IDBDT', width: 'auto' as const },
        { header: 'Nama', width: '*' as const },
        { header: 'NIK', width: 'auto' as const, secret: 'nik' as const },
        { header: 'Alamat', width: '*' as const },
      ],
      rows: shown,
    },
  ],
})

/** Processor time of this thread, which a busy machine does not stretch. */
function spent(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}

for await (const _chunk of annexPdf(annex(rows.slice(0, 100)))) continue
const begun = spent()
let pages = 0
let longestTurn = 0
let turn = begun
let done = false
setImmediate(function next() {
  longestTurn = Math.max(longestTurn, spent() - turn)
  turn = spent()
  if (!done) setImmediate(next)
})
for await (const chunk of annexPdf(annex(rows))) pages += Buffer.from(chunk).toString('latin1').split('/Type /Page\n').length - 1
done = true
process.stdout.write(JSON.stringify({ pages, longestTurn, rowsPerSecond: Math.round((ROWS * 1000) / (spent() - begun)) }))
