import type { VerificationModule } from '#kernel/registry'
import { joinedCardSql } from '../family_card.js'
import { tableNames } from '../store/columns.js'
import { recordNumbersSql } from '../store/set_kinds.js'
import { activeSql } from '../store/standing.js'
import { stagedTable } from './staging.js'

/** SQL: the active persons of what is being loaded, with the columns by which rules compare persons. */
export function stagedPersonsSql(module: VerificationModule): string {
  const { root, summary } = module.instrument
  return personsSql(module, {
    from: `${stagedTable(summary.people.group)} m join ${stagedTable(root.name)} h on h.key = m.record_key and h.faults is null`,
    where: 'm.faults is null',
    family: (group) => ({ table: stagedTable(group), on: 'f.faults is null and f.record_key = m.record_key' }),
  })
}

/** SQL: the same of what an edition has of some regencies (`:edition`, `:regencies`). */
export function editionPersonsSql(module: VerificationModule): string {
  const { base, baseGroup } = tableNames(module.instrument)
  return personsSql(module, {
    from: `${baseGroup(module.instrument.summary.people.group)} m
       join ${base} h on h.edition_id = m.edition_id and h.regency_code = m.regency_code and h.key = m.record_key`,
    where: ['h', 'm'].map((alias) => `${alias}.edition_id = :edition and ${alias}.regency_code = any (:regencies)`).join(' and '),
    family: (group) => ({
      table: baseGroup(group),
      on: `f.edition_id = :edition and f.regency_code = any (:regencies) and f.regency_code = m.regency_code and f.record_key = m.record_key`,
    }),
  })
}

interface Source {
  from: string
  where: string
  family: (group: string) => { table: string; on: string }
}

function personsSql(module: VerificationModule, { from, where, family }: Source): string {
  const { people, village } = module.instrument.summary
  const card = joinedCardSql(module.instrument, 'm', family)
  return `select h.regency_code, h.${village} as village_code, m.record_key, m.key, m.${people.name} as name, m.${people.nik} as nik,
       ${card.column} as kk, ${recordNumbersSql(module, 'h')}, m.name_key, m.${people.birthDate} as birth_date
     from ${from} ${card.join} where ${where} and ${activeSql(module.instrument, 'm')}`
}
