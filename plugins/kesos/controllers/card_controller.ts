import type { HttpContext } from '@adonisjs/core/http'
import { maskSecret } from '#core/domain'
import { NotFound, papers, persons, regions, scope, type Tx } from '#core/plugin'
import { reportPdf } from '../paper/report.js'
import { purposeOf } from '../services/asked.js'
import { openCard, type Opening } from '../services/card.js'
import { handleFor } from '../services/look_up.js'
import { hitAt, lookupOf, type KeptHit } from '../services/lookups.js'
import { subjectReport } from '../services/report.js'

/** The card of one person of a result, and what follows from it. */
export default class CardController {
  async show(ctx: HttpContext) {
    const { regency, view, response, session, i18n, request } = ctx
    const place = { regency: regency!, address: request.ip() }
    const card = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#opening(tx, ctx)
      return found && { ...found, person: await openCard(tx, place, found.opening) }
    })
    if (!card) {
      session.flash('warning', i18n.t('kesos.expired'))
      return response.redirect('/kesos')
    }
    const { person, opening } = card
    const [village] = person.shown ? [await regions.find(person.shown.village)] : []
    const district = village?.parent ? await regions.find(village.parent) : null
    response.header('cache-control', 'private, no-store')
    const titleOf = ({ period, decree }: (typeof person.states)[number]) =>
      period ? i18n.t('kesos.now', { period: period.name }) : decree.decree
    const stateTitle = (id: string) => titleOf(person.states.find((one) => one.id === id)!)
    return view.render('kesos::card', {
      ...{
        titleOf,
        stateTitle,
        person,
        at: card.at,
        lookup: opening.lookup,
        purpose: opening.purpose,
        purposes: persons.purposes,
      },
      ...{ place: [village?.name, district?.name].filter(Boolean).join(', '), locale: opening.locale },
      here: `/kesos/hasil/${opening.lookup}/${card.at}`,
    })
  }

  /** Another member of the household: a look-up of its own, with a handle of its own. */
  async relative(ctx: HttpContext) {
    const { regency, response, request, session, i18n } = ctx
    const key = String(request.input('anggota', ''))
    const place = { regency: regency!, address: request.ip() }
    const handle = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#opening(tx, ctx)
      if (!found) return null
      const state = request.input('sk')
      const asked = typeof state === 'string' && state !== '' ? { state } : {}
      const { shown, hit } = await persons.view(tx, regency!, found.opening.reference, asked, found.opening.locale)
      const relative = shown?.relatives.find((one) => one.key === key)
      if (!shown || !relative) throw new NotFound()
      const kept: KeptHit = {
        ...{ module: hit.module, recordKey: shown.secrets.objectId, key, name: relative.name, birthDate: relative.birthDate },
        ...{ number: relative.nik === null ? '' : maskSecret('nik', relative.nik), registerId: '', village: shown.village },
        ...{ decile: hit.decile, active: relative.active, past: false, by: 'register', score: 1 },
      }
      const purpose = found.opening.purpose
      const id = await handleFor(tx, { regency: regency!, purpose, hit: kept })
      await persons.log(tx, {
        ...{ regency: regency!, action: 'search', purpose, address: place.address, object: { type: 'kesos.lookup', id } },
        subjects: [persons.subject(kept)],
      })
      return id
    })
    if (handle) return response.redirect(`/kesos/hasil/${handle}/0`)
    session.flash('warning', i18n.t('kesos.expired'))
    return response.redirect('/kesos')
  }

  /** "Laporan subjek data" as a PDF. */
  async report(ctx: HttpContext) {
    const { regency, response, request, session, i18n } = ctx
    const place = { regency: regency!, address: request.ip() }
    const made = await scope.run(ctx.scope, async (tx) => {
      const found = await this.#opening(tx, ctx)
      if (!found) return null
      const report = await subjectReport(tx, place, { ...found.opening, purpose: purposeOf(request.body()) })
      return reportPdf(tx, regency!, report)
    })
    if (!made) {
      session.flash('warning', i18n.t('kesos.expired'))
      return response.redirect('/kesos')
    }
    return papers.send(ctx, 'laporan-subjek-data.pdf', made)
  }

  /** The person of the address, for whom asked; null when the handle has ended. @throws NotFound */
  async #opening(tx: Tx, { params, regency, request, locale }: HttpContext): Promise<{ at: string; opening: Opening } | null> {
    const lookup = await lookupOf(tx, regency!, String(params.lookup))
    if (lookup.expired) return null
    const { module, recordKey, key } = hitAt(lookup, String(params.at))
    const query = request.qs()
    const text = (name: string) => (typeof query[name] === 'string' ? query[name].slice(0, 40) : undefined)
    const [state, against] = [text('sk'), text('banding')]
    return {
      at: String(params.at),
      opening: {
        ...{ reference: { module, recordKey, key }, purpose: lookup.purpose, lookup: lookup.id },
        asked: { ...(state ? { state } : {}), ...(against ? { against } : {}) },
        locale,
      },
    }
  }
}
