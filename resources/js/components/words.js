/** Signs of the reader's language: between thousands, and before decimals. */
const [GROUP, POINT] = document.documentElement.lang === 'en' ? [',', '.'] : ['.', ',']

/** `1250000` as `1.250.000`, in English as `1,250,000`. */
export function grouped(value) {
  return String(value).replace(/\B(?=(?:[0-9]{3})+$)/g, GROUP)
}

/** Milliseconds as `m.ss` minutes. */
export function shortTime(milliseconds) {
  const seconds = Math.round(milliseconds / 1000)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}

/** Bytes as `1,4 MB`, in English as `1.4 MB`. */
export function fileSize(bytes) {
  const units = ['B', 'kB', 'MB', 'GB']
  let unit = 0
  let size = bytes
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024
    unit += 1
  }
  return `${unit === 0 ? size : size.toFixed(1).replace('.', POINT)} ${units[unit]}`
}

/** The token that the server wants back with every request that changes something. */
export function csrfToken() {
  return document.querySelector('meta[name=csrf-token]')?.content ?? ''
}

/** Takes the token of the session as it is now, for this page and its forms: its person has signed in again in another tab. */
export async function renewCsrfToken() {
  const answer = await fetch(location.href, { headers: { accept: 'text/html' } })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const token = page.querySelector('meta[name=csrf-token]')?.content
  if (!token) return
  document.querySelector('meta[name=csrf-token]').content = token
  for (const input of document.querySelectorAll('input[name=_csrf]')) input.value = token
}
