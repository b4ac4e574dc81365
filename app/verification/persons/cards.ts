import { nameKey } from '#domain/name_key'
import type { CardFact, CardProgramme, PersonIdentity } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { pluginEnabled } from '#services/plugin_switches'
import type { Tx } from '#services/scope'
import { lookUpNiks } from './by_list.js'
import { modulesOf, type PersonReference } from './hits.js'
import { nameLikeness, nearnessOf } from './likeness.js'
import { statesOf, type StateOf } from './states.js'

/** What one module tells of a person. */
export interface CardPart {
  module: string
  title: string
  programmes: readonly CardProgramme[]
  facts: readonly CardFact[]
  states: readonly StateOf[]
  /** Whether somebody with quite another name has the NIK there. */
  namesake: boolean
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
    const { default: card } = await plugin.personCard()
    const found =
      plugin.name === reference.module ? { states } : own ? await foundByNik(tx, regency, own, person) : { states: [] }
    const part =
      found === 'namesake' ? namesake(plugin.name.toUpperCase()) : await card({ tx, regency, person, states: found.states })
    const known = found === 'namesake' ? [] : found.states
    if (part) parts.push({ module: plugin.name, title: plugin.title, ...part, states: known, namesake: found === 'namesake' })
  }
  return parts
}

/**
 * States in a register where the NIK stands on one person; of two nobody knows which one is meant. One with quite another name is somebody
 * else, of whom nothing is told here.
 */
async function foundByNik(
  tx: Tx,
  regency: string,
  own: Awaited<ReturnType<typeof modulesOf>>[number],
  { nik, name }: PersonIdentity,
): Promise<{ states: StateOf[] } | 'namesake'> {
  if (!nik) return { states: [] }
  const { found } = await lookUpNiks(tx, regency, [nik], [own])
  const [hit, twin] = found.get(nik) ?? []
  if (!hit || twin) return { states: [] }
  const named = nameKey(name) !== '' && nameKey(hit.name) !== ''
  if (named && nearnessOf(name, hit.name, nameLikeness(name, hit.name)) === null) return 'namesake'
  return { states: await statesOf(tx, regency, own, hit, hit) }
}

/** What is told of a module that knows the NIK under another name. */
function namesake(list: string): { programmes: CardProgramme[]; facts: CardFact[] } {
  const value = { id: 'Tercatat atas nama orang lain', en: 'Recorded under another person’s name' }
  return {
    programmes: [],
    facts: [{ label: { id: `NIK pada daftar ${list}`, en: `NIK in the list ${list}` }, value, tone: 'warn' }],
  }
}
