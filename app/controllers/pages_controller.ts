import type { HttpContext } from '@adonisjs/core/http'

/** Pages that everybody may read. */
export default class PagesController {
  guide({ view }: HttpContext) {
    return view.render('pages/guide')
  }

  faq({ view }: HttpContext) {
    return view.render('pages/faq')
  }
}
