import type { Text } from '../instrument.js'
import type { Locale } from '../message.js'
import type { Outcome } from '../rules.js'
import { query, type Tx } from '#services/scope'
import { OF_STANDING_SEAL } from '../finalise/finalisation.js'
import { lettersOf, type LetterRow } from '../finalise/letter_rows.js'
import { placeOf, type RegencyPeriod } from '../periods/index.js'
import { historyOf, type HistoryEntry } from '../review/history.js'
import { viewRecord, type RecordView } from '../review/record_view.js'
import { tableNames, type Place } from '../store/index.js'
import { factsOf, type Fact } from './facts.js'
import { rulesTold, type RulesTold } from './rules.js'
import { standingOf, type Standing } from './standing.js'

/** A paper of the period that holds the decision: a berita acara, the annex of the village. */
export interface EvidencePaper {
  kind: 'paper' | 'annex'
  name: string
  sha256: string
}

/** What another period of the module said of the same record. */
export interface EarlierStanding {
  period: string
  periodId: string
  outcome: string
  standing: Standing
}

/** The answer to "Kenapa?": why a record, or one person of it, stands as it does in a period. */
export interface Explanation {
  period: RegencyPeriod
  view: RecordView
  /** The person it is about; null for the whole record. */
  person: { key: string; name: string } | null
  outcome: Outcome | null
  standing: Standing
  facts: Fact[]
  rules: RulesTold
  /** Who did what, newest first. */
  decisions: HistoryEntry[]
  /** What the module itself adds. */
  own: { label: string; value: string }[]
  letter: LetterRow | null
  papers: EvidencePaper[]
  others: EarlierStanding[]
}

/**
 * Explains a record of a period out of what is kept of it; nothing is judged anew.
 *
 * @param person key of a person of the record; null for the whole
 * @returns null when the period has no such record, or the record no such person
 */
export async function explain(
  tx: Tx,
  period: RegencyPeriod,
  key: string,
  person: string | null,
  locale: Locale,
): Promise<Explanation | null> {
  const { module } = period
  const place = placeOf(period)
  const view = await viewRecord(tx, place, key)
  if (!view) return null
  const named = person === null ? null : personOf(place, view, person)
  if (person !== null && !named) return null
  const outcome = module.outcomes.find(({ code }) => code === view.row.outcome) ?? null
  return {
    ...{ period, view, outcome, person: named, standing: standingOf(view.row, outcome ?? undefined) },
    facts: factsOf(module, view, person, locale),
    rules: rulesTold(module, view, person, locale),
    decisions: await historyOf(tx, place, view, locale),
    own: await ownFacts(tx, place, key, locale),
    letter:
      (await lettersOf(tx, place)).find(({ periodId, state }) => periodId === place.periodId && state === 'in_force') ?? null,
    papers: await papersOf(tx, place, view),
    others: await otherPeriods(tx, place, key),
  }
}

function personOf({ module }: Place, { working, base }: RecordView, key: string): Explanation['person'] {
  const { people } = module.instrument.summary
  const row = [working?.doc, base].flatMap((doc) => doc?.groups[people.group] ?? []).find((one) => one.key === key)
  return row ? { key, name: String(row[people.name] ?? '—') } : null
}

async function ownFacts(tx: Tx, place: Place, key: string, locale: Locale): Promise<Explanation['own']> {
  const cycle = (await place.module.cycle?.())?.default
  const told = (await cycle?.explain?.(tx, place, key)) ?? []
  const say = (text: Text) => text[locale]
  return told.map(({ label, value }) => ({ label: say(label), value: say(value) }))
}

/** Papers of the sealed result that list the record: those of the module, and the annex of its village. */
async function papersOf(tx: Tx, place: Place, { row }: RecordView): Promise<EvidencePaper[]> {
  return query<EvidencePaper>(
    tx,
    `select kind, name, sha256 from result_files s where s.period_id = :period and s.regency_code = :regency and ${OF_STANDING_SEAL}
       and (kind = 'paper' or kind = 'annex' and position(:village in name) > 0) order by kind desc, name`,
    { period: place.periodId, regency: place.regency, village: `-${row.village_code}-` },
  )
}

async function otherPeriods(tx: Tx, place: Place, key: string): Promise<EarlierStanding[]> {
  const { current } = tableNames(place.module.instrument)
  const rows = await query<{ period: string; periodId: string; outcome: string; kind: string; state: string }>(
    tx,
    `select p.name as period, c.period_id as "periodId", c.outcome, c.kind, c.state from ${current} c join periods p on p.id = c.period_id
     where c.period_id = any (select f.period_id from finalisations f where f.regency_code = :regency and f.module = :module)
       and c.regency_code = :regency and c.key = :key and c.period_id <> :period order by p.opens_on desc, p.id desc`,
    { regency: place.regency, module: place.module.name, key, period: place.periodId },
  )
  return rows.map(({ period, periodId, outcome, ...row }) => ({
    ...{ period, periodId, outcome },
    standing: standingOf(
      row,
      place.module.outcomes.find(({ code }) => code === outcome),
    ),
  }))
}
