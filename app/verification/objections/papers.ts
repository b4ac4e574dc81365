import { formatLongDate } from '#domain/calendar_date'
import { renderOfficePaper, type OfficePaper } from '#services/documents/office_paper'
import type { Fact } from '#services/documents/parts'
import { findRegion } from '#services/regions'
import type { Tx } from '#services/scope'
import { officeOf } from '../explain/office.js'
import { verifyUrl } from '../finalise/facts.js'
import { occasionOf } from '../finalise/occasion.js'
import { periodById, type RegencyPeriod } from '../periods/index.js'
import type { Objection } from './types.js'

const ABOUT_WORDS: Readonly<Record<Objection['about'], string>> = {
  removal: 'keluar dari daftar',
  refusal: 'usulan yang tidak diterima',
  listing: 'tercantum pada daftar',
  data: 'isi data',
}

/** Tanda terima of an objection: the number by which anybody may see how far it is. */
export async function receiptPdf(tx: Tx, objection: Objection): Promise<Buffer> {
  const period = await periodOf(tx, objection)
  const { facts, ...paper } = await parts(tx, period, objection)
  const { content } = await renderOfficePaper({
    ...{ ...paper, title: 'Tanda Terima Sanggah', addressee: [] },
    facts: [...facts, ['Alasan sanggah', objection.reason], ['Dicatat oleh', objection.registeredByName]],
    paragraphs: [
      `Sanggah ini akan dijawab tertulis paling lambat ${formatLongDate(objection.dueOn)}. Simpan nomor tanda terima ini; perkembangannya dapat ` +
        'dilihat pada alamat di bawah tanpa menunjukkan data pribadi.',
    ],
  })
  return content
}

/** The printed answer, made once with the decision. */
export async function answerPdf(tx: Tx, objection: Objection): Promise<Buffer> {
  const period = await periodOf(tx, objection)
  const { facts, ...paper } = await parts(tx, period, objection)
  const granted = objection.state === 'granted'
  const { content } = await renderOfficePaper({
    ...{ ...paper, title: 'Jawaban atas Sanggah' },
    addressee: ['Kepada Yth.', objection.objectorName, ...officeOfObjector(objection), 'di tempat'],
    facts: [...facts, ['Keputusan', granted ? 'dikabulkan' : 'tidak dikabulkan']],
    paragraphs: [
      `Setelah diperiksa, sanggah Saudara ${granted ? 'dikabulkan' : 'tidak dapat dikabulkan'} dengan alasan: ${objection.decision ?? ''}`,
      ...(granted
        ? [effectOf(objection)]
        : ['Saudara dapat mengajukan keberatan kepada kepala dinas sosial dengan melampirkan jawaban ini.']),
    ],
  })
  return content
}

function effectOf({ restoration, subject, restoredPeriod, about }: Objection): string {
  if (restoration === 'none') return `Data ${subject} ditindaklanjuti melalui perbaikan data.`
  if (restoration === 'waiting')
    return `Periode ini sudah difinalisasi. ${subject} diusulkan kembali pada periode berikutnya dengan isian terakhirnya.`
  return about === 'refusal'
    ? `Usulan ${subject} diperiksa kembali pada ${restoredPeriod ?? 'periode ini'}.`
    : `${subject} dipulihkan pada ${restoredPeriod ?? 'periode ini'}.`
}

/** Who objects for a village is written to by office; how a person is related to the family stands among the facts. */
function officeOfObjector({ objector, objectorRole }: Objection): string[] {
  return objector === 'village' && objectorRole ? [objectorRole] : []
}

async function periodOf(tx: Tx, { periodId, regency, receipt }: Objection): Promise<RegencyPeriod> {
  const period = await periodById(tx, periodId, regency)
  if (!period) throw new Error(`The period of the objection ${receipt} is missing.`)
  return period
}

type Parts = Omit<OfficePaper, 'title' | 'addressee' | 'paragraphs'> & { facts: readonly Fact[] }

async function parts(tx: Tx, period: RegencyPeriod, objection: Objection): Promise<Parts> {
  const { letterhead, signed, placeAndDate } = await officeOf(tx, period.regency, period.today)
  const village = await findRegion(objection.village)
  return {
    ...{ letterhead, signed, placeAndDate, number: objection.receipt, occasion: await occasionOf(period), createdAt: tx.now },
    ...{ tables: [], closing: [], verifyUrl: verifyUrl(objection.receipt) },
    facts: [
      ['Yang disanggah', `${objection.subject}: ${ABOUT_WORDS[objection.about]}`],
      ['Desa/kelurahan', village?.name ?? objection.village],
      ['Program dan periode', `${period.module.words.title}, ${period.period.name}`],
      ['Penyanggah', [objection.objectorName, objection.objectorRole].filter(Boolean).join(', ')],
      ['Tanggal sanggah', formatLongDate(objection.objectedOn)],
    ],
  }
}
