import env from '#start/env'
import { query, type Tx } from '#services/scope'
import { placeOf, type RegencyPeriod } from '#verification/periods/index'
import type { AreaCount } from './counts.js'
import { OF_STANDING_SEAL } from './finalisation.js'
import { regencyName } from './institution.js'
import type { LetterRow } from './letter_rows.js'
import type { Totals } from './totals.js'

/** A file that the public page recognises by its hash. */
export interface PublishedHash {
  kind: 'letter' | 'scan' | 'xlsx' | 'csv' | 'siksresult' | 'annex' | 'paper' | 'hashes' | 'annexes'
  name: string
  sha256: string
}

export interface PublishedTotals {
  records: number
  persons: number
  unit: string
  personUnit: string
  edition: number
  districts: { name: string; edition: number; result: number }[]
}

/** All that anybody may know of a letter; no person is in it. */
export interface PublishedFacts {
  code: string
  number: string
  date: string
  moduleTitle: string
  periodName: string
  decree: string
  regency: string
  totals: PublishedTotals
  sealRoot: string
  hashes: PublishedHash[]
  state: 'in_force' | 'void'
}

/** Address that the letter's QR leads to. */
export function verifyUrl(code: string): string {
  const base = env.get('APP_URL') ?? `http://localhost:${env.get('PORT') ?? 3333}`
  return `${base.replace(/\/$/, '')}/verifikasi/${code}`
}

export async function publishFacts(tx: Tx, period: RegencyPeriod, letter: LetterRow, totals: Totals): Promise<void> {
  const place = placeOf(period)
  const { words } = place.module
  const files = await query<PublishedHash>(
    tx,
    `select kind, name, sha256 from result_files s where s.period_id = ? and s.regency_code = ? and ${OF_STANDING_SEAL} order by kind, name`,
    [place.periodId, place.regency],
  )
  const hashes: PublishedHash[] = [{ kind: 'letter', name: letter.number, sha256: letter.sha256 }, ...files]
  const published: PublishedTotals = {
    ...{ records: totals.records, persons: totals.persons, unit: words.record.many, personUnit: words.person.many },
    edition: totals.all.edition,
    districts: totals.districts.map(({ name, edition, result }: AreaCount) => ({ name, edition, result })),
  }
  await tx.trx.table('published_facts').insert({
    ...{ code: letter.code, number: letter.number, letter_date: letter.date, module_title: words.title },
    ...{ period_name: period.period.name, decree: period.edition.decree, regency_code: place.regency },
    ...{ regency_name: await regencyName(place.regency), totals: JSON.stringify(published) },
    ...{ seal_root: letter.sealRoot, hashes: JSON.stringify(hashes), state: 'in_force', updated_at: tx.now },
  })
}

/** Adds the scan of the signed letter to what the public page recognises, in place of an earlier one. */
export async function publishScan(tx: Tx, code: string, scan: PublishedHash): Promise<void> {
  await query(
    tx,
    `update published_facts set updated_at = :now, hashes = cast(:scan as jsonb) || (
       select coalesce(jsonb_agg(h), '[]') from jsonb_array_elements(hashes) h where h->>'kind' <> 'scan')
     where code = :code`,
    { code, now: tx.now, scan: JSON.stringify([scan]) },
  )
}

export async function publishVoid(tx: Tx, code: string): Promise<void> {
  await tx.trx.from('published_facts').where('code', code).update({ state: 'void', updated_at: tx.now })
}

/** What is published under a code; null for an unknown one. Needs no scope. */
export async function factsOf(tx: Tx, code: string): Promise<PublishedFacts | null> {
  const [row] = await query<PublishedFacts>(
    tx,
    `select code, number, letter_date as date, module_title as "moduleTitle", period_name as "periodName", decree, regency_name as regency,
       totals, seal_root as "sealRoot", hashes, state
     from published_facts where code = ?`,
    [code.toUpperCase()],
  )
  return row ?? null
}
