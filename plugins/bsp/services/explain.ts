import { query, records, type ExplainedFact, type Place, type Tx } from '#core/plugin'
import { text } from '../instrument/declare.js'
import { vacancyByKey } from './vacancies.js'

/** What the quota has to do with a family: who has its place, or whose place it has. */
export async function placeFacts(tx: Tx, place: Place, key: string): Promise<ExplainedFact[]> {
  const vacancy = await vacancyByKey(tx, place, key)
  if (vacancy) {
    const label = text('Tempat dalam kuota', 'Place in the quota')
    if (vacancy.held) return [{ label, value: text('ditahan karena ada sanggah', 'held, as the family objected') }]
    const name = vacancy.substitution?.name ?? vacancy.substitution?.key
    return [
      {
        label,
        value: name
          ? text(`diisi oleh ${name}`, `taken by ${name}`)
          : text('kosong, menunggu pengganti', 'empty, waits for a substitute'),
      },
    ]
  }
  const { current } = records.tables(place)
  const [tie] = await query<{ name: string | null; kpm: string | null; percentile: number | null }>(
    tx,
    `select v.name, v.register_id as kpm, s.percentile from bsp_substitutions s
     left join ${current} v on v.period_id = s.period_id and v.regency_code = s.regency_code and v.key = s.vacancy_key
     where s.period_id = ? and s.regency_code = ? and s.substitute_key = ? and s.released_at is null`,
    [place.periodId, place.regency, key],
  )
  if (!tie) return []
  const of = [tie.name, tie.kpm].filter(Boolean).join(', ')
  return [
    { label: text('Menggantikan', 'Takes the place of'), value: text(of, of) },
    ...(tie.percentile === null
      ? []
      : [
          {
            label: text('Peringkat saat dipilih', 'Rank when chosen'),
            value: text(`persentil ${tie.percentile}`, `percentile ${tie.percentile}`),
          },
        ]),
  ]
}
