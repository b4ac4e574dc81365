import { query, type CardFact, type PersonCard } from '#core/plugin'
import { formatDate } from '#core/domain'

const LABEL = { id: 'Padan Dukcapil', en: 'Civil registry match' }
/** 1 and 2 as the registers of the ministry have them (1 PADAN, 2 TIDAK PADAN); 3 is for registries that tell differences. */
const RESULTS: Record<number, readonly [id: string, en: string, tone: CardFact['tone']]> = {
  1: ['Padan', 'Matched', 'good'],
  2: ['Tidak padan', 'Not matched', 'bad'],
  3: ['Padan dengan perbedaan', 'Matched with differences', 'warn'],
}

/** What the civil registry answered about the person's NIK, where the ministry has loaded its answer. */
const card: PersonCard = async ({ tx, regency, person }) => {
  const [answer] = person.nik
    ? await query<{ result: number; checked: string }>(
        tx,
        'select result, checked_on as checked from kesos_dukcapil where regency_code = :regency and nik = :nik',
        { regency, nik: person.nik },
      )
    : []
  if (!answer)
    return { programmes: [], facts: [{ label: LABEL, value: { id: 'Belum dipadankan', en: 'Not asked yet' }, tone: 'neutral' }] }
  const [id, en, tone] = RESULTS[answer.result]!
  const on = formatDate(answer.checked)
  return {
    programmes: [],
    facts: [{ label: LABEL, value: { id: `${id}, ${on}`, en: `${en}, ${on}` }, ...(tone ? { tone } : {}) }],
  }
}

export default card
