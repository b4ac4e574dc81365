import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import { v7 as uuid } from 'uuid'
import { parseDate } from '#domain/date_text'
import { DomainError } from '#domain/domain_error'
import { cleanIdentifier } from '#domain/identifier'
import { maskSecret } from '#domain/mask'
import { childrenOf, findRegion, regionNames } from '#services/regions'
import { isOnePerson } from '#verification/instrument'
import { enterRegister } from '#verification/review/act'
import { ReviewError } from '#verification/review/errors'
import { beginProposal, findSame, type Matches, type ProposedPerson } from '#verification/review/proposal'
import { isOwnKey } from '#verification/review/rows'
import { todayOf } from '#verification/review/today'
import type { Locale } from '#verification/message'
import { addressesOf } from './addresses.js'
import { isNotTaken, openPlace, postedTexts, takenOr, type NotTaken } from './open_record.js'

const LONGEST_NAME = 250

interface Shown {
  typed?: Record<string, string>
  errors?: Record<string, string>
  refusal?: string
  matches?: Matches
}

/** A proposal that is typed here: first the search for the same people, then its form. What is typed travels in the form alone. */
export default class ProposalsController {
  async search(ctx: HttpContext) {
    await openPlace(ctx, async () => null)
    return this.#render(ctx, {})
  }

  async begin(ctx: HttpContext) {
    const { response, session, i18n } = ctx
    const typed = postedTexts(ctx)
    const notTaken = (why: NotTaken) => {
      response.status(why.status)
      return this.#render(ctx, { typed, refusal: sentenceOf(why, i18n) })
    }
    const today = await takenOr(() => openPlace(ctx, (tx, place) => todayOf(tx, place.regency)))
    if (isNotTaken(today)) return notTaken(today)
    const { person, errors } = readPerson(typed, today, ctx.locale, i18n.t.bind(i18n))
    if (!person) {
      response.status(422)
      return this.#render(ctx, { typed, errors })
    }
    if (typed.yakin !== '1') {
      const matches = await openPlace(ctx, (tx, place) => findSame(tx, place, person, ctx.request.ip()))
      if (matches.hits.length || matches.elsewhere) return this.#render(ctx, { typed, matches })
    }
    const key = isOwnKey(typed.kunci ?? '') ? typed.kunci! : uuid()
    try {
      const begun = await takenOr(() =>
        openPlace(ctx, async (tx, place) => {
          await enterRegister(tx, place)
          return beginProposal(tx, place, key, person)
        }),
      )
      if (isNotTaken(begun)) return await notTaken(begun)
      if (begun) session.flash('success', i18n.t('verification.propose.begun'))
      return response.redirect(addressesOf(ctx).edit(key))
    } catch (error) {
      if (!(error instanceof ReviewError)) throw error
      response.status(error.status)
      return this.#render(ctx, { typed, errors: { desa: sentenceOf(error, ctx.i18n) } })
    }
  }

  async #render(ctx: HttpContext, { typed = {}, errors = {}, refusal, matches }: Shown) {
    const { module } = ctx
    const districts = await childrenOf(ctx.regency!)
    const villages = await Promise.all(
      districts.map(async ({ code, name }) =>
        (await childrenOf(code)).map((village) => ({ value: village.code, label: `${village.name}, ${name}` })),
      ),
    )
    const hits = matches?.hits ?? []
    return ctx.view.render('pages/verification/propose', {
      ...{ module, typed, errors, refusal: refusal ?? null, to: addressesOf(ctx), villages: villages.flat() },
      onePerson: isOnePerson(module.instrument),
      key: isOwnKey(typed.kunci ?? '') ? typed.kunci : uuid(),
      matches: matches ?? null,
      hits: hits.map((hit) => ({ ...hit, maskedNik: hit.nik ? maskSecret('nik', hit.nik) : null, nik: null, kk: null })),
      places: await regionNames(hits.map(({ village }) => village)),
      village: typed.desa ? ((await findRegion(typed.desa))?.name ?? typed.desa) : '',
    })
  }
}

/** Reads who is looked for; what cannot be read is told at its input. */
function readPerson(
  typed: Readonly<Record<string, string>>,
  today: string,
  locale: Locale,
  t: (key: string) => string,
): { person: ProposedPerson | null; errors: Record<string, string> } {
  const errors: Record<string, string> = {}
  const read = <T>(input: string, work: () => T): T | null => {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof DomainError)) throw error
      errors[input] = error.reason(locale)
      return null
    }
  }
  const name = (typed.nama ?? '').replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > LONGEST_NAME) errors.nama = t('verification.propose.name_missing')
  if (!typed.desa) errors.desa = t('verification.propose.village_missing')
  const nik = read('nomor', () => cleanIdentifier(typed.nomor ?? ''))
  const lahir = (typed.lahir ?? '').trim()
  const born = lahir === '' ? null : read('lahir', () => parseDate(lahir, { notAfter: today }))
  return { person: Object.keys(errors).length ? null : { name, nik, born, village: typed.desa! }, errors }
}
