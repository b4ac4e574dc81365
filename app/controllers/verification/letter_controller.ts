import { sentenceOf } from '#services/fault'
import { readFile } from 'node:fs/promises'
import type { HttpContext } from '@adonisjs/core/http'
import { NotFound } from '#exceptions/not_found'
import { sendFile } from '#services/files'
import { recordRead } from '#services/reads'
import { scope, type Tx } from '#services/scope'
import { sendMade } from '#services/send_made'
import { cycleOf } from '#verification/finalise/cycle'
import {
  finalisationOf,
  FinaliseError,
  generateLetter,
  letterById,
  lettersOf,
  previewLetter,
  ProfileIncomplete,
  readScan,
  resultFiles,
  stepsOf,
  uploadScan,
  verifyUrl,
} from '#verification/finalise/index'
import { letterProfile } from '#verification/finalise/letter_profile'
import { fileOf } from '#verification/finalise/take_file'
import { otherCodes, periodOfLetter, periodsOf, placeOf, type RegencyPeriod } from '#verification/periods/index'
import { forwardsOf } from '#verification/finalise/desk/index'
import type { Text } from '#verification/instrument'
import { askable, requestsOf } from '#verification/periods/requests/index'
import { addressesOf, askedPeriod } from './addresses.js'
import { nameInForms } from './form_period.js'

const SCAN_LIMIT = '10mb'

/** The approval letter: preview, issue, download, scan of the signed one, and the register of letters. */
export default class LetterController {
  async index(ctx: HttpContext) {
    const { scope: own, module, regency, view } = ctx
    const { found, codes } = await scope.run(own, async (tx) => {
      const periods = await periodsOf(tx, module, regency!)
      const at = periods.length > 0 ? await this.#period(tx, ctx) : null
      if (at) nameInForms(ctx, at)
      return { found: at && (await this.#found(tx, at, periods)), codes: await otherCodes(tx, module, regency!) }
    })
    return view.render('pages/letter/index', { module, found, codes, to: addressesOf(ctx), verifyUrl })
  }

  async preview(ctx: HttpContext) {
    const { scope: own, response } = ctx
    const content = await scope.run(own, async (tx) => previewLetter(tx, await this.#period(tx, ctx)))
    response.header('content-security-policy', "frame-ancestors 'none'")
    return sendMade(ctx, 'konsep-surat-pengesahan.pdf', content, { inline: true })
  }

  async store(ctx: HttpContext) {
    const { scope: own, response, session, i18n } = ctx
    const { letter, made } = await scope.run(own, async (tx) => generateLetter(tx, await this.#period(tx, ctx)))
    session.flash('success', i18n.t(made ? 'letter.issued' : 'letter.issued_before', { number: letter.number }))
    return response.redirect(addressesOf(ctx).letter())
  }

  async upload(ctx: HttpContext) {
    const { scope: own, request, response, session, i18n } = ctx
    const file = request.file('scan', { size: SCAN_LIMIT })
    if (!file?.tmpPath || !file.isValid) {
      throw new FinaliseError('E_SCAN_UNREADABLE', i18n.t(file?.hasErrors ? 'letter.scan.too_large' : 'letter.scan.missing')).at(
        'scan',
      )
    }
    const content = await readFile(file.tmpPath)
    const scan = await readScan(content)
    const confirmed = request.input('confirmed') === '1'
    try {
      const letter = await scope.run(own, async (tx) => uploadScan(tx, await this.#period(tx, ctx), { content, scan }, confirmed))
      session.flash(
        'success',
        i18n.t(letter.scanQr === 'read' ? 'letter.scan.taken' : 'letter.scan.taken_unread', { number: letter.number }),
      )
    } catch (error) {
      if (!(error instanceof FinaliseError) || error.code !== 'E_SCAN_UNREADABLE') throw error
      session.flash('unreadable', true)
      session.flash('warning', sentenceOf(error, i18n))
    }
    return response.redirect(addressesOf(ctx).letter())
  }

  /** The letter itself (`surat`) or its scan (`pindai`). */
  async show(ctx: HttpContext) {
    const { scope: own, regency, params } = ctx
    const file = await scope.run(own, async (tx) => {
      const letter = await letterById(tx, regency!, params.letter)
      const id = params.part === 'surat' ? letter?.fileId : params.part === 'pindai' ? letter?.scanFileId : null
      const found = id ? await fileOf(tx, regency!, id) : null
      if (!found) throw new NotFound()
      await recordRead(tx, {
        regency: regency!,
        action: 'download',
        purpose: 'verval',
        object: { type: 'letter', id: letter!.id },
      })
      return found
    })
    return sendFile(ctx, file)
  }

  #period(tx: Tx, ctx: HttpContext): Promise<RegencyPeriod> {
    return periodOfLetter(tx, ctx.module, ctx.regency!, askedPeriod(ctx))
  }

  async #found(tx: Tx, period: RegencyPeriod, periods: readonly RegencyPeriod[]) {
    const place = placeOf(period)
    const [row, steps, letters] = [await finalisationOf(tx, place), await stepsOf(tx, place), await lettersOf(tx, place)]
    const files = row.sealRoot ? await resultFiles(tx, place) : []
    return {
      ...{ period, periods, row, cycle: cycleOf(row.state, steps), letters },
      letter: letters.find(({ id }) => id === row.letterId) ?? null,
      forwards: row.letterId ? await forwardsOf(tx, place.regency, row.letterId) : [],
      ...{ requests: await requestsOf(tx, place), askable: askable(period) },
      annexes: files.filter(({ kind }) => kind === 'paper' || kind === 'annexes' || kind === 'hashes'),
      missing: await missingFields(tx, period.regency),
    }
  }
}

/** Required fields of the profile that are empty; none when a letter can be issued. */
async function missingFields(tx: Tx, regency: string): Promise<readonly Text[]> {
  try {
    await letterProfile(tx, regency)
    return []
  } catch (error) {
    if (error instanceof ProfileIncomplete) return error.fields
    throw error
  }
}
