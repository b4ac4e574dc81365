import type { HttpContext } from '@adonisjs/core/http'
import { sentenceOf } from '#services/fault'
import vine from '@vinejs/vine'
import { validate as isUuid } from 'uuid'
import { NotFound } from '#exceptions/not_found'
import { maskSecret } from '#domain/mask'
import { wantedPage } from '#services/accounts/wanted_page'
import { leaveUncompressed } from '#services/compression'
import { childrenOf, findRegion, regionNames } from '#services/regions'
import { scope } from '#services/scope'
import { candidateAt, countByBasis, findCandidate, listCandidates, listElsewhere } from '#verification/duplicates/candidates'
import { decideDuplicate, isOnePerson, VERDICTS } from '#verification/duplicates/decide'
import { lastDecisionOn, listDecisions } from '#verification/duplicates/decisions'
import { DuplicateError } from '#verification/duplicates/errors'
import { countDue } from '#verification/duplicates/find'
import { requestSearch, searchingJob } from '#verification/duplicates/find_job'
import { BASES } from '#verification/duplicates/pairs_sql'
import { lastSearch } from '#verification/duplicates/search_state'
import { undoDecision } from '#verification/duplicates/undo'
import { viewPair } from '#verification/duplicates/view'
import { readPage, type ListPage } from '#verification/lists/filters'
import { placeOf } from '#verification/periods/index'
import { actOn } from '#verification/review/act'
import { logOpening } from '#verification/review/read_log'
import { isDecidable } from '#verification/review/writable'
import { addressesOf, askedPeriod, shownPeriod } from './addresses.js'

const TABS = [...BASES, 'wilayah-lain', 'diputuskan'] as const
/** What comes back to whoever is refused: which form it was, and his own words. */
const OWN = ['act', 'reason']
const record = vine.string().maxLength(64)
const verdict = vine.create({
  left: record,
  right: record,
  verdict: vine.enum(VERDICTS),
  kept: vine.enum(['left', 'right'] as const).optional(),
  reason: vine.string().maxLength(500).optional(),
  leftVersion: vine.number().withoutDecimals(),
  rightVersion: vine.number().withoutDecimals(),
  accept: vine.string().optional(),
})
const undoing = vine.create({ id: vine.string().uuid(), reason: vine.string().maxLength(500).optional() })

/** Persons and records that may stand in the register twice: found by a job, decided side by side, each decision can be taken back. */
export default class DuplicatesController {
  async index(ctx: HttpContext) {
    const { module, request } = ctx
    const tab = TABS.find((known) => known === request.qs().dasar) ?? 'nik'
    const basis = BASES.find((known) => known === tab)
    const districts = await childrenOf(ctx.regency!)
    const asked = request.qs().desa
    const village = typeof asked === 'string' ? await this.#villageOf(ctx, asked) : null
    const district = districts.find(({ code }) => code === (village?.parent ?? request.qs().kecamatan)) ?? null
    const villages = district ? await childrenOf(district.code) : []
    const page = pageOn(tab, request.qs())
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const within = village ? { village: village.code } : {}
      const counts = await countByBasis(tx, place, within)
      const candidates = basis ? await listCandidates(tx, place, { ...within, basis }, page) : null
      const elsewhere = tab === 'wilayah-lain' ? await listElsewhere(tx, place, village?.code, page) : null
      const decisions = tab === 'diputuskan' ? await listDecisions(tx, place, page) : null
      const decidable = ctx.can(`${module.name}.verify`) && isDecidable(period)
      return {
        ...{ period, decidable, counts, candidates, decisions },
        elsewhere: elsewhere?.rows.map((row) => ({ ...row, masked: row.masked && maskSecret(row.number, row.masked) })),
        turn: candidates ?? elsewhere ?? decisions,
        ...{ search: await lastSearch(tx, place), due: await countDue(tx, place), job: await searchingJob(tx, place) },
      }
    })
    const codes = [
      ...(found?.candidates?.rows.flatMap(({ leftVillage, rightVillage }) => [leftVillage, rightVillage]) ?? []),
      ...(found?.elsewhere?.map((row) => row.village) ?? []),
    ]
    return ctx.view.render('pages/verification/duplicates/index', {
      ...{ module, tab, tabs: TABS, found, page, districts, district, villages, village, to: addressesOf(ctx) },
      villageNames: await regionNames([...new Set(codes)]),
    })
  }

  async show(ctx: HttpContext) {
    const { module, request, locale } = ctx
    const [left, right] = [String(request.qs().kiri ?? ''), String(request.qs().kanan ?? '')]
    const found = await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) return null
      const place = placeOf(period)
      const candidate = await findCandidate(tx, place, left, right)
      if (!candidate)
        return { period, pair: null, decision: await lastDecisionOn(tx, place, left, right), decidable: false, following: null }
      const decidable = ctx.can(`${module.name}.verify`) && isDecidable(period)
      const pair = await viewPair(tx, place, candidate, locale)
      for (const key of new Set([candidate.left, candidate.right])) {
        await logOpening(tx, place, key, { clear: decidable, address: request.ip() })
      }
      const cursor = { direction: 'next' as const, at: candidateAt(candidate) }
      const { rows } = await listCandidates(tx, place, { basis: candidate.basis }, { size: 1, cursor })
      return { period, pair, decision: null, decidable, following: rows[0] ?? null }
    })
    if (!found || (!found.pair && !found.decision)) throw new NotFound()
    leaveUncompressed(ctx)
    const codes = found.pair
      ? [found.pair.left, found.pair.right].map(({ doc }) => String(doc.values[module.instrument.summary.village]))
      : []
    return ctx.view.render('pages/verification/duplicates/show', {
      ...{
        module,
        to: addressesOf(ctx),
        ...found,
        onePerson: isOnePerson(module),
        villageNames: await regionNames([...new Set(codes)]),
      },
    })
  }

  async decide(ctx: HttpContext) {
    const { request, response, session, i18n } = ctx
    const wanted = await request.validateUsing(verdict)
    const persons = Object.values((request.input('persons') ?? {}) as Record<string, unknown>).filter(
      (id) => typeof id === 'string',
    )
    const to = addressesOf(ctx)
    const asked = {
      ...{ left: wanted.left, right: wanted.right, verdict: wanted.verdict, kept: wanted.kept, reason: wanted.reason },
      ...{ persons: wanted.verdict === 'twice' || persons.length === 0 ? undefined : persons },
      ...{ seen: { left: wanted.leftVersion, right: wanted.rightVersion }, accept: wanted.accept === '1' },
    }
    const next = wantedPage(request.input('following'), to.duplicates())
    try {
      const done = await actOn(
        ctx.scope,
        ctx.module,
        ctx.regency!,
        (tx, place) => decideDuplicate(tx, place, asked),
        askedPeriod(ctx),
      )
      const sentence = done.accepted === null ? done.verdict : `${done.verdict}_${done.accepted ? 'accepted' : 'waiting'}`
      session.flash('success', i18n.t(`duplicates.done.${sentence}`))
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error
      session.flashOnly(OWN)
      session.flash('error', sentenceOf(error, ctx.i18n))
      const gone = error.code === 'E_DUPLICATE_DECIDED' || error.code === 'E_DUPLICATE_MISSING'
      return response.redirect(gone ? to.duplicates() : to.pair(wanted.left, wanted.right))
    }
    return response.redirect(next)
  }

  async undo(ctx: HttpContext) {
    const { id, reason } = await ctx.request.validateUsing(undoing)
    try {
      await actOn(ctx.scope, ctx.module, ctx.regency!, (tx, place) => undoDecision(tx, place, id, reason), askedPeriod(ctx))
      ctx.session.flash('success', ctx.i18n.t('duplicates.done.undone'))
    } catch (error) {
      if (!(error instanceof DuplicateError)) throw error
      ctx.session.flashOnly(OWN)
      ctx.session.flash('error', sentenceOf(error, ctx.i18n))
    }
    return ctx.response.redirect(addressesOf(ctx).duplicates({ dasar: 'diputuskan' }))
  }

  /** Asks for a search: of what was written since the last one, or of everybody. */
  async search(ctx: HttpContext) {
    await scope.run(ctx.scope, async (tx) => {
      const period = await shownPeriod(tx, ctx)
      if (!period) throw new NotFound()
      await requestSearch(tx, placeOf(period), ctx.request.input('semua') === '1')
    })
    return ctx.response.redirect(addressesOf(ctx).duplicates())
  }

  /** A village of this regency; another one is left out of the address. */
  async #villageOf({ regency }: HttpContext, code: string) {
    const village = await findRegion(code)
    const district = village?.parent ? await findRegion(village.parent) : null
    return district?.parent === regency ? village : null
  }
}

/** The page asked for; what is no cursor of the tab's order begins at the front. */
function pageOn(tab: (typeof TABS)[number], asked: Record<string, unknown>): ListPage {
  const { cursor, ...front } = readPage(asked, { nik: 3, kk: 3, likely: 3, 'wilayah-lain': 4, diputuskan: 1 }[tab])
  const [first = ''] = cursor?.at ?? []
  const fits = tab === 'diputuskan' ? isUuid(first) : tab === 'wilayah-lain' || /^-?\d{1,3}$/.test(first)
  return cursor && fits ? { ...front, cursor } : { ...front, number: cursor ? 1 : front.number }
}
