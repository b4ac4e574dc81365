import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { faqEntries, SUBJECTS } from '#services/announcements/faq'

const CHAPTERS = ['cycle', 'prepare', 'import', 'review', 'finalise', 'letter', 'result', 'trouble']

/** Pages that everybody may read. */
export default class PagesController {
  async guide({ auth, view, i18n }: HttpContext) {
    await auth.check()
    const chapters = CHAPTERS.map((id) => ({
      id,
      title: i18n.t(`guide.${id}.title`),
      intro: i18n.t(`guide.${id}.intro`),
      steps: numbered(i18n, (at) => `guide.${id}.steps.${at}`).map((key) => i18n.t(key)),
      note: i18n.hasMessage(`guide.${id}.note`) ? i18n.t(`guide.${id}.note`) : null,
    }))
    return view.render('pages/guide', { chapters })
  }

  async faq({ auth, view, i18n }: HttpContext) {
    await auth.check()
    const locale = i18n.locale === 'en' ? 'en' : 'id'
    const all = await faqEntries()
    const subjects = SUBJECTS.map((id) => ({
      id,
      title: i18n.t(`faq.${id}.title`),
      entries: all
        .filter(({ subject }) => subject === id)
        .map(({ question, answer }) => ({ question: question[locale], answer: answer[locale] })),
    })).filter(({ entries }) => entries.length > 0)
    return view.render('pages/faq', { subjects })
  }
}

function numbered(i18n: I18n, keyAt: (at: number) => string): string[] {
  const keys: string[] = []
  while (i18n.hasMessage(keyAt(keys.length))) keys.push(keyAt(keys.length))
  return keys
}
