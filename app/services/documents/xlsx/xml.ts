const NAMED: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const ENTITY = /&(?:#x([0-9a-f]{1,6})|#([0-9]{1,7})|(lt|gt|amp|quot|apos));/gi
const ESCAPED_SIGN = /_x([0-9A-Fa-f]{4})_/g
const TEXT = /<(?:\w+:)?t(?:\s[^<>]*)?>([^<]*)<\/(?:\w+:)?t>/g

/** How a comment begins, as far as the end of a piece may show it. */
const CUT = /<(?:!-?)?$/

/** Takes comments out of the text of a part as it comes in pieces: what stands in one is no row, no cell and no string. */
export class WithoutComments {
  #inside = false
  #held = ''

  take(piece: string): string {
    let text = this.#held + piece
    let kept = ''
    this.#held = ''
    for (;;) {
      const at = text.indexOf(this.#inside ? '-->' : '<!--')
      if (at < 0) break
      if (!this.#inside) kept += text.slice(0, at)
      text = text.slice(at + (this.#inside ? 3 : 4))
      this.#inside = !this.#inside
    }
    this.#held = this.#inside ? text.slice(-2) : (CUT.exec(text)?.[0] ?? '')
    return this.#inside ? kept : kept + text.slice(0, text.length - this.#held.length)
  }
}

/** Text of an XML value, its entities and SpreadsheetML's own `_x0041_` escapes resolved. */
export function textOfXml(xml: string): string {
  const plain = xml.includes('&') ? xml.replace(ENTITY, resolved) : xml
  return plain.includes('_x')
    ? plain.replace(ESCAPED_SIGN, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : plain
}

/** The runs of a rich text joined, without the phonetic guide of Asian scripts. */
export function textOfRuns(xml: string): string {
  let text = ''
  for (const [, run] of withoutGuides(xml).matchAll(TEXT)) text += textOfXml(run!)
  return text
}

const guidesIn = elements('rPh')

function withoutGuides(xml: string): string {
  if (!xml.includes('rPh')) return xml
  let [kept, from] = ['', 0]
  for (const { start, end } of guidesIn(xml)) {
    kept += xml.slice(from, start)
    from = end
  }
  return kept + xml.slice(from)
}

export interface XmlElement {
  /** Text of its tag behind the name. */
  tag: string
  /** Text between its tags; empty where it closes itself. */
  inside: string
  start: number
  end: number
}

/**
 * Finds the elements of a name that hold none of their own kind. One that is never closed is none; a text is gone through once, however many of
 * them begin in it.
 */
export function elements(name: string): (xml: string) => Generator<XmlElement, void> {
  const opening = new RegExp(`<(\\w+:)?${name}(?:\\s([^<>]*?))?(/)?>`, 'g')
  return function* (xml) {
    let end = 0
    for (;;) {
      opening.lastIndex = end
      const match = opening.exec(xml)
      if (!match) return
      const [{ length }, prefix = '', tag = '', closesItself] = match
      const from = match.index + length
      const close = `</${prefix}${name}>`
      const until = closesItself ? from : xml.indexOf(close, from)
      if (until < 0) return
      end = closesItself ? from : until + close.length
      yield { tag, inside: xml.slice(from, until), start: match.index, end }
    }
  }
}

/** Value of an attribute in the text of a tag; null where it has none. */
export function attribute(tag: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(tag)
  return found ? textOfXml(found[1] ?? found[2] ?? '') : null
}

/** Texts between `<` and `>` of every tag with that local name. */
export function tagsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<(?:\\w+:)?${name}((?:\\s[^<>]*)?)/?>`, 'g'))].map(([, inside]) => inside ?? '')
}

function resolved(entity: string, hex?: string, decimal?: string, name?: string): string {
  if (name) return NAMED[name.toLowerCase()]!
  const point = hex ? Number.parseInt(hex, 16) : Number(decimal)
  return point <= 0x10ffff ? String.fromCodePoint(point) : entity
}
