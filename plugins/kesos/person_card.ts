import { query, type CardFact, type PersonCard } from '#core/plugin'
import { formatDate } from '#core/domain'

const LABEL = { id: 'Padan Dukcapil', en: 'Civil registry match' }
/** 1 and 2 as the registers of the ministry have them (1 PADAN, 2 TIDAK PADAN); 3 is for registries that tell differences. */
const RESULTS: Record<number, readonly [id: string, en: string, tone: CardFact['tone']]> = {
  1: ['Padan', 'Matched', 'good'],
  2: ['Tidak padan', 'Not matched', 'bad'],
  3: ['Padan dengan perbedaan', 'Matched with differences', 'warn'],
}

const DOCUMENT = { id: 'Pemeriksaan dokumen', en: 'Document check' }
/** 1 SESUAI DOKUMEN, 2 TIDAK SESUAI DOKUMEN; not filled in where nobody looked. */
const DOCUMENTS: Record<number, readonly [id: string, en: string, tone: CardFact['tone']]> = {
  1: ['Sesuai dokumen', 'Agrees with the document', 'good'],
  2: ['Tidak sesuai dokumen', 'Does not agree with the document', 'bad'],
}
const UNCHECKED = ['Belum diisi', 'Not filled in', 'neutral'] as const

/** What the civil registry answered about the person's NIK, where the ministry has loaded its answer. */
const card: PersonCard = async ({ tx, regency, person }) => {
  const [answer] = person.nik
    ? await query<{ result: number; document: number | null; checked: string }>(
        tx,
        'select result, document, checked_on as checked from kesos_dukcapil where regency_code = :regency and nik = :nik',
        { regency, nik: person.nik },
      )
    : []
  if (!answer)
    return { programmes: [], facts: [{ label: LABEL, value: { id: 'Belum dipadankan', en: 'Not asked yet' }, tone: 'neutral' }] }
  const [id, en, tone] = RESULTS[answer.result]!
  const on = formatDate(answer.checked)
  const [said, told, looks] = DOCUMENTS[answer.document ?? 0] ?? UNCHECKED
  return {
    programmes: [],
    facts: [
      { label: LABEL, value: { id: `${id}, ${on}`, en: `${en}, ${on}` }, ...(tone ? { tone } : {}) },
      { label: DOCUMENT, value: { id: said, en: told }, ...(looks ? { tone: looks } : {}) },
    ],
  }
}

export default card
