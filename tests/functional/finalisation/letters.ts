import { FinaliseError, generateLetter, readScan, uploadScan, type LetterRow } from '#verification/finalise/index'
import { periodById, type RegencyPeriod } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import { pageTexts } from '#tests/unit/documents/support'
import { contentOfFile, giveProfile, inPlace, periodOf, seal, testRegister } from './support.js'

/** Issues the letter of a sealed period, of the period as it is or changed. */
export const issue = (place: Place, change: (period: RegencyPeriod) => RegencyPeriod = (period) => period) =>
  inPlace(place, async (tx) => generateLetter(tx, change((await periodById(tx, place.periodId, place.regency))!)))

/** A sealed register of so many records, with the profile that a letter needs. */
export async function sealed(count = 4) {
  const register = await testRegister(count)
  await giveProfile(register.place.regency)
  await seal(register.place)
  return register
}

/** Uploads a scan and gives the letter that it belongs to. */
export async function take(place: Place, content: Buffer, confirmed = false): Promise<LetterRow> {
  const scan = await readScan(content)
  return inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, confirmed))
}

/** Code of the refusal that the work ends with. */
export async function codeOf(work: () => Promise<unknown>): Promise<string> {
  try {
    await work()
    return 'nothing'
  } catch (error) {
    if (error instanceof FinaliseError) return error.code
    throw error
  }
}

/** Everything that a letter says. */
export const textOf = async (place: Place, letter: LetterRow) =>
  (await pageTexts(await contentOfFile(place, letter.fileId))).join(' ')
