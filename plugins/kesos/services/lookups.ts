import { v7 as uuid, validate as isUuid } from 'uuid'
import { NotFound, query, type PersonHit, type persons, type PersonReference, type Tx } from '#core/plugin'

/** Minutes for which a result can be opened again by its handle; those of a list live longer, for there is more to look at. */
const LIFE = { lookup: 30, list: 240 } as const

export type Purpose = (typeof persons.purposes)[number]

/** What a result shows of a person; numbers masked, for they are kept. */
export interface KeptHit extends PersonReference {
  name: string
  /** The NIK masked, empty where there is none. */
  number: string
  registerId: string
  birthDate: string | null
  village: string
  decile: number
  active: boolean
  past: boolean
  by: PersonHit['by']
  score: number
}

/** What the form showed, for the page of results: numbers masked, names as typed. */
export interface Echo {
  number?: string
  name?: string
  village?: string
  born?: string
}

export interface Lookup {
  id: string
  kind: 'number' | 'name' | 'person' | 'list'
  purpose: Purpose
  echo: Echo
  hits: KeptHit[]
  elsewhere: boolean
  createdAt: Date
  expired: boolean
}

export interface NewLookup extends Pick<Lookup, 'kind' | 'purpose' | 'echo' | 'hits'> {
  regency: string
  elsewhere?: boolean
}

/** Keeps a result for the person who asked. */
export async function keepLookup(tx: Tx, { regency, kind, purpose, echo, hits, elsewhere = false }: NewLookup): Promise<string> {
  const id = uuid()
  const minutes = kind === 'list' ? LIFE.list : LIFE.lookup
  await query(
    tx,
    `insert into kesos_lookups (regency_code, id, user_id, kind, purpose, echo, hits, elsewhere, created_at, expires_at)
     values (:regency, :id, :user, :kind, :purpose, :echo, :hits, :elsewhere, :now, :until)`,
    {
      ...{ regency, id, user: tx.actor.id, kind, purpose, echo: JSON.stringify(echo), hits: JSON.stringify(hits), elsewhere },
      ...{ now: tx.now, until: new Date(tx.now.getTime() + minutes * 60_000) },
    },
  )
  return id
}

/** A result of the person's own. @throws NotFound for anybody else's and for none */
export async function lookupOf(tx: Tx, regency: string, id: string): Promise<Lookup> {
  const [row] = isUuid(id)
    ? await query<Lookup & { until: Date }>(
        tx,
        `select id, kind, purpose, echo, hits, elsewhere, created_at as "createdAt", expires_at as until from kesos_lookups
         where regency_code = :regency and id = :id and user_id = :user`,
        { regency, id, user: tx.actor.id },
      )
    : []
  if (!row) throw new NotFound()
  const { until, ...lookup } = row
  return { ...lookup, expired: until <= tx.now }
}

/** One person of a result. @throws NotFound */
export function hitAt({ hits }: Lookup, at: string): KeptHit {
  const hit = /^\d{1,3}$/.test(at) ? hits[Number(at)] : undefined
  if (!hit) throw new NotFound()
  return hit
}
