import type { Tx } from '#services/scope'
import { rowsOf } from '../engine.js'
import type { Text } from '../instrument.js'
import { carry, moduleMove, remember, type ModuleMove } from './carry.js'
import { followers, type ChosenRecords } from './choose.js'
import { effectsBetween, standingsOf } from './effects.js'
import { MoveError } from './errors.js'
import type { MovingModule } from './modules.js'
import type { MoveEffect, MoveOrder } from './move.js'
import { packagesOf } from './packages.js'
import type { SplitRequest, Target } from './request.js'
import { part, partingOf, type Parting } from './split.js'
import { shownToken } from '../shown_token.js'

/** Parts a record, and moves what other modules have of those who go. @throws MoveError; Refused of a module */
export async function moveSplit(
  tx: Tx,
  modules: readonly MovingModule[],
  targets: ReadonlyMap<string, Target>,
  request: SplitRequest,
  order: MoveOrder,
): Promise<MoveEffect> {
  const lead = modules.find(({ module }) => module.name === request.module)
  if (!lead) throw splitOff()
  if (lead.closed !== null) throw closedTo(lead.closed)
  const parting = await partingOf(tx, lead, request)
  const { from } = parting
  const chosen = new Map<string, ChosenRecords>()
  for (const { module, place } of modules) {
    const along = { key: request.key, from, to: request.to }
    if (module !== lead.module) chosen.set(module.name, await followers(tx, place, lead.place, [along], request.persons))
  }
  const token = shownToken([request, parting.version, [...chosen].map(([name, { records }]) => [name, records])])
  if (order.token !== undefined && order.token !== token) {
    throw new MoveError(
      'E_MOVE_CHANGED',
      {
        id: 'Datanya berubah sejak pratinjau ini dibuat. Tidak ada yang dipindahkan; periksa lalu ulangi.',
        en: 'The data changed since this preview was made. Nothing was moved; look again, then repeat.',
      },
      409,
    )
  }
  const others = modules.filter(({ module }) => (chosen.get(module.name)?.records.length ?? 0) > 0)
  for (const { module, closed } of others) if (closed !== null) throw closedTo(closed, `${module.words.short}: `)
  const [touched, villages] = [[lead, ...others], [...new Set([from, request.to])]]
  const before = await standingsOf(tx, touched, villages)
  const moves: ModuleMove[] = []
  for (const at of modules) if (at !== lead) moves.push(await moduleMove(tx, at, chosen.get(at.module.name)!))
  const { newKey, persons } = await part(tx, lead, request, {
    ...{ parting, target: targets.get(request.to)!, move: order.id, reason: order.reason },
  })
  for (const at of others) {
    const { records } = chosen.get(at.module.name)!
    await remember(tx, at, order.id, records)
    await carry(tx, at, { type: 'move', id: order.id }, records, targets, order.reason)
  }
  const periods = modules.map(({ period }) => period.period.id)
  const parted: ModuleMove = { module: lead.module.name, records: 1, persons, updates: {}, conflicts: 0, apart: 0, closed: null }
  return {
    ...{ modules: [parted, ...moves], token, unknown: [], parted: { module: lead.module.name, key: request.key, newKey } },
    villages: effectsBetween(villages, before, await standingsOf(tx, touched, villages)),
    packages: await packagesOf(tx, lead.place.regency, periods, villages),
    examples: [
      ...personsOf(lead, parting, request),
      ...others.flatMap(({ module }) => chosen.get(module.name)!.records.map((record) => ({ ...record, module: module.name }))),
    ],
  }
}

function splitOff(): MoveError {
  return new MoveError('E_MOVE_SPLIT', {
    id: 'Modul ini tidak aktif pada wilayah ini.',
    en: 'This module is not on in this region.',
  })
}

function closedTo({ id, en }: Text, whose = ''): MoveError {
  const said = { id: `${whose}${id} Tidak ada yang dipindahkan.`, en: `${whose}${en} Nothing was moved.` }
  return new MoveError('E_MOVE_FINALISED', said, 409)
}

/** Who leaves the parted record, as examples show it. */
function personsOf({ module }: MovingModule, { doc, working, version, from }: Parting, { key, persons, to }: SplitRequest) {
  const { people, registerKey } = module.instrument.summary
  const registerId = doc.values[registerKey]
  const about = {
    key,
    version,
    from,
    to,
    kind: working?.kind ?? 'none',
    state: working?.state ?? 'untouched',
    persons: 1,
  } as const
  return rowsOf(doc, people.group)
    .filter((row) => persons.includes(row.key))
    .map((row) => ({
      ...{ ...about, module: module.name, registerId: registerId === undefined ? null : String(registerId) },
      name: row[people.name] === undefined ? null : String(row[people.name]),
    }))
}
