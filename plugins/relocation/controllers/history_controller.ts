import type { HttpContext } from '@adonisjs/core/http'
import { regions, scope } from '#core/plugin'
import { countPlans, listPlans, type PlanState } from '../services/plans.js'

const SIZE = 25
const SHOWN: readonly PlanState[] = ['draft', 'done', 'undone']

/** Every move of the regency with its plan, newest first. */
export default class HistoryController {
  async index(ctx: HttpContext) {
    const { request, regency, view } = ctx
    const input = request.qs()
    const state = SHOWN.find((one) => one === input.status) ?? null
    const { counts, page } = await scope.run(ctx.scope, async (tx) => ({
      counts: await countPlans(tx, regency!),
      page: await listPlans(tx, regency!, { state, size: SIZE, after: cursor(input.sesudah) }),
    }))
    const names = await regions.names(page.rows.flatMap(({ from, to }) => [from, to].filter((code) => code !== null)))
    return view.render('relocation::history', {
      ...{ counts, shown: state, states: SHOWN, rows: page.rows, names, may: ctx.can('relocation.move') },
      next: page.next ? Buffer.from(JSON.stringify(page.next)).toString('base64url') : null,
      chosen: ctx.can('relocation.move') ? '' : `?regency=${regency}`,
    })
  }
}

const MOMENT = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}(?:\.\d+)?[+-]\d{2}(?::\d{2})?$/
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The row before a page, as its address has it; what is none begins at the beginning. */
function cursor(given: unknown): readonly [string, string] | null {
  if (typeof given !== 'string') return null
  try {
    const read: unknown = JSON.parse(Buffer.from(given, 'base64url').toString())
    const [at, id]: unknown[] = Array.isArray(read) ? read : []
    return typeof at === 'string' && MOMENT.test(at) && typeof id === 'string' && ID.test(id) ? [at, id] : null
  } catch {
    return null
  }
}
