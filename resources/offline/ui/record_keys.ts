import { tidyDate } from '../../js/components/typed.js'
import { isDecided } from '../form/typing.js'
import type { FieldView, SectionView } from '../form/view.js'
import { app } from './state.js'

/** What the keys of the form do. */
interface Acts {
  turn(by: number): void
  same(id: string): void
  addHere(): void
  saveAndStay(): void
  saveAndNext(): void
  leave(): void
  problems: readonly { group: string; key: string; field: string }[]
  jump(place: { group: string; key: string; field: string }): void
}

const QUESTIONS = '[data-q]:not([hidden] *)'

function questions(): HTMLElement[] {
  return [...document.querySelectorAll<HTMLElement>(QUESTIONS)].filter((input) => input.offsetParent !== null)
}

/** Puts the cursor on a question, `by` places behind it; `null` is the first of the page. */
export function focusField(id: string | null, by = 0): boolean {
  if (app.safety.due) return false
  const all = questions()
  const at = id === null ? 0 : all.findIndex((input) => input.dataset.q === id)
  const target = at < 0 ? undefined : all[at + by]
  const wanted = target ?? (by > 0 ? document.querySelector<HTMLElement>('[data-next]') : undefined)
  if (!wanted) return false
  wanted.focus()
  if (wanted instanceof HTMLInputElement) wanted.select()
  wanted.scrollIntoView({ block: 'nearest' })
  return true
}

/** As `focusField`, once the page is drawn, unless the person has gone to another question or typed before that. */
export function focusWhenDrawn(id: string | null): void {
  const { activeElement: before } = document
  const typing = new AbortController()
  let hasTyped = false
  addEventListener('input', () => (hasTyped = true), { capture: true, signal: typing.signal })
  requestAnimationFrame(() => {
    typing.abort()
    const { activeElement: now } = document
    const hasMoved = now !== before && now instanceof HTMLElement && now.dataset.q !== undefined
    if (!hasTyped && !hasMoved) focusField(id)
  })
}

/** The question an input belongs to, with the text as it shall be read and whether the cursor goes on by itself. */
export function takeTyped(event: Event, sections: readonly SectionView[]): (FieldView & { jumps: boolean }) | undefined {
  const input = event.target
  if (!(input instanceof HTMLInputElement || input instanceof HTMLSelectElement || input instanceof HTMLTextAreaElement))
    return undefined
  const id = input.dataset.q ?? input.dataset.list
  const field = sections.flatMap(({ fields }) => fields).find((candidate) => candidate.id === id)
  if (!field) return undefined
  if (input instanceof HTMLSelectElement) return { ...field, text: input.value, jumps: false }
  const text = field.kind === 'date' ? tidyDate(input.value) : input.value
  const isTyping = event instanceof InputEvent && !event.inputType.startsWith('delete')
  const isWhole =
    (field.kind === 'codes' && isDecided(codesOf(field), text.trim())) || (field.kind === 'date' && text !== input.value)
  const jumps = isTyping && isWhole
  if (text !== input.value) input.value = text
  return { ...field, text, jumps }
}

const codesOf = ({ options }: FieldView) => options.map(({ code }) => code)

/** Keys of the whole form. */
export function fieldKeys(event: KeyboardEvent, acts: Acts): void {
  const input = event.target instanceof HTMLElement ? event.target : null
  const id = input?.dataset.q
  const act = (): (() => void) | undefined => {
    if (event.key === 'Enter' && event.ctrlKey) return () => acts.saveAndNext()
    if (event.key === 'Enter' && id !== undefined && !(input instanceof HTMLButtonElement)) {
      return () => focusField(id, event.shiftKey ? -1 : 1)
    }
    if (event.key === 'F2' && id !== undefined) return () => acts.same(id)
    if (event.key === 'F4') return () => nextProblem(acts, id)
    if (event.key === 'F7') return () => acts.addHere()
    if (event.key === 'F8') return () => acts.turn(event.shiftKey ? -1 : 1)
    if (event.key === 'F9') return () => acts.saveAndStay()
    if (event.key === 'Escape') return () => acts.leave()
    return undefined
  }
  const chosen = act()
  if (!chosen) return
  event.preventDefault()
  chosen()
}

function nextProblem(acts: Acts, id: string | undefined): void {
  const at = acts.problems.findIndex(({ group, key, field }) => `${group}/${key}/${field}` === id)
  const next = acts.problems[at + 1] ?? acts.problems[0]
  if (next) acts.jump(next)
}
