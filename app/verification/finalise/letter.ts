import { randomBytes } from 'node:crypto'
import { v7 as uuid } from 'uuid'
import { letterFileName, LetterNumberPattern } from '#services/documents/letter_number'
import { recordActivity } from '#services/activity'
import { storeFile } from '#services/files'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import type { Place } from '#verification/store/index'
import { FinaliseError } from './errors.js'
import { publishFacts, verifyUrl } from './facts.js'
import { finalisationOf, OF_STANDING_SEAL, type Finalisation } from './finalisation.js'
import { letterPdf } from './letter_document.js'
import { letterProfile } from './letter_profile.js'
import { letterById, type LetterRow } from './letter_rows.js'
import { takeStep } from './steps.js'
import { predictTotals } from './totals.js'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * "Terbitkan": makes the letter of a finalisation once. Number, document, code and published facts come into being in this
 * transaction or not at all, so that the counter has no gap; a second call gives the letter that is there.
 *
 * @throws FinaliseError `E_FINALISE_STATE` before the seal, ProfileIncomplete while required fields of the profile are empty
 */
export async function generateLetter(tx: Tx, period: RegencyPeriod): Promise<{ letter: LetterRow; made: boolean }> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place, true)
  if (row.letterId) return { letter: await existing(tx, place, row.letterId), made: false }
  const { totals, sealRoot, sealedAt } = sealed(row, period)
  const profile = await letterProfile(tx, place.regency)
  const date = period.today
  const [year, serial] = [Number(date.slice(0, 4)), await nextSerial(tx, place.regency, Number(date.slice(0, 4)))]
  const number = new LetterNumberPattern(profile.number.pattern).format({ number: serial, date, code: profile.number.code })
  const [id, code] = [uuid(), newCode()]
  const annexes = await annexCount(tx, place)
  const pdf = await letterPdf(tx, period, profile, {
    ...{ number, date, totals, sealRoot, sealedAt, annexes },
    verifyUrl: verifyUrl(code),
  })
  const name = letterFileName(number)
  const file = { regency: place.regency, kind: 'letter', name, contentType: 'application/pdf', content: pdf.content }
  const { id: fileId, sha256 } = await storeFile(tx, file)
  await tx.trx.table('letters').insert({
    ...{ id, regency_code: place.regency, period_id: place.periodId, module: place.module.name, number, serial, year },
    ...{ letter_date: date, code, profile: JSON.stringify(profile), totals: JSON.stringify(totals), seal_root: sealRoot },
    ...{ file_id: fileId, sha256, created_by: tx.actor.id, created_at: tx.now },
  })
  await takeStep(tx, place, { state: 'letter_generated', step: 'letter_generated', changes: { letter_id: id } })
  const letter = await existing(tx, place, id)
  await publishFacts(tx, period, letter, totals)
  await recordActivity(tx, {
    ...{ action: 'letter.generated', regency: place.regency, object: { type: 'letter', id } },
    data: { module: place.module.name, number },
  })
  return { letter, made: true }
}

/**
 * The letter as it would be issued now, marked KONSEP: no number, no code, nothing stored. Before the seal it is drawn from the
 * kept counts.
 */
export async function previewLetter(tx: Tx, period: RegencyPeriod): Promise<Buffer> {
  const place = placeOf(period)
  const row = await finalisationOf(tx, place)
  const profile = await letterProfile(tx, place.regency)
  const { content } = await letterPdf(tx, period, profile, {
    ...{ number: null, verifyUrl: null, date: period.today, totals: row.totals ?? (await predictTotals(tx, place)) },
    ...{ sealRoot: row.sealRoot, sealedAt: row.sealedAt ?? tx.now, annexes: await annexCount(tx, place) },
  })
  return content
}

async function existing(tx: Tx, place: Place, id: string): Promise<LetterRow> {
  const letter = await letterById(tx, place.regency, id)
  if (!letter) throw new Error(`Letter ${id} of a finalisation is missing.`)
  return letter
}

function sealed({ state, totals, sealRoot, sealedAt }: Finalisation, period: RegencyPeriod) {
  if (state === 'finalised' && totals && sealRoot && sealedAt) return { totals, sealRoot, sealedAt }
  throw new FinaliseError(
    'E_FINALISE_STATE',
    state === 'finalising'
      ? {
          id: 'Finalisasi masih berjalan. Surat dapat diterbitkan setelah penyegelan selesai.',
          en: 'Finalising is still running. The letter can be issued once the seal is made.',
        }
      : {
          id: `${period.period.name} belum difinalisasi, sehingga suratnya belum dapat diterbitkan.`,
          en: `${period.period.name} is not finalised, so that its letter cannot be issued yet.`,
        },
  )
}

/**
 * Next number of the regency's calendar year; the row stays locked until the letter stands, and a rollback gives the number back. An
 * office whose region got a new code within the year goes on where it stopped.
 */
async function nextSerial(tx: Tx, regency: string, year: number): Promise<number> {
  const [row] = await query<{ last: number }>(
    tx,
    `insert into letter_counters (regency_code, year, last)
     select :regency, :year, 1 + coalesce((select max(c.last) from letter_counters c join region_aliases a on a.old_code = c.regency_code
       where a.new_code = :regency and c.year = :year), 0)
     on conflict (regency_code, year) do update set last = letter_counters.last + 1 returning last`,
    { regency, year },
  )
  return row!.last
}

async function annexCount(tx: Tx, place: Place): Promise<number> {
  const [row] = await query<{ count: number }>(
    tx,
    `select count(*)::int as count from result_files s
     where s.period_id = ? and s.regency_code = ? and kind in ('annex', 'hashes') and ${OF_STANDING_SEAL}`,
    [place.periodId, place.regency],
  )
  return row!.count
}

/** 80 random bits in letters that nobody confuses, in groups of four. */
function newCode(): string {
  const signs = [...randomBytes(16)].map((byte) => ALPHABET[byte % 32])
  return signs.join('').replace(/.{4}(?=.)/g, '$&-')
}
