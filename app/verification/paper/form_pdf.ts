import { drawPdf, type Flow, type Fonts } from '#services/documents/drawn_pdf'
import { factList, footOf, PAGE_BREAK, paragraph, signatureRow, signedByHand } from '#services/documents/drawn_parts'
import type { Fact } from '#services/documents/parts'
import { questionSheet } from '#services/documents/question_sheet'
import type { SheetArrow } from '#services/documents/skip_lanes'
import { shortDecree, type Occasion } from '#services/documents/strings'
import type { VerificationModule } from '#kernel/registry'
import type { RecordDoc, Variable } from '../instrument.js'
import { answerColumns } from './form_answers.js'
import { formParts, type FormPart } from './questions.js'

/** A record whose form is printed, or null for a blank one. */
export interface FormRecord {
  doc: RecordDoc | null
  /** Place and keys above the first question. */
  facts: readonly Fact[]
}

export interface FormPaper {
  module: VerificationModule
  occasion: Occasion
  institution: string
  records: readonly FormRecord[]
  /** Print secrets in full; else they are masked. */
  clear: boolean
  createdAt: Date
}

const SIDE = 30
const MARGINS = { top: 30, bottom: 44 }
const ROOM = 60

/** The form of an instrument, blank or filled with what is known, one record after another, each on pages of its own; a stream of its bytes. */
export function formPdf(paper: FormPaper): AsyncGenerator<Uint8Array> {
  const { module, occasion, institution, records, createdAt } = paper
  const title = `Formulir ${module.words.title}`
  const parts = formParts(module.instrument)
  return drawPdf({ title: `${title}: ${occasion.regency}`, author: institution, createdAt }, (fonts) => ({
    margins: MARGINS,
    flows: records.flatMap((record, index) => [
      ...(index > 0 ? [PAGE_BREAK] : []),
      ...headFlows(title, paper, record, fonts),
      ...parts.flatMap((part) => partFlows(paper, part, record, fonts)),
      signatureRow(signedByHand(['Responden', 'Petugas verivali', 'Pemeriksa']), SIDE, fonts),
    ]),
    foot: footOf(records.length === 1 && !records[0]!.doc ? `${title} (kosong)` : title, occasion, SIDE, MARGINS.bottom, fonts),
  }))
}

function headFlows(title: string, { occasion, clear }: FormPaper, { doc, facts }: FormRecord, fonts: Fonts): Flow[] {
  const intro = doc
    ? 'Isian di bawah ini menurut data yang ada. Coret isian yang keliru dan tulis yang benar di sebelahnya; kolom kosong untuk yang belum tercatat.'
    : 'Isi dengan huruf cetak; satu kotak untuk satu angka.'
  const masked = doc && !clear ? ' Nomor identitas disamarkan.' : ''
  return [
    paragraph(title.toUpperCase(), SIDE, { font: fonts('serifBold'), size: 12, align: 'center' }),
    paragraph(`${occasion.period} · ${shortDecree(occasion.decree)}`, SIDE, {
      font: fonts('serif'),
      size: 8.5,
      align: 'center',
      after: 5,
    }),
    factList([['Kabupaten/Kota', occasion.regency], ...facts], SIDE, 110, { font: fonts('serif'), size: 8.5 }),
    paragraph(`${intro}${masked} Tanda panah menunjuk pertanyaan berikutnya bagi jawaban yang melewatkan isian.`, SIDE, {
      ...{ font: fonts('serifItalic'), size: 7.5, after: 4 },
    }),
  ]
}

function partFlows({ module, clear }: FormPaper, part: FormPart, { doc }: FormRecord, fonts: Fonts): Flow[] {
  const columns = answerColumns(module.instrument, part.group, doc, clear)
  const arrows = part.skips.map(({ from, to }): SheetArrow => {
    const place = (name: string) => part.questions.findIndex(({ variable }) => variable.name === name)
    return { from: place(from), to: to === null ? part.questions.length : place(to) }
  })
  return columns.flatMap((own, page) => [
    paragraph(`${part.title}${page > 0 ? ' (lanjutan)' : ''}${part.condition ? ` · ${part.condition}` : ''}`, SIDE, {
      ...{ font: fonts('serifBold'), size: 9, after: 2, needs: ROOM },
    }),
    questionSheet(
      {
        heads: own.map(({ head }) => head || 'Isian'),
        questions: part.questions.map(({ variable, ...question }) => ({
          ...question,
          boxes: boxesOf(variable),
          answers: own.map((column) => column.answer(variable)),
        })),
        arrows,
      },
      SIDE,
      fonts,
    ),
  ])
}

/** How many signs an answer has; undefined for what is written freely. */
function boxesOf({ type, codes, length, max }: Variable): number | undefined {
  if (type === 'code' && codes) return Math.max(...codes.map(({ code }) => String(code).length))
  if (type === 'digits') return length
  if (type === 'date') return 8
  if (type === 'int' && max !== undefined) return String(max).length
  return undefined
}
