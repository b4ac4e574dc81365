import { sentenceOf } from '#services/fault'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { figuresIn } from '#services/format'
import { recordRead } from '#services/reads'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { issuesWithReturned } from '#verification/issues/returned'
import { placeOf } from '#verification/periods/index'
import { actOn } from '#verification/review/act'
import { ReviewError } from '#verification/review/errors'
import { isDecidable } from '#verification/review/writable'
import {
  remind,
  RETURN_STATES,
  returnGroups,
  returnRows,
  type After,
  type ReturnRow,
  type ReturnsOf,
} from '#verification/returns/ledger'
import { returnSlips } from '#verification/returns/slips'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

const PAGE = 50
const DAY_MS = 86_400_000

/** What was sent back: by village and operator with its age, record by record, what came again and what did not. */
export default class ReturnsController {
  async index(ctx: HttpContext) {
    const { module, request } = ctx
    const of = askedOf(ctx)
    const state = RETURN_STATES.find((one) => one === request.input('keadaan')) ?? 'waiting'
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const rows = await returnRows(tx, place, { ...of, state }, { after: afterOf(request.input('sesudah')), limit: PAGE + 1 })
      const issues = ctx.can('core.packages') ? await issuesWithReturned(tx, place) : []
      return { period, rows, issues, groups: await returnGroups(tx, place), decidable: isDecidable(period), now: tx.now }
    })
    const { rows = [], groups = [], now = clock.now() } = found ?? {}
    const villages = [...rows, ...groups].map(({ village }) => village)
    const shown = rows.slice(0, PAGE)
    const total = (of_: 'waiting' | 'back' | 'takenBack') => groups.reduce((sum, group) => sum + group[of_], 0)
    return ctx.view.render('pages/verification/returns', {
      ...{
        module,
        found,
        stand: state,
        of: { ...of, asked: of.operator === '' ? NOBODY : of.operator },
        rows: shown,
        groups,
        states: RETURN_STATES,
        to: addressesOf(ctx),
      },
      places: await regionNames(villages),
      next: rows.length > PAGE ? cursorOf(shown.at(-1)!) : null,
      age: (at: Date | null) => (at ? Math.max(0, Math.floor((now.getTime() - at.getTime()) / DAY_MS)) : null),
      totals: { waiting: total('waiting'), back: total('back'), taken_back: total('takenBack') },
    })
  }

  /** Notes that an operator was told; he has no account, so that the telling itself is done by the supervisor. */
  async remind(ctx: HttpContext) {
    const of = askedOf(ctx)
    const count = await actOn(ctx.scope, ctx.module, ctx.regency!, (tx, place) => remind(tx, place, of), askedPeriod(ctx))
    ctx.session.flash(
      count ? 'success' : 'info',
      ctx.i18n.t(`verification.returns.${count ? 'reminded' : 'nobody'}`, { count: figuresIn(ctx.locale).number(count) }),
    )
    return ctx.response.redirect(
      addressesOf(ctx).returns(undefined, { desa: of.village, operator: of.operator === '' ? NOBODY : of.operator }),
    )
  }

  async slips(ctx: HttpContext) {
    const { module, regency, response, session } = ctx
    const of = askedOf(ctx)
    try {
      const { content } = await scope.run(ctx.scope, async (tx) => {
        const period = await shownPeriod(tx, ctx)
        if (!period) throw new NotFound()
        const made = await returnSlips(tx, period, of)
        const object = { type: `${module.name}.returns`, id: period.period.id }
        await recordRead(tx, { regency: regency!, action: 'print', purpose: 'verval', object, address: ctx.request.ip() })
        await recordActivity(tx, {
          action: 'returns.printed',
          regency: regency!,
          object,
          data: { module: module.name, count: made.records },
        })
        return made
      })
      return sendMade(ctx, `lembar-pengembalian-${of.village ?? regency}.pdf`, content)
    } catch (error) {
      if (!(error instanceof ReviewError)) throw error
      session.flash('error', sentenceOf(error, ctx.i18n))
      return response.redirect(addressesOf(ctx).returns())
    }
  }
}

/** What was typed at the office has no operator; a form says so by a dash, since an empty field says nothing. */
const NOBODY = '-'

function askedOf({ request }: HttpContext): ReturnsOf {
  const [village, operator]: unknown[] = [request.input('desa'), request.input('operator')]
  const named = typeof operator === 'string' && operator !== ''
  return {
    village: typeof village === 'string' && village !== '' ? village : undefined,
    operator: named ? (operator === NOBODY ? '' : operator) : undefined,
  }
}

function cursorOf({ returnedAt, key }: ReturnRow): string {
  return Buffer.from(JSON.stringify([returnedAt.toISOString(), key])).toString('base64url')
}

/** Where a page goes on; what is no cursor of ours begins at the front. */
function afterOf(cursor: unknown): After | undefined {
  try {
    const [at, key]: unknown[] = JSON.parse(Buffer.from(String(cursor ?? ''), 'base64url').toString())
    const moment = new Date(String(at))
    return typeof key === 'string' && !Number.isNaN(moment.getTime()) ? { at: moment, key } : undefined
  } catch {
    return undefined
  }
}
