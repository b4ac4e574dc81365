import { familiesByKey, personsGone } from '#plugins/bdt/api'
import { query, records, type ModuleBlocker, type Place, type Tx } from '#core/plugin'
import { outcomesThat } from '../outcomes.js'
import { ofQuota } from './standing_quota.js'
import { touchedCrossTwins } from './twin_pairs.js'

interface Substitute {
  id: string
  key: string
  name: string | null
  village: string
  family: string | null
  open: boolean
  /** Numbers of the one who holds the card. */
  nik: string | null
  holder: string | null
}

/** What stands against finalising: the quota of the regency and of each village, substitutes without an open vacancy, and what the BDT says of them. */
export async function standing(tx: Tx, place: Place, limit: number): Promise<{ list: ModuleBlocker[]; total: number }> {
  const all = [
    ...(await ofQuota(tx, place)),
    ...(await ofSubstitutes(tx, place)),
    ...(await ofUntied(tx, place)),
    ...(await ofAccounts(tx, place)),
  ]
  return { list: all.slice(0, limit), total: all.length }
}

/** Accepted substitutes whose vacancy was closed again, or of whom the BDT now says that they or the card holder died, moved or receive PKH. */
async function ofSubstitutes(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current, people } = records.tables(place)
  const rows = await query<Substitute>(
    tx,
    `select s.id, s.substitute_key as key, n.name, s.village_code as village, s.family_key as family, p.nik, p.register_id as holder,
       coalesce(v.state = 'accepted' and v.outcome = any (:freeing), false) as open
     from bsp_substitutions s
     join ${current} n on n.period_id = s.period_id and n.regency_code = s.regency_code and n.key = s.substitute_key and n.state = 'accepted'
     left join ${current} v on v.period_id = s.period_id and v.regency_code = s.regency_code and v.key = s.vacancy_key
     left join lateral (select * from ${people} c where c.period_id = s.period_id and c.regency_code = s.regency_code and c.record_key = n.key
       and c.stays and c.relation = 1 limit 1) p on true
     where s.period_id = :period and s.regency_code = :regency and s.released_at is null order by s.village_code, n.name_key, n.key`,
    { period: place.periodId, regency: place.regency, freeing: outcomesThat('frees') },
  )
  const families = await familiesByKey(
    tx,
    place.regency,
    rows.flatMap(({ family }) => family ?? []),
  )
  const persons = rows.map(({ key, nik, holder }) => ({ key, nik, id: holder }))
  const gone = new Set((await personsGone(tx, place.regency, persons)).map(({ key }) => key))
  return rows.flatMap((row): ModuleBlocker[] => {
    const fault = faultOf(row.family ? families.get(row.family) : undefined) ?? (gone.has(row.key) ? 'holder' : null)
    const sentence = row.open ? fault : 'closed'
    return sentence === null ? [] : [blockerOf(row, sentence)]
  })
}

/** What the BDT now says against a substitute's family, as the name of its sentence. */
function faultOf(family: { stands: boolean; pkh: boolean; members: readonly unknown[] } | undefined): string | null {
  if (!family?.stands || family.members.length === 0) return 'gone'
  return family.pkh ? 'pkh' : null
}

/** Accepted proposals without a vacancy: those of before a rule was tightened, or put back by an undo. */
async function ofUntied(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const { current } = records.tables(place)
  const rows = await query<Pick<Substitute, 'key' | 'name' | 'village'>>(
    tx,
    `select c.key, c.name, c.village_code as village from ${current} c
     where c.period_id = :period and c.regency_code = :regency and c.kind = 'new' and c.state = 'accepted' and c.outcome = any (:taking)
       and not exists (select 1 from bsp_substitutions s where s.period_id = c.period_id and s.regency_code = c.regency_code
         and s.substitute_key = c.key and s.released_at is null)
     order by c.village_code, c.name_key, c.key`,
    { period: place.periodId, regency: place.regency, taking: outcomesThat('takes') },
  )
  return rows.map((row) => blockerOf(row, 'untied'))
}

async function ofAccounts(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const twins = await touchedCrossTwins(tx, place)
  return twins.map(({ one, other }) => ({
    ...{
      id: `rekening:${one.key}`,
      rule: 'BSP-R25',
      record: { key: one.key, name: one.name },
      village: one.village,
      href: '/bsp/data-ganda?jenis=card',
    },
    message: { key: 'bsp.standing.account', params: { other: other.kpm ?? other.name ?? other.key } },
  }))
}

function blockerOf({ key, name, village }: Pick<Substitute, 'key' | 'name' | 'village'>, sentence: string): ModuleBlocker {
  const message = { key: `bsp.standing.${sentence}` }
  const href = sentence === 'untied' ? '/bsp/penggantian' : `/bsp/kpm/${encodeURIComponent(key)}`
  return { id: `pengganti:${key}`, record: { key, name }, village, message, href }
}
