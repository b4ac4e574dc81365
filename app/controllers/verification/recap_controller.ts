import type { HttpContext } from '@adonisjs/core/http'

export default class RecapController {
  async index({ view }: HttpContext) {
    return view.render('pages/verification/recap')
  }
}
