import { v7 as uuid } from 'uuid'
import type { HttpContext } from '@adonisjs/core/http'
import { contacts, CONTACT_KINDS, CONTACT_LINES, saveContacts, stateOf } from '#services/announcements/contacts'
import {
  faqEntries,
  faqEntry,
  moveFaqEntry,
  removedWords,
  removeFaqEntry,
  saveFaqEntry,
  SUBJECTS,
} from '#services/announcements/faq'
import { scope } from '#services/scope'
import { typed as given } from './asked.js'

/** Questions with their answers in both languages and in order, and where to ask for help. */
export default class FaqController {
  async index({ view }: HttpContext) {
    const entries = await faqEntries()
    const sections = SUBJECTS.map((subject) => ({ subject, entries: entries.filter((entry) => entry.subject === subject) }))
    return view.render('pages/admin/announcements/faq', { sections, total: entries.length })
  }

  create({ view }: HttpContext) {
    return view.render('pages/admin/announcements/faq_form', { given: null, form: uuid(), subjects: SUBJECTS })
  }

  async edit({ view, params, scope: own }: HttpContext) {
    const entry = await faqEntry(String(params.id))
    const gone = entry.removed ? await scope.run(own, (tx) => removedWords(tx, entry.id)) : null
    return view.render('pages/admin/announcements/faq_form', { given: entry, gone, form: uuid(), subjects: SUBJECTS })
  }

  async store(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => saveFaqEntry(tx, ctx.request.body()))
    return done(ctx, 'saved')
  }

  async update(ctx: HttpContext) {
    const change = { id: (await faqEntry(String(ctx.params.id))).id, seen: Number(ctx.request.input('version', 0)) || 0 }
    await scope.run(ctx.scope, (tx) => saveFaqEntry(tx, ctx.request.body(), change))
    return done(ctx, 'saved')
  }

  async move(ctx: HttpContext) {
    const direction = ctx.request.input('to') === 'up' ? 'up' : 'down'
    const beside = given(ctx, direction === 'up' ? 'above' : 'below')
    await scope.run(ctx.scope, (tx) => moveFaqEntry(tx, String(ctx.params.id), direction, beside))
    return done(ctx, 'moved')
  }

  async remove(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => removeFaqEntry(tx, String(ctx.params.id)))
    return done(ctx, 'removed')
  }

  async contacts({ view, session }: HttpContext) {
    const kept = await contacts()
    const faults = (session.flashMessages.get('inputErrorsBag') ?? {}) as Record<string, string[]>
    const lines = Array.from({ length: CONTACT_LINES }, (_, at) => {
      const own = kept[at]
      const typed = (name: string, value: string) => [session.flashMessages.get(name, [])].flat().map(String)[at] ?? value
      return {
        ...{ kind: typed('kind', own?.kind ?? 'web'), value: typed('value', own?.value ?? '') },
        ...{ note_id: typed('note_id', own?.note.id ?? ''), note_en: typed('note_en', own?.note.en ?? '') },
        ...{ valueFault: faults[`value.${at}`]?.[0], noteFault: faults[`note.${at}`]?.[0] },
      }
    })
    return view.render('pages/admin/announcements/contacts', { lines, kinds: CONTACT_KINDS, seen: stateOf(kept) })
  }

  async saveContacts(ctx: HttpContext) {
    await scope.run(ctx.scope, (tx) => saveContacts(tx, ctx.request.body()))
    ctx.session.flash('success', ctx.i18n.t('announcements.contacts.saved'))
    return ctx.response.redirect('/admin/pengumuman/kontak')
  }
}

function done({ session, response, i18n }: HttpContext, what: string) {
  session.flash('success', i18n.t(`announcements.faq.${what}`))
  return response.redirect('/admin/pengumuman/tanya-jawab')
}
