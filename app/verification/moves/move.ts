import type { Tx } from '#services/scope'
import { carry, enterAll, moduleMove, remember, type ModuleMove } from './carry.js'
import { chooseRecords, type Chosen, type ChosenRecords } from './choose.js'
import { effectsBetween, standingsOf, type VillageEffect } from './effects.js'
import { MoveError } from './errors.js'
import type { MovingModule } from './modules.js'
import { moveSplit } from './move_split.js'
import { packagesOf, type StalePackage } from './packages.js'
import { MOST_MOVED, targetsOf, type MoveRequest } from './request.js'
import { laterMoves } from './trail.js'
import { shownToken } from '../shown_token.js'

/** What a move does, or would do, in every module of the regency. */
export interface MoveEffect {
  modules: ModuleMove[]
  villages: VillageEffect[]
  packages: StalePackage[]
  /** The first of the moved records of each module. */
  examples: (Chosen & { module: string })[]
  /** Keys of the request that no record has. */
  unknown: string[]
  /** The halves of a parted record; null where whole records move. A preview makes its new half up. */
  parted: { module: string; key: string; newKey: string } | null
  /** Another one as soon as the records or what is asked for differ. */
  token: string
}

export interface MoveOrder {
  /** Of the move, in history and for undo. */
  id: string
  reason: string
  /** Token of the effect that the person saw; absent = whatever stands now. */
  token?: string
}

const EXAMPLES = 50

/**
 * Moves records of every module between villages of one regency, in one transaction: history, lists, kept counts and what each module
 * declares beside them (`moved`). Nothing is moved where one module that would be touched is not open.
 *
 * @throws MoveError; Refused of a module; StaleRecordsError
 */
export async function moveRecords(tx: Tx, regency: string, request: MoveRequest, order: MoveOrder): Promise<MoveEffect> {
  const targets = await targetsOf(tx, regency, request)
  const modules = await enterAll(tx, regency)
  if (request.kind === 'split') return moveSplit(tx, modules, targets, request, order)
  const chosen = await chooseRecords(tx, modules, request)
  const all = modules.flatMap(({ module }) => chosen.get(module.name)?.records ?? [])
  const token = tokenOf(request, chosen)
  if (order.token !== undefined && order.token !== token) throw await changedSince(tx, regency, modules, request)
  if (all.length === 0) throw await nothingToMove(tx, regency, modules, request)
  if ([...chosen.values()].some(({ records }) => records.length > MOST_MOVED)) throw tooMany()
  refuseClosed(modules, chosen)
  const touched = modules.filter(({ module }) => (chosen.get(module.name)?.records.length ?? 0) > 0)
  const villages = [...new Set(all.flatMap(({ from, to }) => [from, to]))]
  const before = await standingsOf(tx, touched, villages)
  const moves: ModuleMove[] = []
  for (const at of modules) moves.push(await moduleMove(tx, at, chosen.get(at.module.name)!))
  for (const at of touched) {
    const { records } = chosen.get(at.module.name)!
    await remember(tx, at, order.id, records)
    await carry(tx, at, { type: 'move', id: order.id }, records, targets, order.reason)
  }
  const periods = modules.map(({ period }) => period.period.id)
  return {
    ...{ modules: moves, token, unknown: [...chosen.values()].flatMap(({ unknown }) => unknown), parted: null },
    villages: effectsBetween(villages, before, await standingsOf(tx, touched, villages)),
    packages: await packagesOf(tx, regency, periods, villages),
    examples: touched.flatMap(({ module }) =>
      chosen
        .get(module.name)!
        .records.slice(0, EXAMPLES)
        .map((record) => ({ ...record, module: module.name })),
    ),
  }
}

function refuseClosed(modules: readonly MovingModule[], chosen: ReadonlyMap<string, ChosenRecords>): void {
  for (const { module, closed } of modules) {
    const count = chosen.get(module.name)?.records.length ?? 0
    if (closed === null || count === 0) continue
    const { record, short } = module.words
    throw new MoveError(
      'E_MOVE_FINALISED',
      {
        id: `${count} ${record.many} ${short} ikut berpindah, tetapi tidak dapat diubah. ${closed.id} Tidak ada yang dipindahkan.`,
        en: `${count} ${short} records would go along, but cannot be changed. ${closed.en} Nothing was moved.`,
      },
      409,
    )
  }
}

function tokenOf(request: MoveRequest, chosen: ReadonlyMap<string, ChosenRecords>): string {
  const moved = [...chosen].map(([module, { records }]) => [
    module,
    records.map(({ key, version, from, to }) => [key, version, from, to]),
  ])
  return shownToken([request, moved])
}

async function changedSince(tx: Tx, regency: string, modules: readonly MovingModule[], request: MoveRequest): Promise<MoveError> {
  const told = await laterMoves(tx, regency, modules, request)
  if (told) {
    return new MoveError(
      'E_MOVE_TAKEN',
      {
        id: `${told.id} Tidak ada yang dipindahkan; periksa pratinjau yang baru.`,
        en: `${told.en} Nothing was moved; look at the new preview.`,
      },
      409,
    )
  }
  return new MoveError(
    'E_MOVE_CHANGED',
    {
      id: 'Datanya berubah sejak pratinjau ini dibuat. Tidak ada yang dipindahkan; periksa pratinjau yang baru, lalu ulangi.',
      en: 'The data changed since this preview was made. Nothing was moved; look at the new preview, then try again.',
    },
    409,
  )
}

async function nothingToMove(
  tx: Tx,
  regency: string,
  modules: readonly MovingModule[],
  request: MoveRequest,
): Promise<MoveError> {
  const told = await laterMoves(tx, regency, modules, request)
  if (told) {
    return new MoveError(
      'E_MOVE_TAKEN',
      { id: `${told.id} Tidak ada lagi yang perlu dipindahkan.`, en: `${told.en} Nothing is left to be moved.` },
      409,
    )
  }
  return new MoveError('E_MOVE_EMPTY', {
    id: 'Tidak ada data yang berpindah: semuanya sudah berada di desa tujuan, atau tidak ada lagi pada periode ini.',
    en: 'No record would move: all of them are in that village already, or no longer in this period.',
  })
}

function tooMany(): MoveError {
  return new MoveError('E_MOVE_LARGE', {
    id: `Sekali pemindahan paling banyak ${MOST_MOVED} data. Pindahkan per SLS.`,
    en: `One move takes at most ${MOST_MOVED} records. Move them SLS by SLS.`,
  })
}
