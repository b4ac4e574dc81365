import edge from 'edge.js'
import { HttpContext } from '@adonisjs/core/http'
import i18nManager from '@adonisjs/i18n/services/main'
import vite from '@adonisjs/vite/services/main'
import env from '#start/env'
import type { VerificationModule } from '#kernel/registry'
import { maskedNumber, maskSecret, type SecretKind } from '#domain/mask'
import { contacts } from '#services/announcements/contacts'
import { keepTemplates } from '#services/keep_templates'
import * as format from '#services/format'
import { frameOf } from '#services/frame'
import {
  dateInput,
  fieldState,
  firstTable,
  isTicked,
  lookOf,
  lostWords,
  markEmpty,
  unplacedWords,
  withQuery,
} from '#services/view_helpers'
import type { Zone } from '#domain/zone'
import { zoneOf } from '#services/zones'
import { isOnePerson } from '#verification/instrument'

/** The zone of the regency that the page is about. */
const zone = () => zoneOf(HttpContext.get()?.regency)

if (!process.env.DEV_MODE) keepTemplates(edge)

edge.global('appName', 'SIKS-NG Online')
edge.global('demo', env.get('SIKS_DEMO', false))

/** Words for pages drawn before the language of the visitor is known, such as an unknown address. */
edge.global('t', (key: string, data?: Record<string, unknown>) => i18nManager.locale('id').t(key, data))
edge.global('nouns', (module: VerificationModule) => module.words)
edge.global('onePerson', ({ instrument }: VerificationModule) => isOnePerson(instrument))

/** An outline icon of `resources/images/icons.svg`, hidden from screen readers: the word beside it tells. */
edge.global('svg', (name: string) => {
  const sheet = edge.globals.html.escape(vite.assetPath('resources/images/icons.svg'))
  return edge.globals.html.safe(
    `<svg class="icon" aria-hidden="true" focusable="false"><use href="${sheet}#${edge.globals.html.escape(name)}"></use></svg>`,
  )
})

edge.global('format', {
  date: format.showDate,
  longDate: format.showLongDate,
  number: format.showNumber,
  heading: format.showHeading,
  share: format.showShare,
  size: format.showSize,
  duration: format.showDuration,
  who: format.showActor,
  moment: (moment: format.Moment | null, of?: Zone) => format.showMoment(of ?? zone(), moment),
  day: (moment: format.Moment | null, of?: Zone) => format.showDay(of ?? zone(), moment),
  lastDay: format.showLastDay,
})

/** Attributes of an element, escaped; Edge's own `html.attrs` does not escape. False, null and undefined leave an attribute out. */
edge.global('attrs', (values: Record<string, unknown>) => {
  const { escape, safe } = edge.globals.html
  const written = Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null && value !== false)
    .map(([name, value]) => (value === true ? name : `${name}="${escape(String(value))}"`))
  return safe(written.join(' '))
})

edge.global('statusOf', lookOf)
edge.global('withQuery', withQuery)
edge.global('fieldState', fieldState)
edge.global('isTicked', isTicked)
edge.global('markEmpty', markEmpty)
edge.global('firstTable', firstTable)
edge.global('unplacedWords', unplacedWords)
edge.global('lostWords', lostWords)
edge.global('dateInput', dateInput)
edge.global('masked', (kind: SecretKind, text: string) => maskSecret(kind, text))
edge.global('maskedNumber', maskedNumber)

edge.global('loadFrame', () => frameOf(HttpContext.getOrFail()))
edge.global('loadContacts', contacts)
