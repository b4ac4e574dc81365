import { activePeople } from '#verification/engine'
import type { VerificationModule } from '#kernel/registry'
import { isOnePerson } from '#verification/instrument'
import { message } from '#verification/message'
import type { Problem } from '#verification/rules'
import type { AnnexSection } from '#services/documents/annex_pdf'
import { query, type Tx } from '#services/scope'
import { tableNames, type Place } from '#verification/store/index'
import { removingOutcomes } from './counts.js'
import type { ResultRecord } from './result_records.js'
import { waivedProblems } from './totals.js'
import { idLabelsOf } from '../persons/id_labels.js'

/** One record in the columns of `listSection`; all that is kept of it until its village is drawn. */
export type AnnexRow = readonly string[]

export function annexRow(module: VerificationModule, { doc, outcome }: ResultRecord): AnnexRow {
  const { summary } = module.instrument
  const people = activePeople(module.instrument, doc)
  const name = text(doc.values[summary.name])
  const head = people.find((person) => text(person[summary.people.name]) === name) ?? people[0]
  return [
    text(doc.values[summary.registerKey]),
    name,
    text(head?.[summary.people.nik]),
    text(doc.values[summary.address]),
    ...(isOnePerson(module.instrument) ? [] : [String(people.length)]),
    outcomeLabel(module, outcome),
  ]
}

/** Household list of an annex: what a village office needs to find a household, and no secret unmasked. */
export function listSection(module: VerificationModule, rows: readonly AnnexRow[]): AnnexSection {
  return {
    title: `Daftar ${module.words.record.many} dalam hasil`,
    columns: [
      { header: idLabelsOf(module, 'id').record, width: 'auto' },
      { header: 'Nama', width: '*' },
      { header: 'NIK', width: 'auto', secret: 'nik' },
      { header: 'Alamat', width: '*' },
      ...(isOnePerson(module.instrument) ? [] : [{ header: 'Jiwa', width: 'auto', align: 'right' } as const]),
      { header: 'Hasil verifikasi', width: 82 },
    ],
    rows,
  }
}

/** Records of a village that an accepted update took out of the result, with the reason. */
export async function removedSection(tx: Tx, place: Place, village: string): Promise<AnnexSection | null> {
  const { module } = place
  const rows = await query<{ register_id: string | null; name: string | null; address: string | null; outcome: string }>(
    tx,
    `select register_id, name, address, outcome from ${tableNames(module.instrument).current}
     where period_id = ? and regency_code = ? and village_code = ? and state = 'accepted' and outcome = any (?) order by name_key, key`,
    [place.periodId, place.regency, village, removingOutcomes(module)],
  )
  if (rows.length === 0) return null
  return {
    title: `Daftar ${module.words.record.many} yang dinonaktifkan`,
    columns: [
      { header: idLabelsOf(module, 'id').record, width: 'auto' },
      { header: 'Nama', width: '*' },
      { header: 'Alamat', width: 170 },
      { header: 'Hasil verifikasi', width: 110 },
    ],
    rows: rows.map((row) => [row.register_id ?? '', row.name ?? '', row.address ?? '', outcomeLabel(module, row.outcome)]),
  }
}

interface WaivedRow {
  name: string | null
  reason: string
  by: string
  problem: Problem
}

/** Problems of a village's accepted updates that a supervisor let stand, each with its reason and the person. */
export async function waivedSection(tx: Tx, place: Place, village: string): Promise<AnnexSection | null> {
  const { module } = place
  const rows = await query<WaivedRow>(
    tx,
    `select c.name, w.reason, w.waived_by_name as by, x as problem ${waivedProblems(place)} and c.village_code = :village
     order by c.name_key, c.key, w.rule`,
    { regency: place.regency, period: place.periodId, module: module.name, village },
  )
  if (rows.length === 0) return null
  return {
    title: 'Masalah data yang dikecualikan dengan alasan',
    columns: [
      { header: 'Nama', width: 110 },
      { header: 'Masalah', width: '*' },
      { header: 'Alasan', width: 120 },
      { header: 'Oleh', width: 80 },
    ],
    rows: rows.map(({ name, problem, reason, by }) => [name ?? '', problemText(module, problem), reason, by]),
  }
}

function problemText(module: VerificationModule, problem: Problem): string {
  const rule = module.rules.find(({ code }) => code === problem.rule)
  return rule ? `${problem.rule}: ${message(rule, problem, 'id', module.instrument)}` : problem.rule
}

function outcomeLabel(module: VerificationModule, code: string): string {
  return module.outcomes.find((outcome) => outcome.code === code)?.label.id ?? code
}

function text(value: string | number | undefined): string {
  return value === undefined ? '' : String(value)
}
