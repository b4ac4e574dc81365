import { letterhead, signatureBlock, type Letterhead } from '#services/documents/letterhead'
import { labelled } from '#services/documents/parts'
import { PAGE_WIDTH, renderPdf } from '#services/documents/pdf'
import { writeWorkbook } from '#services/documents/spreadsheet'
import { fileContent, findFile } from '#services/files'
import { missingForLetter, profileFor } from '#services/profiles/profile'
import type { Tx } from '#services/scope'
import { institutionOf, regencyName } from '#verification/finalise/institution'
import { letterProfile, type LetterProfile } from '#verification/finalise/letter_profile'

/** What a paper in the name of a regency takes from its Profil. */
export interface PaperProfile extends Omit<LetterProfile, 'letterhead' | 'logoFileId' | 'number'> {
  letterhead: Letterhead
  /** `Dinas Sosial Kota Magelang`. */
  institution: string
  /** `Kota Magelang`, `Kabupaten Gunungkidul`. */
  regency: string
}

/** The profile, or the labels of the required fields that are still empty. */
async function profile(tx: Tx, regency: string): Promise<{ profile: PaperProfile } | { missing: string[] }> {
  const missing = missingForLetter(await profileFor(tx, regency)).map(({ label }) => label)
  if (missing.length > 0) return { missing }
  const { letterhead: head, logoFileId, signatory, place } = await letterProfile(tx, regency)
  const logo = logoFileId ? await findFile(tx, logoFileId) : null
  return {
    profile: {
      ...{ signatory, place, institution: await institutionOf(tx, regency), regency: await regencyName(regency) },
      letterhead: { ...head, ...(logo ? { logo: await fileContent(logo) } : {}) },
    },
  }
}

/** Parts of which a module makes its papers: short PDFs with the letterhead of a regency, and streamed workbooks. */
export const papers = {
  profile,
  renderPdf,
  letterhead,
  signatureBlock,
  labelled,
  workbook: writeWorkbook,
  pageWidth: PAGE_WIDTH,
} as const
