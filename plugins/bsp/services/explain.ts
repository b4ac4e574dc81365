import { query, records, type ExplainedFact, type Place, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { vacancyByKey, type Vacancy } from './vacancies.js'

/** The vacancy that a family fills, and its rank among the candidates when it was chosen. */
interface Tie {
  name: string | null
  kpm: string | null
  percentile: number | null
}

/** What the quota has to do with a family: who has its place, or whose place it has. */
export async function placeFacts(tx: Tx, place: Place, key: string): Promise<ExplainedFact[]> {
  const vacancy = await vacancyByKey(tx, place, key)
  if (vacancy) return [{ label: text('Tempat dalam kuota', 'Place in the quota'), value: standingOf(vacancy) }]
  const tie = await tieOf(tx, place, key)
  return tie ? factsOf(tie) : []
}

function standingOf({ held, substitution }: Vacancy): ExplainedFact['value'] {
  if (held) return text('ditahan karena ada sanggah', 'held, as the family objected')
  const name = substitution?.name ?? substitution?.key
  return name
    ? text(`diisi oleh ${name}`, `taken by ${name}`)
    : text('kosong, menunggu pengganti', 'empty, waits for a substitute')
}

async function tieOf(tx: Tx, place: Place, substitute: string): Promise<Tie | undefined> {
  const [tie] = await query<Tie>(
    tx,
    `select v.name, v.register_id as kpm, s.percentile from bsp_substitutions s
     left join ${records.tables(place).current} v on v.period_id = s.period_id and v.regency_code = s.regency_code and v.key = s.vacancy_key
     where s.period_id = ? and s.regency_code = ? and s.substitute_key = ? and s.released_at is null`,
    [place.periodId, place.regency, substitute],
  )
  return tie
}

function factsOf({ name, kpm, percentile }: Tie): ExplainedFact[] {
  const of = [name, kpm].filter(Boolean).join(', ')
  const replaced = { label: text('Menggantikan', 'Takes the place of'), value: text(of, of) }
  if (percentile === null) return [replaced]
  const label = text('Peringkat saat dipilih', 'Rank when chosen')
  return [replaced, { label, value: text(`persentil ${percentile}`, `percentile ${percentile}`) }]
}
