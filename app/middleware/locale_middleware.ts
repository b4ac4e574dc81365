import edge from 'edge.js'
import i18nManager from '@adonisjs/i18n/services/main'
import type { HttpContext } from '@adonisjs/core/http'
import type { I18n } from '@adonisjs/i18n'
import type { NextFn } from '@adonisjs/core/types/http'
import type { AnyPlugin } from '#kernel/manifest'
import type { Permission } from '#kernel/permissions'
import { registry, type VerificationModule } from '#kernel/registry'
import { figuresIn } from '#services/format'
import { rightOf, titleOf } from '#services/plugin_words'
import type { Locale } from '#verification/message'
import { nounsOf } from '#verification/nouns'

/** Keeps the chosen language for what is answered without a session: an address that does not exist, a form refused before. */
const COOKIE = 'siks_bahasa'

/** Indonesian unless the person chose the English catalogue. */
export default class LocaleMiddleware {
  async handle(ctx: HttpContext, next: NextFn) {
    speakTo(ctx)
    return next()
  }
}

/** Gives a request and its pages the language of their reader. */
export function speakTo(ctx: HttpContext): void {
  ctx.locale = chosenLocale(ctx)
  ctx.i18n = i18nManager.locale(ctx.locale)
  if (!('view' in ctx)) return
  const { i18n } = ctx
  const nouns = (module: VerificationModule) => nounsOf(module, i18n.locale)
  ctx.view.share({
    ...{ i18n, t: i18n.t.bind(i18n), nouns },
    format: { ...edge.globals.format, ...figuresIn(ctx.locale) },
    titleOf: (plugin: AnyPlugin) => titleOf(plugin, i18n),
    rightOf: (right: Permission) => rightOf(right, i18n),
    /** What records of those modules are called together. */
    recordsOf: ([name, ...others]: string[]) =>
      name && others.length === 0 ? nouns(registry.module(name)).record.many : i18n.t('component.records'),
  })
}

/** The language that a visitor chose, also where a request was refused before its session was opened. */
export function chosenLocale(ctx: HttpContext): Locale {
  const session = 'session' in ctx && ctx.session?.initiated ? ctx.session : null
  const chosen: unknown = session ? session.get('locale') : ctx.request.plainCookie(COOKIE)
  return chosen === 'en' ? 'en' : 'id'
}

export function keepLocale({ session, response }: HttpContext, locale: Locale): void {
  session.put('locale', locale)
  response.plainCookie(COOKIE, locale, { maxAge: '1y' })
}

declare module '@adonisjs/core/http' {
  export interface HttpContext {
    i18n: I18n
    /** The language of `i18n`, as texts in both are kept: `label[ctx.locale]`. */
    locale: Locale
  }
}
