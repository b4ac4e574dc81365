import { papers, query, type DemoStage, type DemoStory, type Tx } from '#core/plugin'
import { addDays } from '#core/domain'
import { CHECKLIST, type Notes } from './checklist.js'
import { agreementPdf } from './paper/agreement.js'
import { requestPdf } from './paper/request.js'
import type { Facts } from './fields.js'
import { draftOf, saveDraft } from './services/drafts.js'
import { keepPaper } from './services/documents.js'
import { decideRound, takeRound } from './services/review.js'
import { newestRound } from './services/rounds.js'
import { sendDraft } from './services/send.js'

/** The two regencies of which the demonstration tells most. */
const MAIN = ['33.71', '34.03']
const NOTES: Notes = {
  request: { standard: ['unsigned_request'], text: '' },
  agreement: { standard: [], text: 'Halaman 2 terpotong di bagian bawah.' },
}

/** The main regencies approved, the others of the province in turn: waiting, approved, returned, ending soon, and most not uploaded. */
async function tell(stage: DemoStage): Promise<void> {
  const { today } = stage
  const send = async (regency: string, daysAgo: number, until: string) => {
    await stage.profile(regency)
    await stage.asSupervisor(regency, daysAgo, (tx) => sendOne(tx, regency, addDays(today, -daysAgo - 3), until))
  }
  const decide = (regency: string, daysAgo: number, take: 'approve' | 'return', notes: Notes = {}) =>
    stage.asReviewer(daysAgo, async (tx) => {
      const newest = await newestRound(tx, regency)
      if (!newest) return
      await takeRound(tx, newest.id)
      await decideRound(tx, newest.id, { take, checklist: CHECKLIST.map((line) => line.id), notes })
    })
  for (const regency of MAIN) {
    await send(regency, 200, addDays(today, 530))
    await decide(regency, 198, 'approve')
  }
  const others = stage.regencies.map(({ code }) => code).filter((code) => !MAIN.includes(code))
  const [waiting, later, returned, again, ending] = others
  if (ending) {
    await send(ending, 315, addDays(today, 50))
    await decide(ending, 310, 'approve')
  }
  if (returned) {
    await send(returned, 12, addDays(today, 700))
    await decide(returned, 10, 'return', NOTES)
  }
  if (again) {
    await send(again, 9, addDays(today, 700))
    await decide(again, 8, 'return', NOTES)
    await send(again, 1, addDays(today, 700))
  }
  if (waiting) await send(waiting, 4, addDays(today, 720))
  if (later) await send(later, 2, addDays(today, 365))
}

async function sendOne(tx: Tx, regency: string, signed: string, until: string): Promise<void> {
  const found = await papers.profile(tx, regency)
  if ('missing' in found) return
  const paper = async (document: 'request' | 'agreement', content: Buffer, pages: number) =>
    keepPaper(tx, regency, document, { content, contentType: 'application/pdf', extension: 'pdf', pages })
  const { facts, version } = await draftOf(tx, regency)
  const typed: Facts = {
    ...{ first_signatory: 'Contoh Direktur Jenderal', ...facts },
    ...{ request_number: `460/${regency.slice(-2)}/DINSOS`, request_date: signed },
    purpose: 'Verifikasi dan validasi Basis Data Terpadu serta penyaluran bantuan sosial pangan di seluruh kecamatan.',
    ...{ number: `${regency.replaceAll('.', '')}/NK/DINSOS`, signed_on: signed, valid_until: until },
  }
  const documents = {
    request: await paper('request', await requestPdf(found.profile, signed, tx.now), 1),
    agreement: await paper('agreement', await agreementPdf(found.profile, tx.now), 2),
  }
  await sendDraft(tx, regency, await saveDraft(tx, { regency, version, facts: typed, documents }))
}

/** Ends of agreements lie as many days ahead of the day on which the demonstration is started as ahead of the one on which it was made. */
async function move(tx: Tx, days: number): Promise<void> {
  await query(
    tx,
    `update mou_rounds set valid_until = valid_until + cast(:days as int),
       facts = jsonb_set(facts, '{valid_until}', to_jsonb(to_char(valid_until + cast(:days as int), 'YYYY-MM-DD')))
     where regency_code = any (:regions)`,
    { days, regions: tx.scope.regions },
  )
}

const story = { tell, move } satisfies DemoStory
export default story
