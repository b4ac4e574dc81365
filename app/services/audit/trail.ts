import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { registry, type VerificationModule } from '#kernel/registry'
import { query, type Tx } from '#services/scope'
import type { Totals } from '#verification/finalise/totals'
import { regencyRoot } from '#verification/seal'

/** A letter as an auditor finds it: numbers, codes, hashes and moments; the official and the office are not in it. */
export interface TrailLetter {
  id: string
  regency: string
  regencyName: string
  module: VerificationModule
  periodId: string
  period: string
  edition: string
  decree: string
  number: string
  code: string
  date: string
  state: 'in_force' | 'void'
  totals: Totals
  sealRoot: string
  sha256: string
  scanSha256: string | null
  scannedAt: Date | null
  voidedAt: Date | null
  createdAt: Date
  createdBy: string | null
}

export interface SealedVillage {
  code: string
  name: string
  records: number
  persons: number
  /** Root of the village's tree, hex. */
  root: string
}

/** The villages that a letter was sealed with, and whether their roots give the one printed on it. */
export interface VillageFigures {
  villages: SealedVillage[]
  sum: Pick<SealedVillage, 'records' | 'persons'>
  rootAgrees: boolean
  sumAgrees: boolean
}

type Row = Omit<TrailLetter, 'module'> & { module: string }

const SELECT = `select l.id, l.regency_code as regency, r.name as "regencyName", l.module, l.period_id as "periodId", p.name as period,
    e.name as edition, e.decree, l.number, l.code, l.letter_date as date, l.state, l.totals, l.seal_root as "sealRoot", l.sha256,
    l.scan_sha256 as "scanSha256", l.scanned_at as "scannedAt", l.voided_at as "voidedAt", l.created_at as "createdAt", l.created_by as "createdBy"
  from letters l join periods p on p.id = l.period_id join editions e on e.id = p.edition_id join regions r on r.code = l.regency_code
  where l.regency_code = any (:regions)`

/** @throws NotFound for a letter that is unknown or outside the scope */
export async function letterForTrail(tx: Tx, id: string): Promise<TrailLetter> {
  const [row] = isUuid(id) ? await query<Row>(tx, `${SELECT} and l.id = :id`, { regions: tx.scope.regions, id }) : []
  if (!row) throw new NotFound()
  return letterOf(row)
}

/** How many letters are listed at once. */
export const LISTED_LETTERS = 50

/** Letters by number, code of the QR, or region, the newest first, and whether there are more. */
export async function findLetters(
  tx: Tx,
  { text, region }: { text: string; region: string | null },
): Promise<{ letters: TrailLetter[]; more: boolean }> {
  const rows = await query<Row>(
    tx,
    `${SELECT} and (cast(:text as text) = '' or l.number = :text or l.code = upper(:text) or cast(l.id as text) = lower(:text))
       and (cast(:region as text) is null or l.regency_code = :region or r.parent = :region) order by l.created_at desc, l.id desc limit ${LISTED_LETTERS + 1}`,
    { regions: tx.scope.regions, text, region },
  )
  return { letters: rows.slice(0, LISTED_LETTERS).map(letterOf), more: rows.length > LISTED_LETTERS }
}

function letterOf({ module, ...row }: Row): TrailLetter {
  return { ...row, module: registry.module(module) }
}

/**
 * Among the seals of the period the one that gives the root of the letter: a letter that was returned keeps the villages it was made
 * from. Where none gives it, those of the newest seal stand there with the difference told.
 */
export async function villagesOfLetter(tx: Tx, letter: TrailLetter): Promise<VillageFigures> {
  const rows = await query<SealedVillage & { sealing: string }>(
    tx,
    `select s.village_code as code, coalesce(r.name, s.village_code) as name, s.records, s.persons, s.root, s.sealing
     from seal_villages s left join regions r on r.code = s.village_code
     where s.period_id = ? and s.regency_code = ? order by s.village_code`,
    [letter.periodId, letter.regency],
  )
  const seals = [...Map.groupBy(rows, ({ sealing }) => sealing).entries()]
    .sort(([a], [b]) => (a < b ? 1 : -1))
    .map(([, own]) => own)
  const found = seals.find((own) => rootOf(own) === letter.sealRoot)
  const villages = found ?? seals[0] ?? []
  const sumOf = (figure: 'records' | 'persons') => villages.reduce((sum, village) => sum + village[figure], 0)
  const sum = { records: sumOf('records'), persons: sumOf('persons') }
  const sumAgrees = sum.records === letter.totals.records && sum.persons === letter.totals.persons
  return { villages, sum, rootAgrees: found !== undefined, sumAgrees }
}

function rootOf(villages: readonly SealedVillage[]): string {
  return Buffer.from(regencyRoot(villages.map(({ code, root }) => ({ code, root: Buffer.from(root, 'hex') })))).toString('hex')
}
