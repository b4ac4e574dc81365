import type { ApiClient } from '@japa/api-client'
import type User from '#models/user'
import { nationalScope } from '#services/regions'
import { scope } from '#services/scope'
import { generateLetter, letterById, readScan, uploadScan, type LetterRow } from '#verification/finalise/index'
import type { Place } from '#verification/store/index'
import { actorOf, contentOfFile, giveProfile, inPlace, periodOf, seal, testRegister } from './support.js'

export interface Waiting {
  place: Place
  province: string
  letter: LetterRow
  /** Names of the persons of its register. */
  names: string[]
}

/** A regency whose signed letter waits; `unread` has a scan whose QR nobody can read. */
export async function waiting({ unread = false } = {}): Promise<Waiting> {
  const { place, regency, docs } = await testRegister(3)
  await giveProfile(place.regency)
  await seal(place)
  const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
  const content = unread ? await blankPage() : await contentOfFile(place, letter.fileId)
  const scan = await readScan(content)
  await inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, true))
  const names = docs.map(({ values }) => String(values.nama_krt))
  return {
    place,
    letter: (await inPlace(place, (tx) => letterById(tx, place.regency, letter.id)))!,
    names,
    province: regency.province,
  }
}

export async function blankPage(): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  return sharp({ create: { width: 800, height: 1100, channels: 3, background: '#ffffff' } })
    .png()
    .toBuffer()
}

export const addressOf = ({ place }: Waiting) => `/admin/pengesahan/${place.regency}/${place.periodId}`

export const post = (client: ApiClient, user: User, path: string, form: Record<string, unknown>) =>
  client.post(path).form(form).loginAs(user).withCsrfToken().redirects(0)

export async function asOfficer<T>(user: User, work: Parameters<typeof scope.run<T>>[1]): Promise<T> {
  return scope.run({ regions: (await nationalScope(actorOf(user))).regions, actor: actorOf(user) }, work)
}

export const versionOf = async ({ place }: Waiting) => (await periodOf(place)).finalisation.version
