import { v7 as uuid } from 'uuid'
import type { Listener, Proposal } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import { query, type Tx } from '#services/scope'
import { periodFor, placeOf } from '../periods/index.js'
import type { Place } from '../store/index.js'

/**
 * Tells every module that listens and is on in the regency of an event of some records, in the transaction of the act that brought it
 * about. Their proposals are kept for a person to confirm; open ones of the same records that hold no longer are withdrawn. No record
 * of another module is written.
 *
 * @param event short name of one that the module declares in `emits`
 */
export async function tell(tx: Tx, place: Place, event: string, keys: readonly string[]): Promise<void> {
  const { name } = place.module
  if (!registry.find(name)?.emits?.includes(event))
    throw new Error(`"${name}" tells "${event}", but does not declare it in emits.`)
  if (keys.length === 0) return
  for (const listener of registry.all()) {
    const load = listener.listens?.[`${name}.${event}`]
    if (load && (await pluginEnabled(listener.name, place.regency))) {
      await hear(tx, { place, listener: listener.name, event: `${name}.${event}`, keys, answer: (await load()).default })
    }
  }
}

interface Hearing {
  place: Place
  listener: string
  event: string
  keys: readonly string[]
  answer: Listener
}

async function hear(tx: Tx, { place: { regency }, listener, event, keys, answer }: Hearing): Promise<void> {
  const period = await periodFor(tx, registry.module(listener), regency)
  if (!period) return
  const proposals = await answer.proposals(tx, placeOf(period), keys)
  const given = { regency, module: listener, event, at: tx.now }
  await query(
    tx,
    `with proposed as (select * from json_to_recordset(cast(:proposals as json)) as p(source text, record text, subject text, kind text))
     update module_news n set state = 'withdrawn', handled_at = :at
     where n.regency_code = :regency and n.module = :module and n.event = :event and n.state = 'open' and n.source_key = any (:keys)
       and not exists (select 1 from proposed p where p.source = n.source_key and p.record = n.record_key and p.subject = n.subject_key and p.kind = n.kind)`,
    { ...given, keys, proposals: JSON.stringify(proposals) },
  )
  if (proposals.length === 0) return
  await query(
    tx,
    `insert into module_news (regency_code, id, module, event, source_key, record_key, subject_key, kind, params, told_at)
     select :regency, p.id, :module, :event, p.source, p.record, p.subject, p.kind, p.params, :at
     from json_to_recordset(cast(:proposals as json)) as p(id uuid, source text, record text, subject text, kind text, params jsonb)
     on conflict (regency_code, module, event, source_key, record_key, subject_key, kind) where state <> 'withdrawn' do nothing`,
    { ...given, proposals: JSON.stringify(proposals.map((proposal: Proposal) => ({ ...proposal, id: uuid() }))) },
  )
}
