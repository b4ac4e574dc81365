import { query, type Tx } from '#services/scope'
import { mergesOf } from '#verification/duplicates/merged'
import { keyIn, tableNames, type Place } from '#verification/store/index'
import type { ModuleBlocker } from '#verification/cycle'
import { removingOutcomes } from './counts.js'

interface Half {
  key: string
  name: string | null
  village: string
  state: string
  outcome: string
}

/**
 * Households recorded twice that were put together and of which the result would hold one half: the one that stays is not accepted, so that
 * its new members would be lost, or the one that gave way is not out, so that they would be counted twice.
 */
export async function halfMerged(tx: Tx, place: Place): Promise<ModuleBlocker[]> {
  const merges = await mergesOf(tx, place)
  if (merges.length === 0) return []
  const rows = await query<Half>(
    tx,
    `select key, name, village_code as village, state, outcome from ${tableNames(place.module.instrument).current}
     where period_id = ? and regency_code = ? and ${keyIn('?')}`,
    [place.periodId, place.regency, merges.flatMap(({ key, gone }) => [key, gone])],
  )
  const halves = new Map(rows.map((row) => [row.key, row]))
  const out = [
    ...removingOutcomes(place.module),
    ...place.module.outcomes.filter(({ effect }) => effect === 'none').map(({ code }) => code),
  ]
  return merges.flatMap(({ id, key, gone }): ModuleBlocker[] => {
    const [stays, gives] = [halves.get(key), halves.get(gone)]
    const whole = stays?.state === 'accepted' && gives?.state === 'accepted' && out.includes(gives.outcome)
    if (whole || (!stays && !gives)) return []
    return [
      {
        ...{ id, record: { key, name: stays?.name ?? null }, village: stays?.village ?? null },
        message: { key: 'finalisation.half_merged' },
        href: `/${place.module.path}/ganda?dasar=diputuskan`,
      },
    ]
  })
}
