import { cleanIdentifier } from '#domain/identifier'
import type { VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { HIT, withDecile, type HitRow, type ModulePeriods, type PersonHit } from './hits.js'
import { slipsOf } from './slips.js'

/** Most persons that one look-up shows. */
export const MOST_HITS = 50
/** A person's register key is that of his record and so many figures; only a hint, the whole key is compared. */
const PERSON_FIGURES = 2

type Found = HitRow & { decile: number }

/** What was typed as digits where it is a number, else as an opaque key of a register. */
export function typedNumber(text: string): string {
  try {
    return cleanIdentifier(text, null) ?? ''
  } catch {
    return text.trim()
  }
}

/**
 * Persons of a regency by NIK, family card, register key of record or person, or the number of a card: first those of the newest period,
 * then of those before, then by numbers that one slip of the typist makes. All by indexes of the narrow rows and the card's own.
 */
export async function findByNumber(
  tx: Tx,
  regency: string,
  { module, periods }: ModulePeriods,
  number: string,
): Promise<PersonHit[]> {
  const [newest, ...earlier] = periods
  if (!newest || number === '') return []
  const asked = { regency, number, periods: [newest.period.id] }
  const found =
    (await some(tx, listedSql(module), asked)) ??
    (await some(tx, cardsSql(module), { ...asked, editions: [newest.edition.id] })) ??
    (await some(tx, nearSql(module), { ...asked, slips: slipsOf(number) }))
  if (found) return found.map((row) => hitOf(module, row, false))
  const before =
    earlier.length > 0 && (await some(tx, listedSql(module), { ...asked, periods: earlier.map(({ period }) => period.id) }))
  return before ? before.map((row) => hitOf(module, row, true)) : []
}

function hitOf(module: VerificationModule, row: Found, past: boolean): PersonHit {
  return { ...row, module: module.name, past, score: row.by === 'near' ? 0.9 : 1 }
}

async function some(tx: Tx, sql: string, bindings: Record<string, string | readonly string[]>): Promise<Found[] | null> {
  if (sql === '') return null
  const rows = await query<Found>(tx, sql, bindings)
  return rows.length > 0 ? rows : null
}

const WHERE = 'p.period_id = any (cast(:periods as uuid[])) and p.regency_code = :regency'
const ORDER = `order by "periodId" desc, "recordKey", active desc, relation nulls last, key limit ${MOST_HITS}`

function listedSql(module: VerificationModule): string {
  const { people, current } = tableNames(module.instrument)
  const found = `select 'nik' as by, ${HIT} from ${people} p where ${WHERE} and p.nik = :number
    union all select 'kk', ${HIT} from ${people} p where ${WHERE} and p.kk = :number
    union all select 'register', ${HIT} from ${current} c
      join ${people} p on p.period_id = c.period_id and p.regency_code = c.regency_code and p.record_key = c.key
      where c.period_id = any (cast(:periods as uuid[])) and c.regency_code = :regency
        and c.register_id in (:number, left(:number, -${PERSON_FIGURES})) and (c.register_id = :number or p.register_id = :number)`
  return `${withDecile(module, found)} ${ORDER}`
}

function nearSql(module: VerificationModule): string {
  const { people } = tableNames(module.instrument)
  const near = (column: 'nik' | 'kk') =>
    `select 'near' as by, ${HIT} from ${people} p where ${WHERE} and p.${column} = any (:slips)`
  return `${withDecile(module, `${near('nik')} union all ${near('kk')}`)} ${ORDER}`
}

function cardsSql(module: VerificationModule): string {
  const { instrument } = module
  const names = tableNames(instrument)
  const keys = (instrument.summary.cards ?? []).flatMap(({ group: name, variable }) => {
    const group = instrument.groups.find((one) => one.name === name) ?? instrument.root
    const isRoot = group === instrument.root
    const columns = isRoot ? 't.key as record_key, cast(null as text) as key' : 't.record_key, t.key'
    const select = (table: string, place: string) =>
      `select ${columns} from ${table} t where t.${place} and t.regency_code = :regency and t.${variable} = :number`
    const base = select(isRoot ? names.base : names.baseGroup(group.name), 'edition_id = any (cast(:editions as uuid[]))')
    if (group.variables.find((one) => one.name === variable)?.readonly) return [base]
    return [base, select(isRoot ? names.updates : names.updateGroup(group.name), 'period_id = any (cast(:periods as uuid[]))')]
  })
  if (keys.length === 0) return ''
  const found = `select distinct on (p.record_key, p.key) 'card' as by, ${HIT} from (${keys.join(' union ')}) k
    cross join lateral (select * from ${names.people} l where l.period_id = any (cast(:periods as uuid[])) and l.regency_code = :regency
      and l.record_key = k.record_key and (k.key is null or l.key = k.key) offset 0) p
    order by p.record_key, p.key, p.active desc`
  return `${withDecile(module, found)} ${ORDER}`
}
