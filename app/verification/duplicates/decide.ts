import type { Text } from '#verification/instrument'
import { v7 as uuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { recordActivity } from '#services/activity'
import { query, type Tx } from '#services/scope'
import { findRow } from '../lists/list.js'
import { decideUpdates } from '../review/decide.js'
import { RecordWriter, StaleRecordsError, type Place } from '../store/index.js'
import { findCandidate, type Candidate, type Match } from './candidates.js'
import { lastDecisionOn } from './decisions.js'
import { DuplicateError } from './errors.js'
import { findFor } from './find.js'
import { putTogether, takePersonsOut, type Effect } from './put_right.js'
import { standingOf, type Standing } from './sides.js'

export const VERDICTS = ['same', 'different', 'twice'] as const
export type Verdict = (typeof VERDICTS)[number]

export interface Asked {
  left: string
  right: string
  verdict: Verdict
  /** The side that keeps the persons or the household; not asked for `different`. */
  kept?: 'left' | 'right' | undefined
  /** Only these matches, by their persons `left|right`; all when absent. */
  persons?: readonly string[] | undefined
  reason?: string | undefined
  /** Versions of the two records the person saw; not compared when absent. */
  seen?: { left: number; right: number } | undefined
  /** Accept what was written at once where nothing stands against it. */
  accept?: boolean | undefined
}

export interface Decided {
  id: string
  verdict: Verdict
  /** Whether what was written is accepted too; null where nothing was written. */
  accepted: boolean | null
}

/**
 * Decides on two records in which the same persons may stand, and remembers it for their persons for ever. `different` changes no record;
 * `same` takes the persons out of the record they do not belong to; `twice` puts a household together. Call it inside `actOn`.
 *
 * @throws DuplicateError when somebody decided before, a side has an open clash, or the module declares no doubles
 * @throws StaleRecordsError when a record is no longer as the person saw it
 */
export async function decideDuplicate(tx: Tx, place: Place, asked: Asked): Promise<Decided> {
  const reason = asked.reason?.trim() || null
  const candidate = await findCandidate(tx, place, asked.left, asked.right)
  if (!candidate) return repeated(tx, place, asked)
  const matches = chosen(candidate, asked)
  const sides = await standingOf(tx, place, [candidate.left, candidate.right])
  const [left, right] = [sides.get(candidate.left), sides.get(candidate.right)]
  if (!left || !right) throw missing()
  refuseStale(candidate, asked, left, right)
  const id = uuid()
  const kept = keptSide(candidate, asked)
  const effect = asked.verdict === 'different' ? null : await effectOf(tx, place, asked.verdict, { left, right, kept }, matches)
  await remember(
    tx,
    place,
    id,
    candidate,
    { ...asked, reason, kept: kept && (kept === 'left' ? candidate.left : candidate.right) },
    matches,
    effect,
  )
  if (effect) {
    const writer = new RecordWriter(tx, place, { type: 'merge', id })
    await writer.write(effect.writes.map((write) => ({ ...write, ...(reason ? { reason } : {}) })))
    await writer.finish()
  }
  await recordActivity(tx, {
    action: `duplicate.${asked.verdict}`,
    regency: place.regency,
    object: { type: `${place.module.name}.duplicate`, id },
    data: { module: place.module.name, persons: matches.length },
  })
  const accepted =
    effect && asked.accept
      ? await acceptClean(
          tx,
          place,
          effect.writes.map(({ key }) => key),
          reason,
        )
      : effect && false
  await findFor(tx, place, [...new Set([candidate.left, candidate.right])])
  return { id, verdict: asked.verdict, accepted }
}

async function effectOf(
  tx: Tx,
  place: Place,
  verdict: Exclude<Verdict, 'different'>,
  { left, right, kept }: { left: Standing; right: Standing; kept: 'left' | 'right' | null },
  matches: readonly Match[],
): Promise<Effect> {
  if (!place.module.doubles) {
    throw new DuplicateError('E_DUPLICATE_UNDECLARED', {
      id: `Modul ${place.module.words.short} tidak menyediakan penggabungan. Perbaiki datanya satu per satu, lalu putuskan "berbeda".`,
      en: `Module ${place.module.words.short} merges no records. Correct them one by one, then decide that they differ.`,
    })
  }
  if (!kept)
    throw new DuplicateError('E_DUPLICATE_CHOICE', {
      id: 'Pilih data mana yang dipertahankan.',
      en: 'Choose which record is kept.',
    })
  for (const { key } of [left, right]) {
    if ((await findRow(tx, place, key))?.conflict) {
      throw new DuplicateError('E_DUPLICATE_CLASH', {
        id: 'Salah satu data masih bentrok dengan berkas import. Putuskan bentroknya dahulu.',
        en: 'One of the two still clashes with an imported file. Decide the clash first.',
      })
    }
  }
  if (verdict === 'same' && isOnePerson(place.module)) {
    throw new DuplicateError('E_DUPLICATE_CHOICE', {
      id: `Satu data ${place.module.words.short} adalah satu orang. Putuskan "tercatat dua kali" atau "berbeda".`,
      en: `A record of ${place.module.words.short} is one person. Decide that it stands twice, or that they differ.`,
    })
  }
  if (verdict === 'same') {
    const goes = kept === 'left' ? 'right' : 'left'
    return takePersonsOut(
      tx,
      place,
      goes === 'left' ? left : right,
      matches.map((match) => match[goes]),
    )
  }
  if (left.key === right.key) {
    throw new DuplicateError('E_DUPLICATE_CHOICE', {
      id: 'Keduanya berada dalam satu data. Putuskan "orang yang sama" atau "berbeda".',
      en: 'Both stand in one record. Decide that they are one person, or that they differ.',
    })
  }
  return putTogether(tx, place, kept === 'left' ? { stays: left, gives: right } : { stays: right, gives: left }, matches)
}

/** A record of the module is one person: he is not taken out of it, but the record gives way. */
export function isOnePerson({ instrument }: Pick<VerificationModule, 'instrument'>): boolean {
  return instrument.groups.some(({ name, max }) => name === instrument.summary.people.group && max === 1)
}

/** The side that keeps, as the candidate has its sides; the person may have named them the other way round. */
function keptSide(candidate: Candidate, { left, kept, verdict }: Asked): 'left' | 'right' | null {
  if (!kept || verdict === 'different') return null
  const turned = candidate.left !== candidate.right && candidate.left !== left
  return turned ? (kept === 'left' ? 'right' : 'left') : kept
}

function chosen({ matches }: Candidate, { persons }: Asked): Match[] {
  const wanted = persons ? matches.filter(({ left, right }) => persons.includes(`${left}|${right}`)) : matches
  if (wanted.length === 0)
    throw new DuplicateError('E_DUPLICATE_CHOICE', {
      id: 'Pilih sedikitnya satu pasangan orang.',
      en: 'Choose at least one pair of persons.',
    })
  return wanted
}

function refuseStale(candidate: Candidate, { left: asked, seen }: Asked, left: Standing, right: Standing) {
  if (!seen) return
  const [first, second] = candidate.left === asked ? [left, right] : [right, left]
  const stale = [first.version === seen.left ? [] : [first.key], second.version === seen.right ? [] : [second.key]].flat()
  if (stale.length > 0) throw new StaleRecordsError([...new Set(stale)])
}

/** The same decision of the same person sent again changes nothing; another person's, or one that keeps the other side, is told. */
async function repeated(tx: Tx, place: Place, asked: Asked): Promise<Decided> {
  const last = await lastDecisionOn(tx, place, asked.left, asked.right)
  if (!last) throw missing()
  const kept = asked.verdict === 'different' || !asked.kept ? null : asked[asked.kept]
  const same = last.verdict === asked.verdict && last.kept === kept
  if (same && tx.actor.id !== null && last.by === tx.actor.id) {
    return { id: last.id, verdict: last.verdict, accepted: null }
  }
  throw new DuplicateError('E_DUPLICATE_DECIDED', {
    id: `Pasangan ini sudah diputuskan "${SAID[last.verdict].id}" oleh ${last.byName}. Keputusan Anda tidak disimpan.`,
    en: `${last.byName} decided on these two: "${SAID[last.verdict].en}". Your decision was not kept.`,
  })
}

const SAID: Record<Verdict, Text> = {
  same: { id: 'orang yang sama', en: 'one person' },
  different: { id: 'berbeda', en: 'different' },
  twice: { id: 'tercatat dua kali', en: 'recorded twice' },
}

function missing(): DuplicateError {
  return new DuplicateError('E_DUPLICATE_MISSING', {
    id: 'Kemungkinan ganda ini tidak ada lagi; datanya mungkin sudah diperbaiki. Muat ulang daftarnya.',
    en: 'These are no longer possible doubles; the data may have been corrected. Load the list again.',
  })
}

async function remember(
  tx: Tx,
  place: Place,
  id: string,
  candidate: Candidate,
  { verdict, kept, reason }: { verdict: Verdict; kept: string | null; reason: string | null },
  matches: readonly Match[],
  effect: Effect | null,
): Promise<void> {
  const { module, regency, periodId } = place
  await tx.trx.table('duplicate_decisions').insert({
    ...{ regency_code: regency, id, module: module.name, period_id: periodId, verdict, kept, reason },
    ...{ left_key: candidate.left, right_key: candidate.right, basis: candidate.basis, score: candidate.score },
    ...{ matches: JSON.stringify(matches), paths: JSON.stringify(effect?.paths ?? {}) },
    ...{ decided_by: tx.actor.id, decided_by_name: tx.actor.name, decided_at: tx.now },
  } satisfies Record<string, unknown>)
  await query(
    tx,
    `insert into duplicate_pairs (regency_code, module, left_person, right_person, decision_id)
     select :regency, :module, least(m."left" collate "C", m."right"), greatest(m."left" collate "C", m."right"), cast(:id as uuid)
     from json_to_recordset(:matches) as m("left" text, "right" text) on conflict do nothing`,
    { regency, module: module.name, id, matches: JSON.stringify(verdict === 'twice' ? candidate.matches : matches) },
  )
}

async function acceptClean(tx: Tx, place: Place, keys: readonly string[], reason: string | null): Promise<boolean> {
  for (const key of keys) {
    const row = await findRow(tx, place, key)
    if (!row || row.blocking > 0 || row.conflict) return false
  }
  await decideUpdates(tx, place, keys, { take: 'accept', ...(reason ? { reason } : {}) })
  return true
}
