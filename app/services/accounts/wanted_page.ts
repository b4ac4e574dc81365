/** The page to open after the sign-in: a path of our own, never another site's address. */
export function wantedPage(asked: unknown, fallback = '/beranda'): string {
  if (typeof asked !== 'string' || !asked.startsWith('/') || /[\\\p{Cc}]/u.test(asked)) return fallback
  const here = 'http://localhost'
  const url = URL.parse(asked, here)
  if (!url || url.origin !== here) return fallback
  return `${url.pathname}${url.search}`
}
