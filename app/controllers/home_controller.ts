import type { HttpContext } from '@adonisjs/core/http'

/** The page before sign-in: Panduan, FAQ, Masuk and where to ask for help. */
export default class HomeController {
  async index({ auth, view }: HttpContext) {
    await auth.check()
    return view.render('pages/home')
  }
}
