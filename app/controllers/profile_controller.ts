import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { todayIn } from '#domain/zone'
import { NotFound } from '#exceptions/not_found'
import { clock } from '#services/clock'
import { DocumentRefused } from '#services/documents/errors'
import { readCrop, readImage, type ImageUse } from '#services/documents/images'
import { faultsOfFields } from '#services/fault'
import { findFile, storeFile } from '#services/files'
import { readForm, type ProfileValues } from '#services/profiles/fields'
import { letterPreview, nextSerial, type LetterPreview } from '#services/profiles/preview'
import { copyInstitution, emptySheet, rebase, sheetFor, type ProfileSheet } from '#services/profiles/sheet'
import { prefixed, ProfileRefused, saveProfile } from '#services/profiles/profile'
import { savePerson } from '#services/profiles/person'
import { scope } from '#services/scope'
import { loadZones, zoneOf } from '#services/zones'

export default class ProfileController {
  async show(ctx: HttpContext) {
    const sheet = await scope.run(ctx.scope, (tx) => sheetFor(tx, ctx.auth.user!, officeOf(ctx)))
    return render(ctx, sheet)
  }

  async store(ctx: HttpContext) {
    const { request, response, session, auth, scope: own } = ctx
    const office = officeOf(ctx)
    const sheet = await this.#typed(ctx, office)
    if (office && request.input('copy')) return render(ctx, await copyInstitution(sheet))
    if (Object.keys(sheet.problems).length > 0) return render(ctx, sheet, 422)
    const { version, institution, signing, logoFileId, person, photoFileId } = sheet
    try {
      await scope.run(own, async (tx) => {
        if (office) await saveProfile(tx, { regency: office, version, institution, signing, logoFileId })
        await savePerson(tx, auth.user!.id, person, photoFileId)
      })
    } catch (error) {
      if (!(error instanceof ProfileRefused) || !error.current) throw error
      const rebased = await scope.run(own, (tx) => rebase(tx, sheet, error.current!))
      if (!rebased.differs) return response.redirect('/profil')
      return render(ctx, rebased.sheet, 409)
    }
    session.flash('success', ctx.i18n.t('profile.saved'))
    return response.redirect('/profil')
  }

  /** How a letter would look with what stands in the forms; nothing is stored and no number is taken. */
  async preview(ctx: HttpContext) {
    const { request, response } = ctx
    const office = officeOf(ctx)
    if (!office) throw new NotFound()
    response.header('cache-control', 'no-store')
    const read = (form: 'institution' | 'signing') => readForm(form, formOf(request.input(form))).values
    return preview(ctx, office, { institution: read('institution'), signing: read('signing') })
  }

  /** Everything as it was typed; pictures are kept at once, so that a refused form does not lose them. */
  async #typed(ctx: HttpContext, office: string | null): Promise<ProfileSheet> {
    const { request, auth } = ctx
    const sheet = emptySheet(office)
    sheet.version = Number(request.input('version', 0)) || 0
    sheet.base = baseOf(request.input('base'))
    for (const name of office ? (['institution', 'signing', 'person'] as const) : (['person'] as const)) {
      const { values, problems } = readForm(name, formOf(request.input(name)))
      sheet[name] = values
      Object.assign(sheet.problems, prefixed(name, problems))
    }
    if (office) sheet.logoFileId = await this.#picture(ctx, sheet, 'logo', office)
    sheet.photoFileId = await this.#picture(ctx, sheet, 'photo', auth.user!.regionCode)
    return sheet
  }

  async #picture(ctx: HttpContext, sheet: ProfileSheet, use: ImageUse, regency: string): Promise<string | null> {
    const upload = ctx.request.file(use)
    if (!upload?.tmpPath) {
      const kept = String(ctx.request.input(`${use}_file`, ''))
      const file = kept === '' ? null : await scope.run(ctx.scope, (tx) => findFile(tx, kept))
      return file?.kind === use && file.regency === regency ? file.id : null
    }
    try {
      const { content, contentType, extension } = await readImage(
        await readFile(upload.tmpPath),
        use,
        readCrop(ctx.request.input(`${use}_crop`)),
      )
      const file = { regency, kind: use, name: `${use}.${extension}`, contentType, content }
      return await scope.run(ctx.scope, async (tx) => (await storeFile(tx, file)).id)
    } catch (error) {
      if (!(error instanceof DocumentRefused)) throw error
      sheet.problems[use] = error.text
      return null
    }
  }
}

/** The regency whose office the person may change. */
function officeOf(ctx: HttpContext): string | null {
  return ctx.regency && ctx.can('core.profile') ? ctx.regency : null
}

function baseOf(text: unknown): ProfileSheet['base'] {
  try {
    const read: unknown = JSON.parse(String(text))
    const { institution, signing } = read as Record<string, unknown>
    return { institution: texts(institution), signing: texts(signing) }
  } catch {
    return { institution: {}, signing: {} }
  }
}

function texts(value: unknown): ProfileValues {
  if (value === null || typeof value !== 'object') return {}
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string'))
}

function formOf(typed: unknown): Record<string, unknown> {
  return typed !== null && typeof typed === 'object' ? { ...typed } : {}
}

/** In the calendar of the office: its year begins with number 1. */
async function preview(
  ctx: HttpContext,
  office: string,
  forms: Pick<ProfileSheet, 'institution' | 'signing'>,
): Promise<LetterPreview> {
  await loadZones()
  const date = todayIn(zoneOf(office), clock.now())
  const next = await scope.run(ctx.scope, (tx) => nextSerial(tx, office, Number(date.slice(0, 4))))
  return letterPreview(forms, { date, next, locale: ctx.locale })
}

async function render(ctx: HttpContext, sheet: ProfileSheet, status = 200) {
  const letter = sheet.office ? await preview(ctx, sheet.office, sheet) : null
  const shown = { ...sheet, problems: faultsOfFields(sheet.problems, ctx.i18n) }
  const page = await ctx.view.render('pages/profil/index', { sheet: shown, letter, base: JSON.stringify(sheet.base) })
  return ctx.response.status(status).send(page)
}
