import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import {
  allAnnouncements,
  announcement,
  BODY_LENGTH,
  saveAnnouncement,
  standingOn,
  TITLE_LENGTH,
  withdrawAnnouncement,
  type Announcement,
} from '#services/announcements/announcements'
import { clock } from '#services/clock'
import { regionNames } from '#services/regions'
import { scope } from '#services/scope'

const STANDINGS = ['current', 'upcoming', 'over', 'withdrawn'] as const

/** What the ministry tells the regencies: list, form, withdrawal. */
export default class AnnouncementsController {
  async index(ctx: HttpContext) {
    const today = todayIn(MINISTRY_ZONE, clock.now())
    const all = (await scope.run(ctx.scope, allAnnouncements)).map((one) => ({ ...one, standing: standingOn(one, today) }))
    const chosen = STANDINGS.find((known) => known === ctx.request.qs().keadaan)
    const rows = all.filter(({ standing }) => !chosen || standing === chosen)
    const names = await regionNames(rows.flatMap(({ regions }) => regions))
    return ctx.view.render('pages/admin/announcements/index', { rows, names, chosen, standings: STANDINGS, any: all.length > 0 })
  }

  create(ctx: HttpContext) {
    return form(ctx, null)
  }

  async edit(ctx: HttpContext) {
    return form(ctx, await scope.run(ctx.scope, (tx) => announcement(tx, String(ctx.params.id))))
  }

  async store(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => saveAnnouncement(tx, ctx.request.body()))
    return done(ctx, 'published')
  }

  async update(ctx: HttpContext) {
    const change = { id: String(ctx.params.id), seen: Number(ctx.request.input('version', 0)) || 0 }
    await scope.run(ctx.scope, (tx) => saveAnnouncement(tx, ctx.request.body(), change))
    return done(ctx, 'changed')
  }

  async withdraw(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => withdrawAnnouncement(tx, String(ctx.params.id)))
    return done(ctx, 'withdrawn')
  }
}

function form({ view }: HttpContext, given: Announcement | null) {
  const today = todayIn(MINISTRY_ZONE, clock.now())
  return view.render('pages/admin/announcements/form', {
    given,
    form: uuid(),
    today,
    titleLength: TITLE_LENGTH,
    bodyLength: BODY_LENGTH,
  })
}

function done({ session, response, i18n }: HttpContext, what: string) {
  session.flash('success', i18n.t(`announcements.${what}`))
  return response.redirect('/admin/pengumuman')
}
