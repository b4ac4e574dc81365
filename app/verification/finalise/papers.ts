import { Readable } from 'node:stream'
import { storeFile } from '#services/files'
import type { Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import { institutionOf } from './institution.js'
import type { LetterProfile } from './letter_profile.js'
import { occasionOf } from './occasion.js'
import { signingOf } from './signing.js'

/** The letter beside which papers are made. */
export interface PaperLetter {
  profile: LetterProfile
  /** Date of the letter and of the finalisation, in the regency's zone. */
  date: string
  finalised: string
  /** Of the seal that they belong to. */
  sealing: string
}

/**
 * Makes the papers that the module adds to its letter, such as a Berita Acara, and keeps them with the files of the seal. They are made
 * with the letter and of the same profile: one official approves both, whoever was in office when the data was finalised.
 */
export async function keepPapers(tx: Tx, period: RegencyPeriod, letter: PaperLetter): Promise<void> {
  const place = placeOf(period)
  const contribution = await place.module.cycle?.()
  if (!contribution?.default.papers) return
  const papers = await contribution.default.papers(tx, place, {
    ...(await occasionOf(period)),
    institution: await institutionOf(tx, place.regency),
    finalised: letter.finalised,
    signing: await signingOf(tx, place, letter.profile, letter.date),
  })
  for (const { name, content, records } of papers) {
    const kept = await storeFile(tx, {
      ...{ regency: place.regency, kind: 'paper', name, contentType: 'application/pdf', content: Readable.from(content) },
    })
    await tx.trx.table('result_files').insert({
      ...{ period_id: place.periodId, regency_code: place.regency, sealing: letter.sealing, kind: 'paper', file_id: kept.id },
      ...{ name, size: kept.size, sha256: kept.sha256, records },
    })
  }
}
