import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import { ROLES } from '#kernel/roles'
import { faqEntries, SUBJECTS } from '#services/announcements/faq'
import type { Role } from '#services/scope'

/** The chapters of each desk's guide, in order. */
const GUIDES: Readonly<Record<Role, readonly string[]>> = {
  supervisor_regency: ['cycle', 'prepare', 'import', 'review', 'finalise', 'letter', 'result', 'trouble'],
  supervisor_province: ['watch', 'remark', 'letters'],
  pfm_reviewer: ['queue', 'decide', 'overview'],
  pusdatin: ['year', 'data', 'periods', 'letters', 'users', 'modules', 'words'],
  auditor: ['log', 'blocks', 'trail'],
}

/** Pages that everybody may read. */
export default class PagesController {
  /** The guide of one's own desk; `?peran=` opens another's, and who is not signed in begins with the regencies'. */
  async guide({ auth, view, i18n, request }: HttpContext) {
    await auth.check()
    const asked: unknown = request.qs().peran
    const own = auth.user?.role ?? 'supervisor_regency'
    const role = ROLES.find((one) => one === asked) ?? own
    const chapters = GUIDES[role].map((id) => {
      const at = `guide.${role}.chapters.${id}`
      return {
        ...{ id, title: i18n.t(`${at}.title`), intro: i18n.t(`${at}.intro`) },
        steps: numbered(i18n, (step) => `${at}.steps.${step}`).map((key) => i18n.t(key)),
        note: i18n.hasMessage(`${at}.note`) ? i18n.t(`${at}.note`) : null,
      }
    })
    return view.render('pages/guide', { role, chapters, others: ROLES.filter((one) => one !== role) })
  }

  async faq({ auth, view, i18n, locale }: HttpContext) {
    await auth.check()
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
