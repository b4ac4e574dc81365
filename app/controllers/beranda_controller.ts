import type { HttpContext } from '@adonisjs/core/http'
import { dashboardOf } from '#services/dashboard/dashboard'

export default class BerandaController {
  async show(ctx: HttpContext) {
    return ctx.view.render('pages/beranda/index', { board: await dashboardOf(ctx) })
  }
}
