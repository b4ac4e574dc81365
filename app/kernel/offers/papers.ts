import { letterhead, signatureBlock, signatureParts, type Letterhead } from '#services/documents/letterhead'
import { writeCsv } from '#services/documents/csv_writer'
import { listPaper } from '#services/documents/list_paper'
import { labelled } from '#services/documents/parts'
import { PAGE_WIDTH, renderPdf } from '#services/documents/pdf'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { showNumber } from '#services/format'
import { missingForLetter, profileFor } from '#services/profiles/profile'
import type { Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { institutionOf, regencyName } from '#verification/finalise/institution'
import { logoOf } from '#verification/finalise/letter_document'
import { letterProfile, type LetterProfile } from '#verification/finalise/letter_profile'
import { plainHeading } from '#verification/finalise/plain_heading'
import type { Text } from '#verification/instrument'

/** What a paper in the name of a regency takes from its Profil. */
export interface PaperProfile extends Omit<LetterProfile, 'letterhead' | 'logoFileId' | 'number'> {
  letterhead: Letterhead
  /** `Dinas Sosial Kota Magelang`. */
  institution: string
  /** `Kota Magelang`, `Kabupaten Gunungkidul`. */
  regency: string
}

/** Labels of the required fields of Profil Pengesahan that are still empty. */
async function missing(tx: Tx, regency: string): Promise<Text[]> {
  return missingForLetter(await profileFor(tx, regency)).map(({ label }) => label)
}

/** The profile, or what is missing of it. */
async function profile(tx: Tx, regency: string): Promise<{ profile: PaperProfile } | { missing: Text[] }> {
  const lacking = await missing(tx, regency)
  if (lacking.length > 0) return { missing: lacking }
  const letter = await letterProfile(tx, regency)
  const { letterhead: head, signatory, place } = letter
  const logo = await logoOf(tx, letter)
  return {
    profile: {
      ...{ signatory, place, institution: await institutionOf(tx, regency), regency: await regencyName(regency) },
      letterhead: { ...head, ...(logo ? { logo } : {}) },
    },
  }
}

/** Letterhead of a paper that nobody signs, which needs no complete Profil, and the name of the office. */
async function heading(tx: Tx, regency: string): Promise<{ letterhead: Letterhead; institution: string }> {
  return { letterhead: (await plainHeading(tx, regency)).letterhead, institution: await institutionOf(tx, regency) }
}

/** Parts of which a module makes its papers: short PDFs with the letterhead of a regency, and streamed workbooks. */
export const papers = {
  profile,
  missing,
  heading,
  renderPdf,
  letterhead,
  signatureBlock,
  /** The same in two, for two who sign side by side with their names in line. */
  signatureParts,
  labelled,
  workbook: writeWorkbook,
  csv: writeCsv,
  /** Answers with one of these under a name whose ending tells what it is. */
  send: sendMade,
  /** A streamed PDF of lists, however long. */
  list: listPaper,
  /** A figure as papers print it: `1.250`. */
  number: (value: number) => showNumber(value),
  pageWidth: PAGE_WIDTH,
} as const
