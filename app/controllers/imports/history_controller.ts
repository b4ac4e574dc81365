import type { HttpContext } from '@adonisjs/core/http'
import { tryParseDate } from '#domain/date_text'
import { registry } from '#kernel/registry'
import { pluginsOff } from '#services/plugin_switches'
import { childrenOf, regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { validate as isUuid } from 'uuid'
import { FILE_STATES, importHistory, type HistoryCursor, type HistoryFilters } from '#verification/imports/history'
import { readPageNumber } from '#verification/lists/filters'

const SIZES = [25, 50, 100]

/** Riwayat Import: every file that came in, newest first. */
export default class HistoryController {
  async index({ scope: own, regency, request, view }: HttpContext) {
    const qs = request.qs()
    const state = FILE_STATES.find((known) => known === qs.status)
    const search = String(qs.cari ?? '')
      .trim()
      .slice(0, 100)
    const off = await pluginsOff(regency!)
    const modules = registry.modules().filter(({ name }) => !off.includes(name))
    const module = modules.find(({ name }) => name === qs.modul)
    const districts = await childrenOf(regency!)
    const district = districts.find(({ code }) => code === qs.kecamatan)
    const villages = district ? await childrenOf(district.code) : []
    const village = villages.find(({ code }) => code === qs.desa)
    const area = village ?? district
    const filters: HistoryFilters = {
      ...{ ...(state ? { state } : {}), ...(search ? { search } : {}) },
      ...{ ...(module ? { module: module.name } : {}), ...(area ? { area: area.code } : {}) },
    }
    const cursor = readCursor(qs)
    const size = SIZES.find((known) => known === Number(qs.baris)) ?? 25
    const number = cursor ? readPageNumber(qs.halaman) : 1
    const history = await scope.run(own, (tx) => importHistory(tx, regency!, filters, { size, ...(cursor ? { cursor } : {}) }))
    const names = await regionNames(history.rows.flatMap((row) => row.villages ?? []))
    return view.render('pages/import/history', {
      ...{ history, filters, size, number, states: FILE_STATES, names },
      ...{ modules, module, districts, district, villages, village },
      ...{ next: written(history.next), previous: written(history.previous) },
    })
  }
}

/** As PostgreSQL writes a moment, and one that it reads again. */
const MOMENT = /^([12]\d{3}-\d\d-\d\d) (?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,6})?[+-](?:0\d|1[0-5])(?::[0-5]\d)?$/

function isMoment(text: string): boolean {
  const day = MOMENT.exec(text)?.[1]
  return day !== undefined && tryParseDate(day) === day
}

function readCursor(qs: Record<string, unknown>): HistoryCursor | undefined {
  for (const [name, direction] of [
    ['sesudah', 'next'],
    ['sebelum', 'previous'],
  ] as const) {
    const [at, id] = String(qs[name] ?? '').split('~')
    if (at && isMoment(at) && isUuid(id)) return { direction, at, id: id! }
  }
  return undefined
}

function written(cursor: HistoryCursor | null): string | null {
  return cursor && `${cursor.at}~${cursor.id}`
}
