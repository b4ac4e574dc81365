import { query, type Tx } from '#services/scope'
import { tableNames } from '../store/columns.js'
import { findByName, type AskedName } from './by_name.js'
import { findByNumber, MOST_HITS, typedNumber } from './by_number.js'
import { distinctPersons, modulesOf, type ModulePeriods, type PersonHit } from './hits.js'

/** What looking somebody up found, each hit once however many registers hold the person. */
export interface LookUp {
  /** Best first, at most 50. */
  hits: PersonHit[]
  /** Nobody here, but another regency has this NIK or family card; nothing else is told of it. */
  elsewhere: boolean
  /** No module has had a period here yet, so that nothing can be looked up. */
  empty: boolean
}

const LONG = /^[0-9]{16}$/

/** @param text NIK, No KK, a register key or the number of a card as it was typed */
export async function lookUpNumber(tx: Tx, regency: string, text: string): Promise<LookUp> {
  const number = typedNumber(text)
  const modules = await modulesOf(tx, regency)
  const hits: PersonHit[] = []
  for (const one of modules) hits.push(...(await findByNumber(tx, regency, one, number)))
  const exact = hits.some(({ by }) => by !== 'near')
  const found = distinctPersons(exact ? hits.filter(({ by }) => by !== 'near') : hits).slice(0, MOST_HITS)
  return { hits: found, elsewhere: !exact && (await isElsewhere(tx, regency, modules, number)), empty: modules.length === 0 }
}

export async function lookUpName(tx: Tx, regency: string, asked: AskedName): Promise<LookUp> {
  const modules = await modulesOf(tx, regency)
  const hits: PersonHit[] = []
  for (const one of modules) hits.push(...(await findByName(tx, regency, one, asked)))
  const best = distinctPersons(hits.sort((a, b) => b.score - a.score))
  return { hits: best.slice(0, MOST_HITS), elsewhere: false, empty: modules.length === 0 }
}

async function isElsewhere(tx: Tx, regency: string, modules: readonly ModulePeriods[], number: string): Promise<boolean> {
  if (!LONG.test(number)) return false
  for (const one of modules) {
    for (const kind of ['nik', 'kk'] as const) if ((await elsewhereOf(tx, regency, one, kind, [number])).size > 0) return true
  }
  return false
}

/** Those of the numbers that another regency holds in the newest period; asked through the keyed marks. */
export async function elsewhereOf(
  tx: Tx,
  regency: string,
  { module, periods: [newest] }: ModulePeriods,
  kind: 'nik' | 'kk',
  numbers: readonly string[],
): Promise<Set<string>> {
  if (!newest || numbers.length === 0) return new Set()
  const { elsewhere } = tableNames(module.instrument)
  const rows = await query<{ number: string }>(
    tx,
    `select number from ${elsewhere}(:period, :regency, :kind, :numbers) e(number)`,
    {
      ...{ period: newest.period.id, regency, kind, numbers },
    },
  )
  return new Set(rows.map((row) => row.number))
}
