import { query, type Tx } from '#services/scope'
import type { VerificationModule } from '#kernel/registry'
import { periodsOf } from '../periods/index.js'

/** An edition that holds the regency, as pages offer it. */
export interface EditionSide {
  id: string
  name: string
  decree: string
  decreeDate: string
  records: number
  persons: number
}

/** A period of the regency with the edition that it verifies. */
export interface PeriodSide {
  id: string
  name: string
  edition: string
  decree: string
  opensOn: string
  state: string
}

/** Every state of a register that a regency can look back on: the decrees, newest first, and the periods held against them. */
export async function sidesOf(
  tx: Tx,
  module: VerificationModule,
  regency: string,
): Promise<{ editions: EditionSide[]; periods: PeriodSide[] }> {
  const editions = await query<EditionSide>(
    tx,
    `select e.id, e.name, e.decree, e.decree_date as "decreeDate", r.records, r.persons from editions e
     join edition_regencies r on r.edition_id = e.id and r.regency_code = :regency
     where e.module = :module and e.state in ('published', 'superseded')
     order by e.decree_date desc, e.created_at desc, e.id desc`,
    { regency, module: module.name },
  )
  const periods = (await periodsOf(tx, module, regency)).map(({ period, edition, finalisation }): PeriodSide => ({
    ...{ id: period.id, name: period.name, opensOn: period.opensOn, state: finalisation.state },
    ...{ edition: edition.id, decree: edition.decree },
  }))
  return { editions, periods }
}
