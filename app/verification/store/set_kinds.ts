import type { VerificationModule } from '#kernel/registry'
import type { Severity } from '../rules.js'
import { tableNames } from './columns.js'

/**
 * Rules that need more than one record. A module names the code under which each kind is reported; severity, words and the outcomes
 * it looks at come from the rule of that code in its catalogue. Only persons and records that stay in the register are looked at,
 * on either side.
 */
export interface SetRules {
  /** The same NIK on two persons. */
  duplicateNik?: string
  /** The same family card number in two records. */
  sharedKk?: string
  /** The same number of the card of a record, the first of the root that `summary.cards` names, in two records. */
  sharedCard?: string
  /** The same number of the account that `summary.account` names, in two records. Its message is the case `shared_account`. */
  sharedAccount?: string
  /** Two persons of whom one has no NIK: same name, birth date and village. */
  lookalike?: string
  /** Two persons of whom one has no NIK: same name and family card. Its message is the case `namesake`. */
  namesake?: string
  /** A NIK that another regency holds too; only warned of, in the case `elsewhere`, and nothing is told of that regency. */
  nikElsewhere?: string
  /** The same of a family card number. */
  kkElsewhere?: string
  /** The village of the record is no current one of its regency. */
  currentVillage?: string
}

/** Columns of a person that tell the likeness of two, and those of numbers. */
export const LIKENESS = ['village_code', 'name_key', 'birth_date'] as const
export const NUMBERS = ['nik', 'kk', 'card', 'account'] as const
export type PersonColumn = (typeof NUMBERS)[number] | (typeof LIKENESS)[number]

/** How a problem of one kind is reported. */
export interface Reported {
  code: string
  severity: Severity
  /** Variable of the person the problem points to. */
  field: string
  /** Whether it is one of the record: its problem is told once and names no person. */
  ofRecord?: true
  /** Identifier that its message names, masked. */
  number?: 'nik' | 'kk'
  case?: string
  /** SQL list of the outcomes the rule looks at; absent = all that stay. */
  outcomes?: string
}

/** A rule that compares persons of one regency with each other. */
export interface PairKind extends Reported {
  by: readonly PersonColumn[]
  /** Whether two persons of one record count, or only those of two records. */
  apart: 'persons' | 'records'
  /** Whether one of the two must be without NIK. */
  unnumbered: boolean
}

/** Columns of the record whose number must stand in one record only, each where the module has such a rule. */
export function recordNumbers({ setRules, instrument }: Pick<VerificationModule, 'setRules' | 'instrument'>) {
  const { cards, account } = instrument.summary
  return {
    card: (setRules?.sharedCard && cards?.find(({ group }) => !group)?.variable) || null,
    account: (setRules?.sharedAccount && account) || null,
  }
}

/** Columns of numbers by which the persons of a module are compared. */
export function comparedNumbers(module: Pick<VerificationModule, 'setRules' | 'instrument'>): (typeof NUMBERS)[number][] {
  const own = recordNumbers(module)
  return NUMBERS.filter((column) => (column !== 'card' && column !== 'account') || own[column] !== null)
}

/** SQL of the columns `card` and `account` of a person, from the row of his record under an alias. */
export function recordNumbersSql(module: Pick<VerificationModule, 'setRules' | 'instrument'>, record: string): string {
  const numbers = Object.entries(recordNumbers(module))
  return numbers.map(([name, column]) => `${column ? `${record}.${column}` : 'null'} as ${name}`).join(', ')
}

function reported(module: VerificationModule, code: string, more: Omit<Reported, 'code' | 'severity' | 'outcomes'>): Reported {
  const rule = module.rules.find((candidate) => candidate.code === code)
  const outcomes = rule?.outcomes && { outcomes: `(${rule.outcomes.map((outcome) => `'${outcome}'`).join(', ')})` }
  return { code, severity: rule?.severity ?? 'warn', ...outcomes, ...more }
}

/** The declared rules that compare persons of one regency. */
export function pairKinds(module: VerificationModule): PairKind[] {
  const { nik, kk, name } = module.instrument.summary.people
  const { duplicateNik, sharedKk, sharedCard, sharedAccount, lookalike, namesake } = module.setRules ?? {}
  const kinds: PairKind[] = []
  const add = (
    code: string | undefined,
    pair: Omit<PairKind, keyof Reported>,
    more: Omit<Reported, 'code' | 'severity' | 'outcomes'>,
  ) => {
    if (code) kinds.push({ ...reported(module, code, more), ...pair })
  }
  add(duplicateNik, { by: ['nik'], apart: 'persons', unnumbered: false }, { field: nik, number: 'nik' })
  add(sharedKk, { by: ['kk'], apart: 'records', unnumbered: false }, { field: kk, number: 'kk' })
  const { card, account } = recordNumbers(module)
  const ofRecord = { ofRecord: true } as const
  if (card) add(sharedCard, { by: ['card'], apart: 'records', unnumbered: false }, { field: card, ...ofRecord })
  if (account) {
    const how = { field: account, case: 'shared_account', ...ofRecord } as const
    add(sharedAccount, { by: ['account'], apart: 'records', unnumbered: false }, how)
  }
  add(lookalike, { by: LIKENESS, apart: 'persons', unnumbered: true }, { field: name })
  const alike = { field: name, number: 'kk', case: 'namesake' } as const
  add(namesake, { by: ['kk', 'name_key'], apart: 'persons', unnumbered: true }, alike)
  return kinds
}

/** The declared rules that ask whether a number is known in another regency; each only warns. */
function elsewhereKinds(module: VerificationModule): (Reported & { number: 'nik' | 'kk' })[] {
  const { people } = module.instrument.summary
  const { nikElsewhere, kkElsewhere } = module.setRules ?? {}
  const kinds = [
    { code: nikElsewhere, number: 'nik' },
    { code: kkElsewhere, number: 'kk' },
  ] as const
  return kinds.flatMap(({ code, number }) => {
    if (!code) return []
    const how = reported(module, code, { field: people[number], case: 'elsewhere' })
    return [{ ...how, number, severity: 'warn' as const }]
  })
}

/** The rule about the village of a record, where the module declares it. */
export function villageKind(module: VerificationModule): Reported | null {
  const code = module.setRules?.currentVillage
  return code ? reported(module, code, { field: module.instrument.summary.village }) : null
}

/** SQL: `of` is asked about by this rule. */
export function askedSql({ outcomes }: Reported, of: string): string {
  return outcomes ? `${of} in ${outcomes}` : 'true'
}

/** The other record of a pair, as params: where it is the person's own, which holds two alike, its message is the case `within`. */
export function otherParams(kind: PairKind, other: string): Record<string, string> {
  if (kind.case || kind.apart === 'records') return { other }
  return { other, case: `case when ${other} = p.record_key then 'within' end` }
}

/** SQL of one problem about person `p` (with `key`, `name`, `nik`, `kk`) or his record; `more` are further params as name and SQL value. */
export function personProblemSql(module: VerificationModule, kind: Reported, more: Readonly<Record<string, string>>): string {
  const person = `'group', '${module.instrument.summary.people.group}', 'key', p.key, `
  const where = `jsonb_build_object(${kind.ofRecord ? '' : person}'field', '${kind.field}')`
  return problemSql(kind, where, {
    ...(kind.case ? { case: `'${kind.case}'` } : {}),
    ...more,
    ...(kind.ofRecord ? {} : { who: 'p.name' }),
    ...(kind.number ? { [kind.number]: maskedSql(`p.${kind.number}`) } : {}),
  })
}

/** Order in which the problems of one record are kept. */
export const PROBLEM_LIST = `jsonb_agg(problem order by problem->>'rule', problem->'fields', problem->'params'->>'case' nulls first)`

/** Persons about whom a number is reported: everyone for a NIK, one of each family for its card. */
function subjectsSql(number: 'nik' | 'kk', persons: string): string {
  return number === 'nik' ? persons : `(select distinct on (record_key, kk) * from ${persons} order by record_key, kk, key)`
}

/**
 * SQL of the problems of persons whose number another regency holds, one query a kind. `persons` is a table or `with` query of persons with
 * their `outcome`; `id` is its column that names the record.
 */
export function elsewhereSql(module: VerificationModule, persons: string, id: 'record_key' | 'line'): string[] {
  const { elsewhere } = tableNames(module.instrument)
  return elsewhereKinds(module).map(
    (kind) => `select p.${id}, ${personProblemSql(module, kind, {})} as problem
      from ${elsewhere}(:period, :regency, '${kind.number}', array(select distinct ${kind.number} from ${persons} where ${kind.number} is not null)) e(number)
      join ${subjectsSql(kind.number, persons)} p on p.${kind.number} = e.number where ${askedSql(kind, 'p.outcome')}`,
  )
}

/** SQL of the problem that the village of a record is none. */
export function villageProblemSql(kind: Reported, village: string): string {
  return problemSql(kind, `jsonb_build_object('field', '${kind.field}')`, { village: `coalesce(${village}, '—')` })
}

/** SQL: `village` is no village of the list in force whose regency is `:regency`. */
export function strayVillageSql(village: string): string {
  return `not exists (select 1 from regions v join regions d on d.code = v.parent
    where v.code = ${village} and v.level = 4 and d.parent = :regency)`
}

function problemSql({ code, severity }: Reported, field: string, params: Readonly<Record<string, string>>): string {
  const named = Object.entries(params).map(([name, value]) => `'${name}', ${value}`)
  return `jsonb_build_object('rule', '${code}', 'severity', '${severity}', 'fields', jsonb_build_array(${field}),
    'params', jsonb_strip_nulls(jsonb_build_object(${named.join(', ')})))`
}

/** The mask of `maskSecret` for NIK and No KK, in SQL. */
function maskedSql(number: string): string {
  const hidden = `repeat('*', length(${number}) - 6)`
  return `case when length(${number}) < 12 then repeat('*', length(${number})) else left(${number}, 4) || ${hidden} || right(${number}, 2) end`
}
