import type { Tx } from '#services/scope'
import type { Version } from '../merge.js'
import type { Rule } from '../rules.js'
import { checkShape } from '../shape.js'
import type { Place } from '../store/index.js'
import { commit, unchanged, type Saved } from './commit.js'
import { outcomesFor } from './edit.js'
import { ReviewError } from './errors.js'
import { restructure, type StructureAct } from './restructure.js'
import { sidesOf, stands } from './sides.js'
import { todayOf } from './today.js'

export interface WantedAct {
  key: string
  /** The version the person had before him. */
  version: number
  outcome: string
  act: StructureAct
  /** Rules whose own correction is taken along, by code; nothing is put right that was not asked for. */
  fixes: readonly string[]
}

export type ActResult =
  ({ status: 'saved' } & Saved) | { status: 'stale'; seen: Version; now: Version; mine: Version; version: number }

/**
 * Does an act on the rows of a record and saves it like an edit. On another version than the one that was seen nothing is written, and
 * what changed comes back. The same act sent twice is done once.
 * @throws ActRefused, ReviewError, StaleRecordsError
 */
export async function saveAct(tx: Tx, place: Place, wanted: WantedAct): Promise<ActResult> {
  const { module } = place
  const sides = await sidesOf(tx, place, wanted)
  const { base, now, seen, working, version } = sides
  if (!outcomesFor(place, working?.kind ?? 'repair').includes(wanted.outcome)) {
    throw new ReviewError('E_OUTCOME_UNKNOWN', {
      id: `Hasil verval "${wanted.outcome}" tidak dikenal. Pilih salah satu dari daftar.`,
      en: `The outcome "${wanted.outcome}" is not known. Choose one of the list.`,
    })
  }
  const fixed = fixesOf(module.rules)
    .filter(({ code }) => wanted.fixes.includes(code))
    .reduce(
      (doc, rule) => rule.fix!(doc),
      restructure(module.instrument, now.doc, wanted.act, base, await todayOf(tx, place.regency)),
    )
  const shape = checkShape(module.instrument, fixed)
  if (!shape.ok)
    throw new ReviewError(
      'E_STRUCTURE',
      shape.errors[0]?.reason ?? { id: 'Susunan itu tidak dapat disimpan.', en: 'That structure cannot be saved.' },
    )
  const mine = { outcome: wanted.outcome === seen.outcome ? now.outcome : wanted.outcome, doc: shape.doc }
  if (stands(sides, mine)) return { status: 'saved', ...unchanged(sides) }
  if (wanted.version !== version) return { status: 'stale', seen, now, mine, version }
  return { status: 'saved', ...(await commit(tx, place, sides, mine)) }
}

/** Rules that can put right by themselves what they find. */
export function fixesOf(rules: readonly Rule[]): Rule[] {
  return rules.filter(({ fix }) => fix !== undefined)
}
