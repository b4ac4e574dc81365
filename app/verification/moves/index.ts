/** Moving records between villages of one regency, through every module at once. */
import { scope, type Scope, type Tx } from '#services/scope'
import { heedLock } from '../review/act.js'
import { moveRecords, type MoveEffect, type MoveOrder } from './move.js'
import type { MoveRequest } from './request.js'
import { undoMove, type UndoEffect } from './undo.js'

export { MoveError } from './errors.js'
export type { MoveEffect, MoveOrder } from './move.js'
export type { MoveRequest, SplitRequest } from './request.js'
export { movedRows, movesOfRecord, type MovedRow } from './trail.js'
export type { UndoEffect } from './undo.js'

/** What the caller does in the same transaction; its answer comes back. */
type Along<E, T> = (tx: Tx, effect: E) => Promise<T>

/** A dry run: does everything and takes it back, so that what is shown is what would happen, to the last count. */
export async function previewMove(of: Scope, regency: string, request: MoveRequest): Promise<MoveEffect> {
  return dry(of, (tx) => moveRecords(tx, regency, request, { id: NOBODY, reason: '' }))
}

/** The same for taking a move back. */
export async function previewUndo(of: Scope, regency: string, id: string): Promise<UndoEffect> {
  return dry(of, (tx) => undoMove(tx, regency, { id, reason: '' }))
}

/** Moves, with what the caller writes beside it in the same transaction. */
export function applyMove<T>(
  of: Scope,
  regency: string,
  { request, order, before, along }: Applied<MoveEffect, T> & { request: MoveRequest; order: MoveOrder },
): Promise<T> {
  return heedLock(() =>
    scope.run(of, async (tx) => {
      await before?.(tx)
      return along(tx, await moveRecords(tx, regency, request, order))
    }),
  )
}

export function applyUndo<T>(
  of: Scope,
  regency: string,
  { id, reason, before, along }: Applied<UndoEffect, T> & { id: string; reason: string },
): Promise<T> {
  return heedLock(() =>
    scope.run(of, async (tx) => {
      await before?.(tx)
      return along(tx, await undoMove(tx, regency, { id, reason }))
    }),
  )
}

interface Applied<E, T> {
  /** Looks and locks before anything is moved. */
  before?: (tx: Tx) => Promise<void>
  along: Along<E, T>
}

const NOBODY = '00000000-0000-0000-0000-000000000000'

class TakenBack<T> extends Error {
  constructor(readonly effect: T) {
    super('A dry run ends by taking back what it did.')
  }
}

async function dry<T>(of: Scope, work: (tx: Tx) => Promise<T>): Promise<T> {
  try {
    return await heedLock(() =>
      scope.run(of, async (tx): Promise<T> => {
        throw new TakenBack(await work(tx))
      }),
    )
  } catch (error) {
    if (error instanceof TakenBack) return error.effect as T
    throw error
  }
}
