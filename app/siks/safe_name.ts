const MAX_LENGTH = 200
const NAMELESS = 'tanpa nama'

/**
 * The name a user gave a file, kept as text for display and never as a path: control characters and marks that turn
 * the direction of writing are dropped, what no encoding could read becomes `_`, and a long name is shortened in the
 * middle so that its ending stays.
 */
export function displayName(name: string): string {
  const text = name
    .replace(/[\p{Cc}\u061C\u202A-\u202E\u2066-\u2069\u200E\u200F]/gu, '')
    .replace(/[\p{Surrogate}\uFFFD]/gu, '_')
    .trim()
  const letters = Array.from(text)
  if (letters.length === 0) return NAMELESS
  if (letters.length <= MAX_LENGTH) return text
  const tail = 20
  return `${letters.slice(0, MAX_LENGTH - tail - 1).join('')}…${letters.slice(-tail).join('')}`
}

/** The last part of a displayed name, which is all a browser may be told to save under. */
export function downloadName(name: string): string {
  const last = displayName(name).split(/[\\/]/).at(-1)
  return last && !/^\.+$/.test(last) ? last : NAMELESS
}

/**
 * Value of a `Content-Disposition: attachment` header that gives the original name back, letters outside ASCII,
 * apostrophes and dashes included (RFC 6266 with `filename*` of RFC 5987 and a plain fallback).
 */
export function contentDisposition(name: string): string {
  const safe = downloadName(name)
  const fallback = safe
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\x20-\x7E]|["\\/%]/g, '_')
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`)
  return `attachment; filename="${fallback}"; filename*=UTF-8''${encoded}`
}
