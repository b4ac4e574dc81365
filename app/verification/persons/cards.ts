import type { CardFact, CardProgramme, PersonIdentity } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import { lookUpNiks } from './by_list.js'
import { modulesOf, type PersonReference } from './hits.js'
import { statesOf, type StateOf } from './states.js'

/** What one module tells of a person. */
export interface CardPart {
  module: string
  title: string
  programmes: readonly CardProgramme[]
  facts: readonly CardFact[]
  states: readonly StateOf[]
}

/**
 * Asks every module that is on in the regency for its part of a person's card. A module with a register is told what its own register
 * says of him; it is found there by his NIK where he was looked up in another one.
 */
export async function cardParts(
  tx: Tx,
  regency: string,
  { reference, states, person }: { reference: PersonReference; states: readonly StateOf[]; person: PersonIdentity },
): Promise<CardPart[]> {
  const parts: CardPart[] = []
  const modules = await modulesOf(tx, regency)
  for (const plugin of registry.all()) {
    if (!plugin.personCard || !(await pluginEnabled(plugin.name, regency))) continue
    const own = modules.find(({ module }) => module.name === plugin.name)
    const known =
      plugin.name === reference.module ? states : own && person.nik ? await statesByNik(tx, regency, own, person.nik) : []
    const { default: card } = await plugin.personCard()
    const part = await card({ tx, regency, person, states: known })
    if (part) parts.push({ module: plugin.name, title: plugin.title, ...part, states: known })
  }
  return parts
}

/** States in a register where the NIK stands on one person; of two nobody knows which one is meant. */
async function statesByNik(
  tx: Tx,
  regency: string,
  own: Awaited<ReturnType<typeof modulesOf>>[number],
  nik: string,
): Promise<StateOf[]> {
  const { found } = await lookUpNiks(tx, regency, [nik], [own])
  const [hit, twin] = found.get(nik) ?? []
  return hit && !twin ? statesOf(tx, regency, own, hit, hit) : []
}
