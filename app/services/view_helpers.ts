import { HttpContext } from '@adonisjs/core/http'
import { formatDate, isCalendarDate } from '#domain/calendar_date'

export type Tone = 'neutral' | 'info' | 'good' | 'warn' | 'bad'

const LOOKS: Record<Tone, readonly [icon: string, statuses: readonly string[]][]> = {
  neutral: [
    ['circle-dashed', ['open', 'same', 'none', 'inherited', 'diff_same', 'not_started', 'untouched']],
    ['clock', ['queued', 'waiting', 'preparing']],
    ['ban', ['withdrawn', 'cancelled', 'void', 'closed', 'superseded']],
    ['arrow-back-up', ['undone']],
  ],
  info: [
    ['file', ['received', 'checked', 'uploaded', 'letter_generated']],
    ['loader-2', ['checking', 'applying', 'finalising', 'running', 'opening', 'loading']],
    ['edit', ['changed', 'diff_changed', 'repair']],
    ['circle-plus', ['new', 'added', 'diff_added']],
    ['upload', ['letter_uploaded']],
  ],
  good: [
    ['circle-check', ['accepted', 'applied', 'done', 'in_force', 'enabled', 'clean']],
    ['lock', ['finalised']],
    ['certificate', ['published']],
  ],
  warn: [
    ['arrow-back-up', ['returned']],
    ['git-merge', ['conflict', 'conflicting']],
    ['alert-triangle', ['warn', 'waived', 'expiring', 'paused']],
  ],
  bad: [
    ['circle-x', ['rejected', 'refused', 'failed', 'disabled', 'diff_removed', 'removed']],
    ['alert-circle', ['block', 'overdue']],
    ['lock', ['locked']],
  ],
}

const LOOK_OF = new Map<string, Look>(
  (Object.keys(LOOKS) as Tone[]).flatMap((tone) =>
    LOOKS[tone].flatMap(([icon, statuses]) => statuses.map((status) => [status, { tone, icon }] as const)),
  ),
)

interface Look {
  tone: Tone
  icon: string
}

/** Colour and icon of a state; its word is in the catalogue under `component.status.<state>`. */
export function lookOf(status: string | undefined): Look {
  return LOOK_OF.get(status ?? '') ?? { tone: 'neutral', icon: 'circle-dashed' }
}

/** Every state that `badge` has a look for; the catalogue has a word for each. */
export const KNOWN_STATUSES: readonly string[] = [...LOOK_OF.keys()]

/** The address of the open page with some query values replaced; null or an empty text takes one out. */
export function withQuery(changes: Record<string, unknown>): string {
  const { request } = HttpContext.getOrFail()
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...request.qs(), ...changes })) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== '') query.append(name, String(one))
    }
  }
  const text = query.toString()
  return text ? `${request.url()}?${text}` : request.url()
}

interface FieldProps {
  name: string
  id?: string
  hint?: string
  error?: string
  value?: unknown
  /** Which of several forms of the page the field stands in, as its hidden field `act` says; what was typed into another is not its own. */
  act?: string
}

interface Flash {
  all(): Record<string, unknown>
  get(key: string, fallback?: unknown): unknown
}

/** Names of what a person writes in his own words, which nobody should have to think of twice; the notes of a checklist are shown by its page. */
const OWN_WORDS = /^(?:reason|answer|decision)$/
const SHOWN = new WeakMap<Flash, Set<string>>()

/** What was written into a form that was refused, where the page that tells it has no field for it any more. */
export function unplacedWords(flash?: Flash): string[] {
  const typed = flash?.get('error') ? flash.all() : {}
  return Object.entries(typed).flatMap(([name, value]) =>
    OWN_WORDS.test(name) && typeof value === 'string' && value.trim() && !SHOWN.get(flash!)?.has(name) ? [value] : [],
  )
}

/** Names of what is written at length, of every form. */
const AT_LENGTH = /^(?:reason|answer|decision|body|note|pesan)(?:_|$)/
/** Names of the answers in the form of a record: `q-alamat`, `q-members-0-nama`. */
const ANSWER = /^q-(?:[a-z]+-\d+-)?(.+)$/
/** What a page sends along by itself, and what stands nowhere without its mask. */
const NOT_WRITTEN = /^[/{[]|^\d{1,3}$|\d{10}|^[^\s]{30,}$/
const SECRET = /^(?:_|password|current|next|repeat)|sandi|frasa|ibu|kandung/

/**
 * What was written into a form whose page answers no more: one that was sent, or one that came back to a page which its writer may not open any
 * longer. Answers of a record are told by their name on the form; codes chosen from a list are not told.
 */
export function lostWords(request?: { method(): string; body(): Record<string, unknown> }, flash?: Flash): string[] {
  const isSent = request !== undefined && request.method() !== 'GET'
  const typed = isSent ? request.body() : flash?.get('error') ? flash.all() : {}
  return Object.entries(typed).flatMap(([name, value]) => {
    if (typeof value !== 'string' || !value.trim() || name === 'error') return []
    if (AT_LENGTH.test(name)) return [value]
    if (NOT_WRITTEN.test(value) || SECRET.test(name)) return []
    const answer = ANSWER.exec(name)?.[1]
    if (answer) return [`${answer}: ${value}`]
    return /[A-Z].{3}|\S\s\S/.test(value) ? [value] : []
  })
}

/** What every form field needs: its id, what was typed before a refusal, the error and the ids that describe it. */
export function fieldState(props: FieldProps, flash?: Flash) {
  const path = props.name.replaceAll('[', '.').replaceAll(']', '')
  const typed = props.act === undefined || flash?.get('act') === props.act ? flash : undefined
  const errors = (typed?.get('inputErrorsBag', {}) ?? {}) as Record<string, string[]>
  const error = props.error ?? errors[props.name]?.[0] ?? errors[path]?.[0]
  const id = props.id ?? `f-${path.replaceAll('.', '-')}`
  const described = [props.hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const value = typed?.get(path) ?? props.value ?? ''
  if (typed) SHOWN.set(typed, (SHOWN.get(typed) ?? new Set()).add(path))
  return {
    id,
    error,
    value: String(value),
    described: described || undefined,
    invalid: error ? 'true' : undefined,
  }
}

/**
 * Whether a box is ticked: as it was left where its form was refused. A browser sends nothing of an empty box, so a form with boxes that may be
 * ticked at first names a field `beside` them that it always sends. What somebody confirms he says `anew` of what he sees then.
 */
export function isTicked(props: FieldProps & { checked?: boolean; beside?: string; anew?: boolean }, flash?: Flash): boolean {
  if (props.anew) return false
  const sent = flash?.get(props.name.replace(/\[\]$/, ''))
  if (sent !== undefined && sent !== null) return [sent].flat().includes(String(props.value ?? '1'))
  const refused = props.beside !== undefined && flash?.get(props.beside) !== undefined
  return !refused && props.checked === true
}

/** Text of a date field: a calendar date in the Indonesian order, anything else as it was typed. */
export function dateInput(value: string): string {
  return isCalendarDate(value) ? formatDate(value) : value
}

const EMPTY_CELL = /<td((?:\s[^>]*)?)>(\s*–\s*)<\/td>/g

/** Cells that say nothing are marked: where a row stands as a block, on a telephone, they are left out. */
export function markEmpty(table: string): string {
  return table.replace(EMPTY_CELL, '<td$1 data-empty>$2</td>')
}

const TABLE_BOX = '<div class="table-box"'

/** The page with its first table as `#tabel`, which the link before the menu leads to; null where it has none. */
export function firstTable(body: string): string | null {
  const marked = body.replace(TABLE_BOX, `${TABLE_BOX} id="tabel"`)
  return marked === body ? null : marked
}
