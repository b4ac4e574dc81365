import type { HttpContext } from '@adonisjs/core/http'
import { scope } from '#services/scope'
import { validate as isUuid } from 'uuid'
import { FILE_STATES, importHistory, type HistoryCursor, type HistoryFilters } from '#verification/imports/history'

const SIZES = [25, 50, 100]

/** Riwayat Import: every file that came in, newest first. */
export default class HistoryController {
  async index({ scope: own, regency, request, view }: HttpContext) {
    const qs = request.qs()
    const state = FILE_STATES.find((known) => known === qs.status)
    const search = String(qs.cari ?? '')
      .trim()
      .slice(0, 100)
    const filters: HistoryFilters = { ...(state ? { state } : {}), ...(search ? { search } : {}) }
    const cursor = readCursor(qs)
    const size = SIZES.find((known) => known === Number(qs.baris)) ?? 25
    const number = cursor ? Math.max(1, Math.trunc(Number(qs.halaman)) || 1) : 1
    const history = await scope.run(own, (tx) => importHistory(tx, regency!, filters, { size, ...(cursor ? { cursor } : {}) }))
    return view.render('pages/import/history', {
      ...{ history, filters, size, number, states: FILE_STATES },
      ...{ next: written(history.next), previous: written(history.previous) },
    })
  }
}

function readCursor(qs: Record<string, unknown>): HistoryCursor | undefined {
  for (const [name, direction] of [
    ['sesudah', 'next'],
    ['sebelum', 'previous'],
  ] as const) {
    const [at, id] = String(qs[name] ?? '').split('~')
    if (at && /^[0-9 :.+-]{10,40}$/.test(at) && !Number.isNaN(Date.parse(at)) && isUuid(id)) return { direction, at, id: id! }
  }
  return undefined
}

function written(cursor: HistoryCursor | null): string | null {
  return cursor && `${cursor.at}~${cursor.id}`
}
