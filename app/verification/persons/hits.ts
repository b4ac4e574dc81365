import type { VerificationModule } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { registry } from '#kernel/registry'
import type { Tx } from '#services/scope'
import { periodsOf, type RegencyPeriod } from '../periods/index.js'
import { tableNames } from '../store/columns.js'

/** Where a person stands in a module's lists. */
export interface PersonReference {
  module: string
  recordKey: string
  key: string
}

/** A person as a look-up finds him. The numbers are in clear: pages print them through the secret component alone. */
export interface PersonHit extends PersonReference {
  periodId: string
  registerId: string | null
  name: string
  nik: string | null
  kk: string | null
  /** `YYYY-MM-DD` */
  birthDate: string | null
  sex: number | null
  village: string
  /** Relation to the head of the record, as the instrument codes it. */
  relation: number | null
  /** Counts as a member of his record. */
  active: boolean
  /** Band of the welfare rank of his record, as lists have it. */
  decile: number
  /** By what he was found; `near` is a number that differs by one slip. */
  by: 'nik' | 'kk' | 'register' | 'card' | 'near' | 'name'
  /** 0 to 1 */
  score: number
  /** Found only in a period before the newest: the register of today has him no more. */
  past: boolean
}

/** A module's periods in a regency, newest first. */
export interface ModulePeriods {
  module: VerificationModule
  periods: readonly RegencyPeriod[]
}

/** Modules that are on in the regency and have had a period there, in order of installation. */
export async function modulesOf(tx: Tx, regency: string): Promise<ModulePeriods[]> {
  const on: VerificationModule[] = []
  for (const module of registry.modules()) if (await pluginEnabled(module.name, regency)) on.push(module)
  const periods = await periodsOf(tx, on, regency)
  return on
    .map((module) => ({ module, periods: periods.filter((period) => period.module === module) }))
    .filter((one) => one.periods.length > 0)
}

/** SQL columns of a hit, of a person `p`. */
export const HIT = `p.period_id as "periodId", p.record_key as "recordKey", p.key, p.register_id as "registerId", coalesce(p.name, '') as name,
  p.nik, p.kk, p.birth_date as "birthDate", p.sex, p.village_code as village, p.relation, p.active`

export type HitRow = Omit<PersonHit, 'module' | 'decile' | 'score' | 'past'>

/** SQL that puts the band of the record beside each hit of the query `found`; looked up record by record, for they are few. */
export function withDecile(module: VerificationModule, found: string): string {
  return `select f.*, coalesce((select c.decile from ${tableNames(module.instrument).current} c
      where c.period_id = f."periodId" and c.regency_code = :regency and c.key = f."recordKey"), 0) as decile from (${found}) f`
}

/**
 * One hit a person: where a record stands twice, as the edition has it and as it is proposed, the listed one; of several periods the
 * newest; of several modules the first that has the same NIK.
 */
export function distinctPersons(hits: readonly PersonHit[]): PersonHit[] {
  const kept = new Map<string, PersonHit>()
  const numbers = new Map<string, string>()
  for (const hit of hits) {
    const id = `${hit.module}:${hit.recordKey}/${hit.key}`
    const other = kept.get(id)
    if (other && (other.active || !hit.active)) continue
    const elsewhere = hit.nik === null ? undefined : numbers.get(hit.nik)
    if (elsewhere !== undefined && elsewhere !== hit.module) continue
    if (hit.nik !== null) numbers.set(hit.nik, hit.module)
    kept.set(id, hit)
  }
  return [...kept.values()]
}

/** How the read log names a person. */
export function subjectOf({ module, recordKey, key }: PersonReference): string {
  return `${module}:${recordKey}/${key}`
}
