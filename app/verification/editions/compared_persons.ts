import type { VerificationModule } from '#kernel/registry'
import { cardOfPersonSql } from '../family_card.js'
import { tableNames } from '../store/columns.js'
import { recordNumbersSql } from '../store/set_kinds.js'
import { activeSql } from '../store/standing.js'
import { stagedTable } from './staging.js'

/** SQL: the active persons of what is being loaded, with the columns by which rules compare persons. */
export function stagedPersonsSql(module: VerificationModule): string {
  const { root, summary } = module.instrument
  return personsSql(
    module,
    `${stagedTable(summary.people.group)} m join ${stagedTable(root.name)} h on h.key = m.record_key and h.faults is null`,
    'm.faults is null',
    (families) => `${stagedTable(families)} f where f.faults is null and f.record_key = m.record_key`,
  )
}

/** SQL: the same of what an edition has of some regencies (`:edition`, `:regencies`). */
export function editionPersonsSql(module: VerificationModule): string {
  const { base, baseGroup } = tableNames(module.instrument)
  return personsSql(
    module,
    `${baseGroup(module.instrument.summary.people.group)} m
       join ${base} h on h.edition_id = m.edition_id and h.regency_code = m.regency_code and h.key = m.record_key`,
    ['h', 'm'].map((alias) => `${alias}.edition_id = :edition and ${alias}.regency_code = any (:regencies)`).join(' and '),
    (families) =>
      `${baseGroup(families)} f where f.edition_id = m.edition_id and f.regency_code = m.regency_code and f.record_key = m.record_key`,
  )
}

function personsSql(module: VerificationModule, from: string, where: string, familyFrom: (group: string) => string): string {
  const { people, village } = module.instrument.summary
  return `select h.regency_code, h.${village} as village_code, m.record_key, m.key, m.${people.name} as name, m.${people.nik} as nik,
       ${cardOfPersonSql(module.instrument, 'm', familyFrom)} as kk, ${recordNumbersSql(module, 'h')}, m.name_key, m.${people.birthDate} as birth_date
     from ${from} where ${where} and ${activeSql(module.instrument, 'm')}`
}
