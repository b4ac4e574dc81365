import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { ROLES } from '#kernel/roles'
import { createUser } from '#services/accounts/manage'
import { printGiven } from '#services/accounts/sheets'
import { usersCsv } from '#services/accounts/user_file'
import { readUserFilters, USER_STATES, userPage } from '#services/accounts/user_list'
import { recordActivity } from '#services/activity'
import { clock } from '#services/clock'
import { childrenOf } from '#services/regions'
import { NATIONAL, scope } from '#services/scope'
import { sendMade } from '#services/send_made'
import { readPageNumber } from '#verification/lists/filters'
import { texts } from './desk_form.js'
import { shownAccount, showGiven } from './given.js'
import { placesFor, provinces } from './places.js'

export const SIZES = [25, 50, 100]
/** More accounts than the country will ever have. */
const EVERY = 100_000
const FIELDS = ['login', 'name', 'role', 'region', 'position', 'nip', 'phone', 'email'] as const

/** Accounts by region and role, and the invitation of new ones. */
export default class UsersController {
  async index(ctx: HttpContext) {
    const { request, view, i18n } = ctx
    const asked = request.qs()
    const filters = readUserFilters(asked)
    const size = SIZES.find((one) => String(one) === asked.baris) ?? SIZES[0]!
    const { sesudah: after, sebelum: before } = asked
    const page = { size, ...(typeof before === 'string' ? { before } : typeof after === 'string' ? { after } : {}) }
    const found = await scope.run(ctx.scope, (tx) => userPage(tx, filters, page))
    const province = filters.region?.slice(0, 2)
    const regencies = province && province !== NATIONAL ? await childrenOf(province) : []
    const kept = new URLSearchParams(
      Object.entries(asked).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    ).toString()
    return view.render('pages/admin/users/index', {
      kept: kept && `?${kept}`,
      ...{ ...found, filters, size, province, states: USER_STATES, number: after || before ? readPageNumber(asked.halaman) : 1 },
      roles: ROLES.map((value) => ({ value, label: i18n.t(`shell.role.${value}`) })),
      provinces: [{ value: NATIONAL, label: i18n.t('shell.ministry') }, ...(await provinces())],
      regencies: regencies.map(({ code, name }) => ({ value: code, label: name })),
    })
  }

  /** Every account that the filters leave, as CSV; that it was taken stands in the log. */
  async table(ctx: HttpContext) {
    const { scope: own, request } = ctx
    const filters = readUserFilters(request.qs())
    const rows = await scope.run(own, async (tx) => {
      const found = await userPage(tx, filters, { size: EVERY })
      await recordActivity(tx, {
        ...{ action: 'account.exported', regency: NATIONAL, object: { type: 'account', id: 'list' } },
        data: { count: found.rows.length },
      })
      return found.rows
    })
    const content = usersCsv(rows, (key) => ctx.i18n.t(key))
    return sendMade(ctx, `pengguna-${todayIn(MINISTRY_ZONE, clock.now())}.csv`, content)
  }

  async create({ view, i18n }: HttpContext) {
    return view.render('pages/admin/users/new', await placesFor(i18n))
  }

  async store(ctx: HttpContext) {
    const { user, oneTime } = await scope.run(ctx.scope, (tx) => createUser(tx, texts(ctx, FIELDS)))
    return showGiven(ctx, [shownAccount(user, oneTime!)], {
      title: ctx.i18n.t('users.given.invited', { login: user.login }),
      ...{ back: `/admin/pengguna/${user.id}`, backTitle: ctx.i18n.t('users.given.to_account') },
    })
  }

  /** The leaves or the list of one-time passwords that a page has just shown. */
  async sheet(ctx: HttpContext) {
    const proof = String(ctx.request.input('proof', ''))
    const form = ctx.request.input('bentuk') === 'daftar' ? 'list' : 'sheets'
    const { content } = await scope.run(ctx.scope, (tx) => printGiven(tx, proof, form, ctx.i18n))
    return sendMade(ctx, 'lembar-akun.pdf', content, { inline: true })
  }
}
