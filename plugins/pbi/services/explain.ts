import { query, records, type ExplainedFact, type Place, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { pairByKey, type Pair } from './pairs.js'

/** For whom a substitute comes in, who paired them, and its rank among the candidates when it was chosen. */
interface Tie {
  participant: string
  name: string | null
  by: string
  percentile: number | null
}

/** Who comes in for a participant who is replaced, or for whom a substitute comes in, and who said so. */
export async function tieFacts(tx: Tx, place: Place, key: string): Promise<ExplainedFact[]> {
  const pair = await pairByKey(tx, place, key)
  if (pair) return [{ label: text('Tempat dalam kuota usulan', 'Place in the quota'), value: standingOf(pair) }]
  const tie = await tieOf(tx, place, key)
  return tie ? factsOf(tie) : []
}

function standingOf({ held, substitute }: Pair): ExplainedFact['value'] {
  if (held) return text('ditahan karena ada sanggah', 'held, as the participant objected')
  const name = substitute && (substitute.name ?? substitute.key)
  return name
    ? text(`diisi oleh ${name}`, `taken by ${name}`)
    : text('kosong, menunggu pengganti', 'empty, waits for a substitute')
}

async function tieOf(tx: Tx, place: Place, substitute: string): Promise<Tie | undefined> {
  const [tie] = await query<Tie>(
    tx,
    `select t.participant, v.name, t.tied_by_name as by, cast(t.percentile as float) as percentile from pbi_ties t
     left join ${records.tables(place).current} v on v.period_id = t.period_id and v.regency_code = t.regency_code and v.register_id = t.participant
     where t.period_id = ? and t.regency_code = ? and t.substitute_key = ? and t.released_at is null`,
    [place.periodId, place.regency, substitute],
  )
  return tie
}

function factsOf({ participant, name, by, percentile }: Tie): ExplainedFact[] {
  const of = [name, participant].filter(Boolean).join(', ')
  const paired = [
    { label: text('Menggantikan', 'Takes the place of'), value: text(of, of) },
    { label: text('Dipasangkan oleh', 'Paired by'), value: text(by, by) },
  ]
  if (percentile === null) return paired
  const label = text('Peringkat saat dipilih', 'Rank when chosen')
  return [...paired, { label, value: text(`persentil ${percentile}`, `percentile ${percentile}`) }]
}
