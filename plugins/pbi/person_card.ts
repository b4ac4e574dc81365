import type { CardFact, CardProgramme, PersonCard, Text } from '#core/plugin'
import { query, records } from '#core/plugin'
import { text } from './instrument/declare.js'
import { SEGMENTS, STATE_PAYS } from './instrument/reasons.js'
import type { Verdict } from './services/match.js'

const PROGRAMME = text('PBI Jaminan Kesehatan', 'Health premium (PBI-JK)')
const MATCHED: Record<Verdict, readonly [Text, CardFact['tone']]> = {
  matched: [text('Padan', 'Matched'), 'good'],
  other_person: [text('Tidak padan: nomor milik orang lain', 'Not matched: the number is of another person'), 'bad'],
  other_number: [text('Tidak padan: nomor kartu berbeda', 'Not matched: another card number'), 'warn'],
  several_numbers: [text('Tidak padan: beberapa nomor untuk NIK ini', 'Not matched: several numbers for this NIK'), 'warn'],
  absent: [text('Tidak padan: tidak ada pada BPJS', 'Not matched: unknown to BPJS'), 'warn'],
}

/** Whether the state pays the premium, decree by decree, the declared segment, and whether BPJS knows the person. */
const card: PersonCard = async ({ tx, regency, states }) => {
  const newest = states[0]
  if (!newest) return null
  const answers: CardProgramme['answers'] = Object.fromEntries(
    states.map(({ id, doc }) => [id, (doc.values.segmen_bpjs ?? STATE_PAYS) === STATE_PAYS ? 'yes' : 'no'] as const),
  )
  const segment = SEGMENTS.find(({ code }) => code === newest.doc.values.segmen_bpjs)
  const found = await records.period(tx, 'pbi', regency)
  const [match] = found
    ? await query<{ verdict: Verdict }>(
        tx,
        'select verdict from pbi_matches where period_id = ? and regency_code = ? and key = ?',
        [...[found.place.periodId, regency, newest.doc.key]],
      )
    : []
  const [value, tone] = match ? MATCHED[match.verdict] : [text('Belum dipadankan', 'Not compared yet'), 'neutral' as const]
  return {
    programmes: [{ name: PROGRAMME, of: 'person', answers }],
    facts: [
      { label: text('Segmen BPJS', 'BPJS segment'), value: segment?.label ?? text('Belum diisi', 'Not filled in') },
      { label: text('Padan BPJS', 'BPJS match'), value, ...(tone ? { tone } : {}) },
    ],
  }
}

export default card
