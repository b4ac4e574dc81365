import type { HttpContext } from '@adonisjs/core/http'
import { MINISTRY_ZONE, todayIn } from '#domain/zone'
import { announcementsFor } from '#services/announcements/announcements'
import { clock } from '#services/clock'
import { scope, SYSTEM } from '#services/scope'

/** The page before sign-in: Panduan, FAQ, Masuk, what the ministry tells everybody, and where to ask for help. */
export default class HomeController {
  async index({ auth, view }: HttpContext) {
    await auth.check()
    const today = todayIn(MINISTRY_ZONE, clock.now())
    const news = await scope.run(scope.of([], SYSTEM), (tx) => announcementsFor(tx, today))
    return view.render('pages/home', { news })
  }
}
