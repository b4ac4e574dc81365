import { clock, inScope, ministryStaff, regencyForTest, supervisorOf } from '#core/testing'
import { papers, scope, type Tx } from '#core/plugin'
import { addDays, MINISTRY_ZONE, todayIn } from '#core/domain'
import { CHECKLIST, type Notes } from '../../checklist.js'
import { agreementPdf } from '../../paper/agreement.js'
import { requestPdf } from '../../paper/request.js'
import { draftOf } from '../../services/drafts.js'
import { decideRound, takeRound } from '../../services/review.js'
import { roundsOf, type Round } from '../../services/rounds.js'
import { saveAndSend } from '../../services/upload.js'

export type Person = Awaited<ReturnType<typeof supervisorOf>>

/** The day in Jakarta on which this run began, and others counted from it. */
export const day = (days = 0) => addDays(TODAY, days)
const TODAY = todayIn(MINISTRY_ZONE, clock.now())

/** The clock stands at noon in Jakarta, so many days later: a moment of the same day in every regency. */
export const stand = (days = 0) => clock.freeze(new Date(`${day(days)}T12:00:00+07:00`))

/** Facts that can be sent today. */
export const facts = (changes: Record<string, string> = {}) => ({
  ...{ request_number: '460/12/DINSOS', request_date: day(-5), number: '12/NK/DINSOS', signed_on: day(-3) },
  purpose: 'Verifikasi dan validasi Basis Data Terpadu di seluruh kecamatan.',
  ...{ first_party: 'Direktorat Jenderal Penanganan Fakir Miskin', first_signatory: 'Contoh Direktur Jenderal' },
  ...{ second_party: 'Pemerintah Kota Uji', second_signatory: 'Contoh Kepala Dinas', valid_until: day(400) },
  ...changes,
})

/** Two invented PDFs, made once. */
let made: Promise<{ request: Buffer; agreement: Buffer }> | undefined
export function signedPapers() {
  const profile = {
    ...{ institution: 'Dinas Sosial Kota Uji', regency: 'Kota Uji', place: 'Uji' },
    letterhead: { lines: ['PEMERINTAH KOTA UJI', 'DINAS SOSIAL'], address: ['Jalan Uji 1'] },
    signatory: { capacity: 'own' as const, name: 'Contoh Pejabat', position: 'Kepala Dinas Sosial' },
  }
  made ??= (async () => ({
    request: await requestPdf(profile, day(), new Date()),
    agreement: await agreementPdf(profile, new Date()),
  }))()
  return made
}

/** A regency with its supervisor and a reviewer of the ministry. */
export async function cast() {
  const regency = await regencyForTest()
  return { regency, supervisor: await supervisorOf(regency.code), reviewer: await ministryStaff('pfm_reviewer') }
}

export const as = <T>(person: Person, regency: string | readonly string[], work: (tx: Tx) => Promise<T>) =>
  scope.run(scope.of(regency, { id: person.id, name: person.name, role: person.role }), work)

/** Uploads and sends through the service that page and command use. */
export async function sendRequest(person: Person, regency: string, changes: Record<string, string> = {}): Promise<Round> {
  const of = scope.of(regency, { id: person.id, name: person.name, role: person.role })
  const { version } = await scope.run(of, (tx) => draftOf(tx, regency))
  await saveAndSend(of, { regency, version, typed: facts(changes), contents: await signedPapers(), send: true })
  return (await newest(regency))!
}

export const newest = async (regency: string) => (await inScope(regency, (tx) => roundsOf(tx, regency)))[0] ?? null

export async function decide(reviewer: Person, { id, regency }: Round, take: 'approve' | 'return', notes: Notes = {}) {
  await as(reviewer, regency, (tx) => takeRound(tx, id))
  return as(reviewer, regency, (tx) => decideRound(tx, id, { take, checklist: CHECKLIST.map((line) => line.id), notes }))
}

export const note = (text: string): Notes => ({
  request: { standard: ['unsigned_request'], text },
  agreement: { standard: [], text },
})

export { papers }
