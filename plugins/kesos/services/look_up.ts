import { maskSecret } from '#core/domain'
import { persons, type LookUp, type Tx } from '#core/plugin'
import type { Asked } from './asked.js'
import { keptHit } from './kept_hit.js'
import { keepLookup, type Echo, type KeptHit, type Purpose } from './lookups.js'

export interface Place {
  regency: string
  /** Network address of the reader. */
  address: string
}

/** Looks a person up, writes the read log with everybody whom the result shows, and keeps the result under a handle. */
export async function lookUp(tx: Tx, { regency, address }: Place, asked: Asked): Promise<{ id: string; found: LookUp }> {
  const found =
    asked.by === 'number' ? await persons.byNumber(tx, regency, asked.number) : await persons.byName(tx, regency, asked)
  const id = await keepLookup(tx, {
    ...{ regency, kind: asked.by, purpose: asked.purpose, echo: echoOf(asked), elsewhere: found.elsewhere },
    hits: found.hits.map(keptHit),
  })
  await persons.log(tx, {
    ...{ regency, action: 'search', purpose: asked.purpose, address, object: { type: 'kesos.lookup', id } },
    subjects: found.hits.map(persons.subject),
  })
  return { id, found }
}

/** A handle for one person whom a page has shown: another member of the household, or a row of a list. */
export function handleFor(
  tx: Tx,
  { regency, purpose, hit }: { regency: string; purpose: Purpose; hit: KeptHit },
): Promise<string> {
  return keepLookup(tx, { regency, kind: 'person', purpose, echo: {}, hits: [hit] })
}

function echoOf(asked: Asked): Echo {
  if (asked.by === 'number') return { number: maskSecret('nik', asked.number.replace(/[^\p{L}\p{N}]/gu, '')) }
  const { name, village, born } = asked
  return { name, ...(village ? { village } : {}), ...(born ? { born } : {}) }
}
