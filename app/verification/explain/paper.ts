import { showMoment } from '#services/format'
import { renderOfficePaper, type OfficePaper, type PaperTable } from '#services/documents/office_paper'
import type { Fact } from '#services/documents/parts'
import { formatLongDate } from '#domain/calendar_date'
import { findRegion } from '#services/regions'
import type { Tx } from '#services/scope'
import { occasionOf } from '../finalise/occasion.js'
import type { Explanation } from './explain.js'
import { officeOf } from './office.js'
import { CAUSES, STANDINGS, STATES, VERDICTS } from './words.js'

/** The answer to "Kenapa?" as a print: for information, without number and signature; secrets masked. */
export async function explanationPdf(tx: Tx, explanation: Explanation): Promise<Buffer> {
  const { period } = explanation
  const office = await officeOf(tx, period.regency, period.today)
  const paper: OfficePaper = {
    ...{ letterhead: office.letterhead, placeAndDate: office.placeAndDate, occasion: await occasionOf(period) },
    ...{ title: 'Penjelasan Keputusan', number: null, addressee: [], signed: null, verifyUrl: null, createdAt: tx.now },
    facts: await subject(explanation),
    paragraphs: reasons(explanation),
    tables: [facts(explanation), rules(explanation), decisions(explanation), papers(explanation)],
    closing: [
      `Diperiksa dengan katalog aturan versi ${explanation.rules.version}${silent(explanation)}. ` +
        'Lembar ini memuat data pribadi; penggunaannya tunduk pada UU Nomor 27 Tahun 2022.',
    ],
  }
  return (await renderOfficePaper(paper)).content
}

function silent({ rules: { silent: quiet } }: Explanation): string {
  return quiet.length === 0 ? '' : `; ${quiet.length} aturan lain yang memeriksa data ini tidak menemukan masalah`
}

async function subject({ view, person, outcome, standing, period }: Explanation): Promise<Fact[]> {
  const village = await findRegion(view.row.village_code)
  return [
    [`Nama ${period.module.words.record.one}`, view.row.name ?? '–'],
    ...(person ? [[`Nama ${period.module.words.person.one}`, person.name] as Fact] : []),
    ['ID', view.row.register_id ?? 'belum ada'],
    ['Desa/kelurahan', village?.name ?? view.row.village_code],
    ['Hasil verval', outcome?.label.id ?? view.row.outcome],
    ['Kedudukan', STANDINGS[standing]],
  ]
}

/** Sentences that answer why, with what the module adds; they may name other people, and stay in the office. */
function reasons(explanation: Explanation): string[] {
  return [...grounds(explanation), ...explanation.own.map(({ label, value }) => `${label}: ${value}.`)]
}

/** Why in law, for the family itself. */
export function grounds({ outcome }: Pick<Explanation, 'outcome'>): string[] {
  const ground = outcome?.ground
  return ground ? [`${ground.text.id} (${ground.source}).`] : []
}

function facts({ facts: found }: Explanation): PaperTable {
  return {
    ...{ title: 'Fakta', empty: 'Tidak ada isian yang berubah atau menentukan.' },
    columns: [
      { header: 'Isian', width: '*' },
      { header: 'Data dasar', width: 110 },
      { header: 'Sekarang', width: 150 },
    ],
    rows: found.map(({ label, of, before, value }) => [of ? `${label} — ${of}` : label, before || '–', value]),
  }
}

function rules({ rules: { spoke, version } }: Explanation): PaperTable {
  return {
    ...{ title: `Aturan yang menemukan masalah (katalog ${version})`, empty: 'Tidak ada aturan yang menemukan masalah.' },
    columns: [
      { header: 'Aturan', width: 60 },
      { header: 'Temuan', width: '*' },
      { header: 'Dasar', width: 110 },
      { header: 'Akibat', width: 70 },
    ],
    rows: spoke.map(({ code, sentence, source, verdict, waived }) => [
      ...[code, sentence, source],
      waived ? `${VERDICTS.waived}: ${waived.reason} (${waived.by})` : VERDICTS[verdict],
    ]),
  }
}

function decisions({ decisions: entries, period }: Explanation): PaperTable {
  return {
    ...{ title: 'Siapa yang memutuskan', empty: 'Belum ada yang mengubah atau memutuskan data ini pada periode ini.' },
    columns: [
      { header: 'Waktu', width: 95 },
      { header: 'Oleh', width: 110 },
      { header: 'Perbuatan', width: 120 },
      { header: 'Alasan', width: '*' },
    ],
    rows: entries.map(({ at, actor, cause, to, reason, file }) => [
      ...[showMoment(period.zone, at), actor],
      `${CAUSES[cause] ?? cause}${to ? `: ${STATES[to] ?? to}` : ''}`,
      [reason, file && `berkas ${file.name}${file.operator ? `, operator ${file.operator}` : ''}`].filter(Boolean).join('; '),
    ]),
  }
}

function papers({ letter, papers: files }: Explanation): PaperTable {
  return {
    ...{ title: 'Berita acara dan surat', empty: 'Periode ini belum difinalisasi, sehingga belum ada berita acara.' },
    columns: [
      { header: 'Dokumen', width: '*' },
      { header: 'Nomor atau sidik (SHA-256)', width: 240 },
    ],
    rows: [
      ...(letter ? [[`Surat Pengesahan, ${formatLongDate(letter.date)}`, letter.number]] : []),
      ...files.map(({ name, sha256 }) => [name, sha256]),
    ],
  }
}
